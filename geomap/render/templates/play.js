(() => {
  const all = (where, what) => [...where.querySelectorAll(what)], kinds = ["leg", "check"], items = {}, buttons = [];
  const figure = document.getElementById("geomap"), words = figure.dataset.words.split("|");
  let kind = "leg", number = -1, timer = 0;

  const make = (box, tag, set) => box.appendChild(Object.assign(document.createElement(tag), set));
  const button = (box, textContent, ariaLabel, act) => make(box, "button", {
    type: "button", textContent, ariaLabel, onclick: () => { halt(); act(); }
  });
  const title = item => (item.querySelector("h3") || item).lastChild.textContent;

  kinds.forEach(k => {
    items[k] = all(document, "[aria-labelledby=" + k + "s] .item");
    // The picture's signs come in the order that its data tell; a spur and an arrow follow their leg.
    all(figure, ".picture").forEach(picture => all(picture, ".main,.inset").forEach((panel, i) => {
      let numbers = picture.dataset[k + "s"].split(";")[i].split(" "), n = -1;
      all(panel, k === "leg" ? "path.leg,path.spur,path.a" : "path.rule").forEach(path => {
        path.dataset[k] = numbers[n += path.matches(".leg,.rule")];
      });
    }));
  });
  const legs = items.leg.length, player = make(figure, "div", { className: "player", role: "group", ariaLabel: words[0] });
  const knobs = make(player, "div", { className: "knobs" }), now = make(player, "div", { ariaLive: "polite" });
  const step = by => { const n = (kind === "leg" ? number : -1) + by; choose("leg", n < -1 ? legs - 1 : n < legs ? n : -1); };
  figure.querySelector("figcaption").before(player);

  button(knobs, "\u2039", words[1], () => step(-1));
  const play = button(knobs);
  const halt = () => { clearInterval(timer); timer = 0; dress(); };
  const dress = () => { play.textContent = timer ? "\u275a\u275a" : "\u25b6"; play.ariaLabel = words[timer ? 4 : 3]; };
  play.onclick = () => {
    if (timer) { halt(); return; }
    step(1);
    timer = setInterval(() => { step(1); if (number < 0) { halt(); } }, 3000);
    dress();
  };
  button(knobs, "\u203a", words[2], () => step(1));
  const slider = make(knobs, "input", { type: "range", min: 0, max: legs, ariaLabel: words[5] });
  slider.oninput = () => { halt(); choose("leg", slider.value - 1); };
  // It is disabled under the focus, which stays by it.
  const whole = button(knobs, words[6], null, () => { choose("leg", -1); (legs ? slider : player).focus(); });
  player.tabIndex = -1;
  if (!legs) { all(knobs, "button:not(:last-child),input").forEach(node => node.remove()); }

  function mark() {
    figure.classList.toggle("picked", number >= 0);
    all(figure, "[data-leg],[data-check]").forEach(node => node.classList.toggle("on", node.dataset[kind] == number));
    figure.dispatchEvent(new CustomEvent("geomap:choose", { detail: kind + number }));
  }
  function choose(k, n) {
    kind = k; number = n;
    const item = items[k][n], count = k === "leg" && item ? n + 1 + " / " + legs + " \u00b7 " : "";
    mark();
    buttons.forEach(([node, its]) => { its.classList.toggle("on", node.ariaPressed = its === item); });
    whole.disabled = !item;
    slider.value = count ? n + 1 : 0;
    slider.ariaValueText = count ? count + title(item) : words[6];
    now.replaceChildren();
    if (item) {
      make(now, "strong", { textContent: count + title(item) });
      all(item, ".tag strong,.facts,.verdict,.what>p:not([class])").forEach(part => make(now, "p", { textContent: part.textContent }));
      all(item, "blockquote").slice(0, 1).forEach(quote => now.append(quote.cloneNode(true)));
    }
  }
  kinds.forEach(k => items[k].forEach((item, n) => {
    const about = words[7] + " : " + title(item), node = button(item.firstElementChild, words[7], about, () => {
      choose(k, item.matches(".on") ? -1 : n);
      figure.scrollIntoView({ block: "nearest" });
    });
    node.className = "show";
    buttons.push([node, item]);
  }));
  figure.addEventListener("geomap:drawn", mark);
  figure.addEventListener("click", e => kinds.forEach(k => {
    const node = e.target.closest("[data-" + k + "]");
    if (node) { halt(); choose(k, +node.dataset[k]); }
  }));
  halt();
  choose("leg", -1);
})();
