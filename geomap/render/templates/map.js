((map, data) => {
  "use strict";
  const words = data.words, figure = document.getElementById("geomap"), container = map.getContainer();
  const layers = L.layerGroup().addTo(map), count = data.stops.length;
  const narrow = matchMedia("(max-width:759px)"), still = matchMedia("(prefers-reduced-motion:reduce)");
  let view, labels, pins, lines, steady, chosen, go, frame, moved, homing, opened, reached = 0, picked = "";

  // The ground has a pane below the lines: rebuilt for another width, it must not cover them.
  map.createPane("ground").style.zIndex = 350;

  // Whatever moves the map does so at once where the reader wants no motion.
  function calm(name, last) {
    const act = map[name];
    map[name] = (...given) => {
      if (still.matches) { given[last] = Object.assign({}, given[last], { animate: false }); }
      return act.apply(map, given);
    };
  }
  calm("setView", 2);
  calm("panBy", 1);

  const make = (tag, className, textContent = "") => {
    return Object.assign(document.createElement(tag), { className, textContent });
  };
  const at = p => L.latLng(-p[1], p[0]);
  const bounds = b => L.latLngBounds(at(b), at([b[0] + b[2], b[1] + b[3]]));
  const where = latlng => map.latLngToContainerPoint(latlng);
  const listed = (list, n) => document.querySelectorAll("[aria-labelledby=" + list + "] .item")[n];
  const read = (item, query) => item.querySelector(query).textContent;
  const heading = item => item.querySelector("h3") ? item.querySelector("h3").lastChild.textContent : "";
  const fill = (phrase, parts) => phrase.replace(/{(\w+)}/g, (_, key) => parts[key]);

  function popup(title, lines, quoted) {
    const node = make("div");
    node.append(make("strong", "", title), ...lines.filter(Boolean).map(line => make("p", "", line)));
    quoted.forEach(item => {
      const quote = item.querySelector("blockquote p");
      if (quote) { node.appendChild(make("p")).append(make("q", "", quote.textContent)); }
    });
    return node;
  }
  // What the list under the map says of a leg or of a distance.
  function told(list, n) {
    const item = listed(list, n);
    const said = [".tag strong,.what>p:not([class])", ".facts,.verdict"].map(query => read(item, query));
    return popup(heading(item), said, [item]);
  }

  function sheet(kind, width, height, area) {
    const space = "http://www.w3.org/2000/svg", svg = document.createElementNS(space, "svg");
    const sea = svg.appendChild(document.createElementNS(space, "rect"));
    const set = (node, values) => Object.keys(values).forEach(key => node.setAttribute(key, values[key]));
    set(svg, { viewBox: "0 0 " + width + " " + height, preserveAspectRatio: "none", "aria-hidden": "true" });
    set(sea, { class: "sea", width, height });
    svg.append(figure.querySelector(".picture." + view.name + " ." + kind + " .ground").cloneNode(true));
    L.svgOverlay(svg, area, { pane: "ground" }).addTo(layers);
  }
  // The picture's own paths, last drawn first, each a start and steps.
  function drawn(kind) {
    const main = ".picture." + view.name + " .main path.";
    let leg = 0;
    const told = item => Object.assign(item, { leg: data.legs[leg - item.leg] });
    // A spur or an arrow is its leg's: the last one drawn before it.
    return [...figure.querySelectorAll(main + "leg," + main + kind)].map(node => {
      leg += node.matches(".leg");
      let x = 0, y = 0;
      const n = node.getAttribute("d").match(/-?(\d+\.?\d*|\.\d+)/g).map(Number), points = [];
      for (let i = 0; i < n.length; i += 2) { points.push([x += n[i], y += n[i + 1]]); }
      return { node, style: node.getAttribute("class").replace(/ on$/, ""), points, leg };
    }).filter(item => item.node.matches("." + kind)).map(told).reverse();
  }
  // What the page's player knows a layer by.
  function signed(layer, kind, n) { layer.addTo(layers).getElement().setAttribute("data-" + kind, n); return layer; }
  function stroke(points, className) {
    return L.polyline(points, { className, interactive: false, noClip: true, smoothFactor: 0 });
  }
  function line(style, list, path, kind, n, shift) {
    const points = path.map(at), shown = signed(stroke(points, style), kind, n);
    const hit = signed(L.polyline(points, { className: "hit", weight: 18 }), kind, n);
    hit.bindPopup(() => told(list, n), { autoPan: false });
    chosen[kind + n] = shown;
    lines.push(points);
    if (shift) { steady.push({ layers: [shown, hit], path, shift, line: lines.length - 1 }); }
  }
  function arrow(item) {
    const path = item.points, layer = L.polygon(path.map(at), { className: item.style, interactive: false });
    signed(layer, "leg", item.leg);
    steady.push({ layers: [layer], about: [0, 1].map(i => (path[0][i] + path[1][i] + path[2][i]) / 3), path });
  }
  // Arrows and the gap between a distance and its leg keep their size on the screen whatever the zoom.
  function steadied(item) {
    const k = Math.pow(2, -map.getZoom()), o = item.about, s = item.shift;
    const points = item.path.map(p => at([0, 1].map(i => o ? o[i] + (p[i] - o[i]) * k : p[i] + s[i] * k)));
    item.layers.forEach(layer => layer.setLatLngs(points));
    if (s) { lines[item.line] = points; }
  }

  // ---- points and their labels

  // The text in lines of about so many characters, broken at spaces and after hyphens.
  function wrap(text, characters) {
    const parts = Math.ceil(text.length / characters), rows = [""];
    text.match(/[^ -]+-?|-| /g).forEach(piece => {
      const last = rows[rows.length - 1], full = last.length + piece.trim().length / 2 > text.length / parts;
      if (last.trim() && full && rows.length < parts) { rows.push(piece); } else { rows[rows.length - 1] += piece; }
    });
    return rows.map(row => row.trim()).join("\n");
  }
  function marker(xy, className, options) {
    const html = make("span"), icon = L.divIcon({ className, html, iconSize: [24, 24] });
    return L.marker(at(xy), Object.assign({ icon }, options)).addTo(layers);
  }
  // `spots` tells where a label of a size may stand, `weight` how bad it is to leave it out.
  function word(owner, style, text, weight, spots) {
    const node = owner.getElement().firstChild, box = node.appendChild(make("div", "word off"));
    const label = { box, text, weight, spots, latlng: owner.getLatLng(), sizes: {}, prefix: "" };
    label.rows = ["t " + style, "t date"].map(name => box.appendChild(make("div", name)));
    label.lead = node.appendChild(make("span", "t date"));
    labels.push(label);
    return label;
  }
  function pin([style, name, date, list], n) {
    const stop = n < count, place = name || date, title = stop ? fill(words.stop, { number: n + 1, place }) : name;
    const options = { riseOnHover: true, zIndexOffset: stop ? 999 - n : -1000 };
    const shown = marker(view.points[n], stop ? "pin" : "pin mark", options), node = shown.getElement();
    const legs = stop ? list.map(i => listed("legs", i)) : [];
    const lines = stop ? [date, ...legs.map(leg => {
      return fill(words.told, { leg: heading(leg), certainty: read(leg, ".tag strong") });
    })] : date.map(i => data.rules[i][0].replace("\n", " "));
    shown.bindPopup(() => popup(title, lines, legs.slice(0, 2)), { autoPan: false });
    node.setAttribute("aria-label", title);
    node.setAttribute("aria-haspopup", "dialog");
    const own = { node, stop, n, shown, text: node.firstChild.appendChild(make("i", style)) };
    const weight = stop ? data.order.indexOf(n) < data.ends ? 1e4 : 100 : 1;
    const reach = () => own.base.r + own.base.half - 11;
    own.label = word(shown, stop ? "stop" : "landmark", place, weight, (w, h) => about(own.at, reach(), w, h));
    own.label.date = stop && name ? date : "";
    own.label.pin = own;
    pins.push(own);
  }
  const plain = xy => marker(xy, "plain", { keyboard: false, interactive: false });
  function ground([style, text, ...points]) {
    const spots = (w, h) => points.map(at).map(where).map(c => [c.x - w / 2, c.y - h / 2, 0]);
    word(plain(points[0]), style, text, 0.01, spots);
  }
  function annotate([text, tone, check], i) {
    const ends = view.rules[i].slice(0, 2), middle = [0, 1].map(k => (ends[0][k] + ends[1][k]) / 2);
    const label = word(plain(middle), "claim" + tone, text, 1, (w, h) => {
      const [a, b] = chosen["check" + check].getLatLngs().map(where);
      return [...along(a, b, w, h), ...about(a.add(b).divideBy(2), 5, w, h)];
    });
    label.ends = ends.map(at);
    label.check = "check" + check;
  }
  function focus() {
    if (!view.focus) { return; }
    const [x, y, w, h] = view.focus.box, left = Math.max(x, 1), top = Math.max(y, 1);
    frame = bounds([left, top, Math.min(x + w, view.width - 1) - left, Math.min(y + h, view.height - 1) - top]);
    L.rectangle(frame, { className: "window", interactive: false }).addTo(layers);
    go = { node: make("button", "go", words.inset), home: plain([x + w / 2, y + h / 2]) };
    const onclick = () => { moved = true; land(); map.fitBounds(frame); };
    Object.assign(go.node, { type: "button", title: view.focus.name, onclick });
    go.node.setAttribute("aria-label", view.focus.name);
    L.DomEvent.disableClickPropagation(go.node);
  }

  function build() {
    const held = pins && pins.some(p => p.node === document.activeElement || holds(p));
    view = data.views[+narrow.matches];
    if (go) { go.node.remove(); }
    layers.clearLayers();
    labels = []; pins = []; lines = []; steady = []; chosen = {}; go = frame = null;
    sheet("main", view.width, view.height, bounds([0, 0, view.width, view.height]));
    if (view.focus) { sheet("inset", ...view.focus.size, bounds(view.focus.box)); }
    data.rules.forEach(([, tone, check], i) => {
      const [a, b, shift] = view.rules[i];
      line("rule" + tone, "checks", [a, b], "check", check, shift);
    });
    drawn("leg").reverse().forEach(leg => line(leg.style, "legs", leg.points, "leg", leg.leg));
    drawn("spur").forEach(spur => {
      const points = spur.points.map(at);
      lines.push(points);
      signed(stroke(points, spur.style), "leg", spur.leg);
    });
    drawn("a").forEach(arrow);
    focus();
    [...data.stops, ...data.dots].forEach(pin);
    data.rules.forEach(annotate);
    view.grounds.forEach(ground);
    rove(reached);
    home();
    if (held) { pins[reached].node.focus({ preventScroll: true }); }
    figure.dispatchEvent(new CustomEvent("geomap:drawn"));
  }

  // Leaflet ignores where it is sent while it still zooms: that zoom is at its end, then.
  function land() { if (map._animatingZoom) { map._onZoomTransitionEnd(); } }
  function home() {
    moved = false;
    whole();
    // A zoom asked for just before starts with the next frame.
    requestAnimationFrame(() => { if (!moved && map._animatingZoom) { whole(); } });
  }
  function whole() {
    const all = bounds([0, 0, view.width, view.height]);
    homing = true;
    land();
    map.setMinZoom(-10);
    map.setMaxBounds(null);
    map.fitBounds(all, { animate: false });
    map.setMinZoom(map.getZoom());
    map.setMaxZoom(map.getZoom() + view.depth);
    map.setMaxBounds(all);
    homing = false;
    settle(true);
  }

  // ---- where labels stand: the rules of geomap/render/labels.py, at every zoom

  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const grown = (r, x, y = x) => [r[0] - x, r[1] - y, r[2] + x, r[3] + y];
  const gap = (r, c) => Math.hypot(Math.max(r[0] - c.x, 0, c.x - r[2]), Math.max(r[1] - c.y, 0, c.y - r[3]));
  // Whether a line from `a` to `b` enters a box.
  function crosses(r, [a, b]) {
    if (Math.max(a.x, b.x) < r[0] || Math.min(a.x, b.x) > r[2]) { return false; }
    if (Math.max(a.y, b.y) < r[1] || Math.min(a.y, b.y) > r[3]) { return false; }
    const dx = b.x - a.x, dy = b.y - a.y, q = [a.x - r[0], r[2] - a.x, a.y - r[1], r[3] - a.y];
    let t0 = 0, t1 = 1;
    return [-dx, dx, -dy, dy].every((p, i) => {
      if (!p) { return q[i] >= 0; }
      if (p < 0) { t0 = Math.max(t0, q[i] / p); } else { t1 = Math.min(t1, q[i] / p); }
      return t0 <= t1;
    });
  }
  const sides = [[1, 0], [-1, 0], [1, -1], [1, 1], [-1, -1], [-1, 1], [0, -1], [0, 1]];
  const turns = [0, 180, -22, 22, 158, -158, -45, 45, 135, -135, -68, 68, 112, -112, -90, 90];
  const aside = x => Math.abs(x) > 0.35 ? Math.sign(x) : 0;
  // Left, top, side and leader: beside a point, then away from it.
  function about(c, r, w, h) {
    const near = [4, 8].flatMap(gap => sides.map(([x, y]) => {
      const d = x && y ? r * 0.72 + gap * 0.7 : r + gap;
      return [c.x + x * d - w * (1 - x) / 2, c.y + y * d - h * (1 - y) / 2, x];
    }));
    const far = crowd ? [] : [16, 26, 38, 52, 70, 92].flatMap(reach => turns.map(turn => {
      const dx = Math.cos(turn * Math.PI / 180), dy = Math.sin(turn * Math.PI / 180), side = aside(dx);
      const a = c.add([dx * (r + 2), dy * (r + 2)]), b = c.add([dx * (r + reach), dy * (r + reach)]);
      return [b.x + 3 * side - w * (1 - side) / 2, b.y - (side ? h / 2 : dy < 0 ? h + 3 : -3), side, [a, b]];
    }));
    return near.concat(far);
  }
  // Beside the line it annotates, from the middle outwards.
  function along(a, b, w, h) {
    const d = b.subtract(a), length = a.distanceTo(b) || 1, nx = -d.y / length, ny = d.x / length;
    return [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74].flatMap(t => [1, -1].flatMap(side => [5, 9].map(gap => {
      const away = side * (gap + Math.abs(nx) * w / 2 + Math.abs(ny) * h / 2);
      return [a.x + d.x * t + nx * away - w / 2, a.y + d.y * t + ny * away - h / 2, aside(side * nx)];
    })));
  }

  let size, boxes, strokes, crowd;
  const outside = r => r[0] < 2 || r[1] < 2 || r[2] > size.x - 2 || r[3] > size.y - 2;
  const seen = c => c.x > 0 && c.y > 0 && c.x < size.x && c.y < size.y;
  const hit = (r, p) => gap(grown(r, p.half - 11, 0), p.at) < p.r;
  const blocked = r => boxes.some(b => overlap(r, b)) || pins.some(p => hit(r, p)) || strokes.some(s => crosses(r, s));
  function tied(leader) {
    const [a, b] = leader, n = Math.ceil(a.distanceTo(b) / 3);
    for (let i = 0; i <= n; i++) {
      const c = a.add(b.subtract(a).multiplyBy(i / n));
      if (blocked([c.x - 1, c.y - 1, c.x + 1, c.y + 1])) { return false; }
    }
    return true;
  }
  const write = (label, form) => label.rows.forEach((row, i) => { row.textContent = form[i]; });
  function measure(label, form) {
    if (!label.sizes[form]) {
      write(label, form);
      label.sizes[form] = [label.box.offsetWidth, label.box.offsetHeight];
    }
    return label.sizes[form];
  }
  // A free spot for a label; one that stands as near to another point as to its own only where there is no other.
  function find(label, form, edges) {
    const [w, h] = measure(label, form), own = label.pin;
    let doubtful;
    for (const spot of label.spots(w, h)) {
      const r = [spot[0], spot[1], spot[0] + w, spot[1] + h], near = own && !spot[3] && gap(r, own.at) + 3;
      if (outside(r) || blocked(grown(r, 3, 2)) || edges.some(e => crosses(r, e))) { continue; }
      if (spot[3] && !tied(spot[3])) { continue; }
      if (!near || !pins.some(p => gap(r, p.at) < near && p.at.distanceTo(own.at) > 1)) { return spot; }
      doubtful = doubtful || spot;
    }
    return doubtful;
  }
  // A label's forms, each needing less room: with its date, without, in more lines, in one.
  function forms({ text, prefix, date, pin }, dated) {
    const whole = prefix + text, rows = wrap(whole, 16);
    if (!pin) { return [[text, ""]]; }
    return [...(date && dated ? [[rows, date]] : []), [rows, ""], [wrap(whole, 12), ""], [whole, ""]];
  }
  // Labels take their room in turn; a leader costs less than a date, a date less than a name.
  function attempt(queue, dated, fixed, edges) {
    const put = new Map(), before = strokes;
    let cost = 0;
    boxes = fixed.slice();
    strokes = strokes.slice();
    queue.forEach(label => {
      for (const form of forms(label, dated)) {
        const spot = find(label, form, edges);
        if (!spot) { continue; }
        const [w, h] = measure(label, form);
        put.set(label, { form, spot });
        boxes.push(grown([spot[0], spot[1], spot[0] + w, spot[1] + h], 1));
        if (spot[3]) { strokes.push(spot[3]); cost += 0.01; }
        if (label.date && !form[1]) { cost += 0.02; }
        return;
      }
      cost += label.weight;
    });
    strokes = before;
    return { put, cost };
  }

  // Numbers where they do not touch, the first and the last stop before all others; the rest are points.
  function number() {
    const shown = [];
    size = map.getSize();
    pins.forEach(p => { p.at = where(p.label.latlng); });
    crowd = pins.filter(p => p.stop && seen(p.at)).length > data.throng;
    [...data.order.map(n => pins[n]), ...pins.slice(count)].forEach(p => {
      p.half = p.stop ? halved(p.n + 1) : 11;
      const apart = o => Math.hypot(Math.max(0, Math.abs(o.at.x - p.at.x) - o.half - p.half + 22), o.at.y - p.at.y);
      const near = shown.find(o => apart(o) < (crowd ? 54 : 22)), mini = p.stop && !!near;
      const under = mini && !crowd && near.at.distanceTo(p.at) < 8;
      const states = { mini, speck: mini && crowd, under };
      Object.keys(states).forEach(key => p.node.classList.toggle(key, states[key]));
      Object.assign(p, { mini, all: [p.n + 1], base: under ? near : p, r: mini ? crowd ? 2 : 5 : p.stop ? 12 : 7 });
      if (under) { near.all.push(p.n + 1); }
      p.label.dropped = !seen(p.at) || near && (crowd || !p.stop);
      if (p.stop && !near) { shown.push(p); }
    });
    pins.slice(0, count).forEach(share);
    const pieces = lines.flatMap(l => l.map(where).map((p, i, all) => [all[i - 1], p]).slice(1));
    strokes = pieces.filter(piece => crosses([0, 0, size.x, size.y], piece));
  }
  const halved = text => Math.max(11, 4.2 * ("" + text).length + 4);
  // Stops at one point share its number: "5\u20136", "2, 7".
  function share(p) {
    const all = p.all.sort((a, b) => a - b), last = all.length - 1, row = last && all[last] - all[0] === last;
    p.text.textContent = row ? all[0] + "\u2013" + all[last] : all.join(", ");
    p.label.prefix = last || p.mini ? p.n + 1 + ".\u00a0" : "";
    p.half = halved(p.text.textContent);
  }
  // The corners where a control hides least of the journey.
  function seats(control, corners) {
    const { offsetWidth: w, offsetHeight: h } = control.getContainer();
    const hidden = corners.map(corner => {
      const x = corner.endsWith("left") ? 10 : size.x - 10 - w, y = corner.startsWith("top") ? 10 : size.y - 10 - h;
      const r = [x, y, x + w, y + h], crossed = strokes.filter(s => crosses(grown(r, 4), s));
      return pins.filter(p => gap(r, p.at) < 26).length * 9 + crossed.length;
    });
    return corners.filter((_, i) => hidden[i] === Math.min(...hidden));
  }
  function seat(corner) {
    const others = ["bottomleft", "bottomright", "topright", "topleft"].filter(other => other !== corner);
    if (zoomer.getPosition() !== corner) { zoomer.setPosition(corner); }
    scale.setPosition(seats(scale, others)[0]);
    panner.setPosition(corner === "topright" ? "topleft" : "topright");
  }
  // What the controls take of the map.
  function bars() {
    const o = container.getBoundingClientRect(), nodes = [...container.querySelectorAll(".leaflet-control")];
    return nodes.filter(node => node.offsetWidth).map(node => {
      const b = node.getBoundingClientRect();
      return grown([b.left - o.left, b.top - o.top, b.right - o.left, b.bottom - o.top], 4);
    });
  }
  const move = (spot, c) => "translate(" + (spot[0] - c.x) + "px," + (spot[1] - c.y) + "px)";
  // The close-up's button stands about the rectangle it belongs to, or among the controls.
  function hang(spot) {
    (spot ? go.home.getElement().firstChild : zoomer.getContainer()).append(go.node);
    go.node.style.transform = spot ? move(spot, where(go.home.getLatLng())) : "";
  }
  // Where about the rectangle there is room for it.
  function hook() {
    const a = where(frame.getNorthWest()), b = where(frame.getSouthEast());
    hang([0, 0]);
    const w = go.node.offsetWidth, h = go.node.offsetHeight, xs = [b.x + 6, a.x - 6 - w], ys = [b.y + 6, a.y - 6 - h];
    const around = [
      ...xs.flatMap(x => [[x, b.y - h], [x, a.y]]),
      ...ys.flatMap(y => [[a.x, y], [b.x - w, y]])
    ];
    boxes = bars();
    return around.map(([x, y]) => [x, y, x + w, y + h]).find(box => !outside(box) && !blocked(grown(box, 3)));
  }
  // The rectangle's sides, which labels do not cross.
  function sidesOf(area) {
    const a = where(area.getNorthWest()), b = where(area.getSouthEast());
    const square = [a, L.point(b.x, a.y), b, L.point(a.x, b.y)];
    return square.map((c, i) => [c, square[(i + 1) % 4]]);
  }

  // Labels in the orders in which they may take their room: a chosen distance, stops, distances, landmarks, countries.
  function queues() {
    labels.filter(label => label.ends).forEach(label => {
      const [a, b] = label.ends.map(where), short = label.check !== picked && a.distanceTo(b) < 24;
      label.dropped = short || !seen(a.add(b).divideBy(2));
    });
    const shown = labels.filter(label => !label.dropped), chosen = shown.filter(label => label.check === picked);
    const told = shown.filter(label => label.pin && label.pin.stop), ranked = data.order.map(n => pins[n].label);
    const named = ranked.filter(label => told.includes(label)), rest = [
      ...shown.filter(label => label.check && label.check !== picked),
      ...shown.filter(label => label.pin && !label.pin.stop),
      ...shown.filter(label => !label.pin && !label.check)
    ];
    const orders = crowd ? [named] : [named, told, [...told].reverse()];
    return orders.map(stops => [...chosen, ...stops, ...rest]);
  }
  // The first plan that leaves no name out, or the best: controls in their usual corner, the button by its rectangle.
  function choose(anew, close) {
    const usual = ["topleft", "topright", "bottomright", "bottomleft"], edges = close ? sidesOf(frame) : [];
    const corners = anew ? seats(zoomer, usual).slice(0, count > 24 ? 1 : 4) : [zoomer.getPosition()];
    const orders = queues(), plans = (close ? [0, 50] : [0]).flatMap(far => corners.map((corner, i) => {
      return { corner, far, extra: far + i / 4 };
    }));
    let best;
    for (const { corner, far, extra } of plans) {
      if (best && best.cost < extra + 0.5) { break; }
      if (anew) { seat(corner); }
      const spot = close && !far && hook();
      if (close && !far && !spot) { continue; }
      if (close) { hang(spot); }
      const fixed = spot ? [...bars(), grown(spot, 3)] : bars();
      [true, false].forEach(dated => orders.forEach(order => {
        if (best && best.cost < extra + 0.5) { return; }
        const tried = Object.assign(attempt(order, dated, fixed, edges), { corner, spot });
        tried.cost += extra;
        if (!best || tried.cost < best.cost) { best = tried; }
      }));
    }
    if (anew) { seat(best.corner); }
    if (close) { hang(best.spot); }
    return best.put;
  }
  function show(label, put) {
    const c = where(label.latlng), [a, b] = put && put.spot[3] || [];
    label.box.classList.toggle("off", !put);
    label.lead.style.width = a ? a.distanceTo(b) + "px" : 0;
    if (!put) { return; }
    write(label, put.form);
    label.box.style.transform = move(put.spot, c);
    label.box.style.textAlign = ["right", "center", "left"][put.spot[2] + 1];
    if (!a) { return; }
    label.lead.style.transform = move([a.x, a.y], c) + " rotate(" + Math.atan2(b.y - a.y, b.x - a.x) + "rad)";
  }
  // The note on what is in view without a number, its figures or its name.
  function tell(put) {
    const note = figure.querySelector(".rest");
    const left = labels.filter(label => !put.has(label) && seen(where(label.latlng)));
    const names = left.filter(label => label.pin && !(crowd && label.pin.mini)).map(({ pin, text }) => {
      return pin.stop ? pin.n + 1 + ". " + text : text;
    });
    const say = (key, n) => n ? fill(words[n > 1 ? key : key + "_one"], { count: n }) : "";
    const places = names.slice(0, 24).join(", ") + (names.length > 24 ? " \u2026" : "");
    note.textContent = [
      say("unnumbered", crowd ? pins.filter(p => p.mini && seen(p.at)).length : 0),
      say("unwritten", left.filter(label => label.check).length),
      names.length ? fill(words.unlabelled, { places }) : ""
    ].filter(Boolean).join("\n");
    note.hidden = !note.textContent;
  }
  // `anew` gives the controls another corner, if they hide less or leave more room there.
  function settle(anew) {
    const held = document.activeElement;
    steady.forEach(steadied);
    controls();
    number();
    const close = go && map.getZoom() < map.getMinZoom() + 0.6;
    container.classList.toggle("near", !close);
    const put = choose(anew, close);
    labels.forEach(label => show(label, put.get(label)));
    tell(put);
    place();
    if (held !== document.activeElement) { held.focus({ preventScroll: true }); }
    // A button that is disabled or hidden under the focus hands it on.
    if (container.contains(held) && (held.disabled || !held.getClientRects().length)) {
      [buttons.zoom_out, buttons.zoom_in].find(node => !node.disabled).focus({ preventScroll: true });
    }
  }

  // ---- popups: wholly inside the map, off its controls, beside the point they tell of

  // The rectangles that hold nothing of what is taken.
  function rooms(taken) {
    const edges = (i, most) => taken.flatMap(r => [r[i], r[i + 2]]).filter(e => e > 5 && e < most - 5);
    const spans = (i, most, least) => [5, most - 5, ...edges(i, most)].flatMap((a, _, all) => {
      return all.filter(b => b - a > least).map(b => [a, b]);
    });
    const across = spans(0, size.x, 120), down = spans(1, size.y, 50);
    const all = across.flatMap(([a, c]) => down.map(([b, d]) => [a, b, c, d]));
    return all.filter(r => !taken.some(t => overlap(t, r)));
  }
  const within = (v, least, most) => Math.max(least, Math.min(v, most));
  // The box of a popup in a room: above its point if it can be, or as near as it can.
  function nearest(room, c, w, h, r) {
    const x = within(c.x - w / 2, room[0], room[2] - w), y = within(c.y - r - h, room[1], room[3] - h);
    return [x, y, x + w, y + h];
  }
  // Which way the tip turns on the box's edge nearest to the point, and where.
  function tip([left, top, right, bottom], c) {
    const beside = c.x > left + 14 && c.x < right - 14, level = c.y > top + 14 && c.y < bottom - 14;
    const [x, y, turn] = beside && c.y >= bottom ? [c.x, bottom, 0] : beside && c.y <= top ? [c.x, top, 180]
      : level && c.x <= left ? [left, c.y, 90] : level && c.x >= right ? [right, c.y, -90] : [];
    return turn === undefined ? "" : "translate(" + (x - left) + "px," + (y - top) + "px) rotate(" + turn + "deg)";
  }
  function place() {
    if (!opened) { return; }
    const node = opened.getElement(), part = name => node.querySelector(".leaflet-popup-" + name);
    const content = part("content"), own = asked();
    const c = where(opened.getLatLng()), r = own && own.stop ? 24 : 18, half = r + (own ? own.half - 11 : 0);
    content.style.maxWidth = content.style.maxHeight = "";
    const extra = [node.offsetWidth - content.offsetWidth, node.offsetHeight - content.offsetHeight];
    const w = node.offsetWidth, h = node.offsetHeight, whole = [5, 5, size.x - 5, size.y - 5];
    // How far from the point, and how far short of the room it would take: a narrow box is better than a distant one.
    const cost = room => {
      const wide = Math.min(w, room[2] - room[0]), high = Math.min(h, room[3] - room[1]);
      const box = nearest(room, c, wide, high, r), off = Math.abs(box[0] + wide / 2 - c.x);
      return gap(box, c) + off / 8 + (box[3] < c.y ? 0 : 4) + (w * h - wide * high) / 200;
    };
    const priced = rooms([...bars(), [c.x - half, c.y - r, c.x + half, c.y + r]]).map(room => [cost(room), room]);
    const [, room] = priced.reduce((best, next) => next[0] < best[0] ? next : best, [Infinity, whole]);
    content.style.maxWidth = Math.min(260, room[2] - room[0] - extra[0]) + "px";
    content.style.maxHeight = room[3] - room[1] - extra[1] + "px";
    content.tabIndex = content.scrollHeight > content.clientHeight ? 0 : -1;
    const box = nearest(room, c, node.offsetWidth, node.offsetHeight, r);
    const turned = gap(box, c) < half + 2 ? tip(box, c) : "";
    Object.assign(node.style, { left: box[0] - c.x + "px", bottom: c.y - box[3] + "px" });
    Object.assign(part("tip-container").style, { transform: turned, display: turned ? "" : "none" });
  }
  // The point that the open popup tells of.
  const asked = () => opened && pins.find(p => p.shown.getPopup() === opened);
  const holds = p => asked() === p && opened.getElement().contains(document.activeElement);

  // ---- the points are one stop of the tabulator, with arrows from each to the next

  function rove(n) {
    reached = n;
    pins.forEach(p => { p.node.tabIndex = p.n === n ? 0 : -1; });
  }
  function step(key) {
    const last = pins.length - 1, by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
    return by ? (reached + by + last + 1) % (last + 1) : { Home: 0, End: last }[key];
  }
  function press(e) {
    const own = pins.find(p => p.node === e.target), act = e.key === "Enter" || e.key === " ";
    const to = own && step(e.key);
    if (e.altKey || e.ctrlKey || e.metaKey) { return; }
    if (e.key === "Escape" && opened) {
      const source = asked();
      map.closePopup();
      if (source) { source.node.focus(); }
    } else if (to >= 0) {
      pins[to].node.focus();
    } else if (act && own) {
      own.shown.openPopup();
      opened.getElement().focus();
    } else if (e.key === " " && e.target.matches(".leaflet-popup-close-button")) {
      e.target.click();
    } else { return; }
    e.preventDefault();
  }

  // ---- controls

  const buttons = {};
  function button(box, key, sign, onclick) {
    const node = buttons[key] = Object.assign(make("button", "", sign), { type: "button", title: words[key], onclick });
    node.setAttribute("aria-label", words[key]);
    box.append(node);
  }
  function control(position, name) {
    const c = L.control({ position }), box = make("div", name);
    L.DomEvent.disableClickPropagation(box);
    c.onAdd = () => box;
    c.addTo(map);
    return c;
  }
  const zoomer = control("topleft", "box"), panner = control("topright", "box row");
  const scale = control("bottomleft", "measure t scale");
  button(zoomer.getContainer(), "zoom_in", "+", () => { moved = true; land(); map.zoomIn(1); });
  button(zoomer.getContainer(), "zoom_out", "\u2212", () => { land(); map.zoomOut(1); });
  button(zoomer.getContainer(), "reset", "\u21ba", home);
  [
    ["west", "\u2190", -1, 0], ["north", "\u2191", 0, -1], ["south", "\u2193", 0, 1], ["east", "\u2192", 1, 0]
  ].forEach(([key, sign, x, y]) => {
    button(panner.getContainer(), key, sign, () => { moved = true; map.panBy([x * 120, y * 120]); });
  });
  const km = make("span"), bar = make("div", "bar");
  scale.getContainer().append(km, bar);

  function controls() {
    const zoom = map.getZoom(), least = zoom <= map.getMinZoom() + 0.01;
    buttons.zoom_in.disabled = zoom >= map.getMaxZoom() - 0.01;
    buttons.zoom_out.disabled = panner.getContainer().hidden = least;
    map.dragging[least ? "disable" : "enable"]();
    const each = view.km / Math.pow(2, zoom), most = each * 110, power = Math.pow(10, Math.floor(Math.log10(most)));
    const round = [5, 2, 1].find(n => n * power <= most) * power;
    km.textContent = round.toLocaleString(data.lang) + "\u00a0km";
    bar.style.width = round / each + "px";
  }

  map.on("popupopen", ({ popup }) => {
    const box = popup.getElement(), node = box.querySelector(".leaflet-popup-close-button");
    node.setAttribute("aria-label", node.title = words.close);
    box.tabIndex = -1;
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", box.querySelector("strong").textContent);
    opened = popup;
    place();
  });
  // What a closed popup had of the focus goes back to its point.
  map.on("popupclose", () => {
    const source = pins.find(holds), held = opened.getElement().contains(document.activeElement);
    opened = null;
    if (held) { (source ? source.node : container).focus({ preventScroll: true }); }
  });
  container.addEventListener("keydown", press);
  container.addEventListener("focusin", e => {
    const own = pins.find(p => p.node === e.target);
    if (own) { rove(own.n); }
  });
  map.on("zoomend moveend", () => { if (!homing) { settle(); } });
  map.on("dragstart", () => { moved = true; });
  map.on("resize", () => { if (moved) { settle(); } else { home(); } });
  narrow.addEventListener("change", () => { map.invalidateSize(); build(); });
  // The player's choice: the whole map again, or a closer look at what is too small to see or out of sight.
  figure.addEventListener("geomap:choose", e => {
    const layer = chosen[e.detail], changed = (picked + e.detail).includes("check");
    picked = e.detail;
    map.closePopup();
    if (!layer) { if (moved) { home(); } else if (changed) { settle(); } return; }
    const area = layer.getBounds();
    if (!map.getBounds().contains(area) || where(area.getNorthWest()).distanceTo(where(area.getSouthEast())) < 70) {
      moved = true;
      land();
      map.fitBounds(area.pad(0.6), { animate: true });
    } else if (changed) { settle(); }
  });
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", words.map);
  build();
  // Leaflet hears of the window's size only; a frame may settle its own after the map is drawn.
  if (window.ResizeObserver) { new ResizeObserver(() => map.invalidateSize()).observe(container); }
})(MAP, DATA);
