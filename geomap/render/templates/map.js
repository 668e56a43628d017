(function (map, data) {
  "use strict";
  var words = data.words, figure = document.getElementById("geomap");
  var layers = L.layerGroup().addTo(map), view = null, labels = [], pins = [], lines = [], steady = [], chosen = {}, moved = false, go = null;
  var narrow = window.matchMedia("(max-width:759px)"), still = window.matchMedia("(prefers-reduced-motion:reduce)");

  // The ground has a pane below the lines: rebuilt for another width, it must not cover them.
  map.createPane("ground").style.zIndex = 350;

  function make(tag, name, text) {
    var node = document.createElement(tag);
    if (name) { node.className = name; }
    if (text !== undefined) { node.textContent = text; }
    return node;
  }
  function at(p) { return L.latLng(-p[1], p[0]); }
  function bounds(b) { return L.latLngBounds([[-b[1] - b[3], b[0]], [-b[1], b[0] + b[2]]]); }
  function listed(list, n) { return document.querySelectorAll("section[aria-labelledby=" + list + "] .item")[n]; }
  function popup(title, lines, quoted) {
    var node = make("div");
    node.appendChild(make("strong", "", title));
    lines.forEach(function (line) { if (line) { node.appendChild(make("p", "", line)); } });
    quoted.forEach(function (item) {
      var quote = item.querySelector("blockquote p");
      if (quote) { node.appendChild(make("p")).appendChild(make("q", "", quote.textContent)); }
    });
    return node;
  }
  // What the list under the map says of a leg or of a distance.
  function told(list, n) {
    var item = listed(list, n), head = item.querySelector("h3");
    return popup(head ? head.lastChild.textContent : "", [".tag strong,.what>p:not([class])", ".facts,.verdict"].map(function (q) {
      return item.querySelector(q).textContent;
    }), [item]);
  }
  function icon(name, node) { return L.divIcon({ className: name, html: node, iconSize: [24, 24], iconAnchor: [12, 12] }); }

  function sheet(kind, width, height, area) {
    var space = "http://www.w3.org/2000/svg", svg = document.createElementNS(space, "svg");
    var sea = svg.appendChild(document.createElementNS(space, "rect"));
    svg.setAttribute("viewBox", "0 0 " + width + " " + height);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    sea.setAttribute("class", "sea");
    sea.setAttribute("width", width);
    sea.setAttribute("height", height);
    svg.appendChild(figure.querySelector(".picture." + view.name + " ." + kind + " .ground").cloneNode(true));
    L.svgOverlay(svg, area, { pane: "ground" }).addTo(layers);
  }
  function ground() {
    sheet("main", view.width, view.height, bounds([0, 0, view.width, view.height]));
    if (view.focus) { sheet("inset", view.focus.size[0], view.focus.size[1], bounds(view.focus.box)); }
  }
  // The picture's own paths, last drawn first, each a start and steps.
  function drawn(kind) {
    var nodes = figure.querySelectorAll(".picture." + view.name + " .main>path.leg,.picture." + view.name + " .main>path." + kind);
    var all = Array.prototype.slice.call(nodes), leg = 0;
    // A spur or an arrow is its leg's: the last one drawn before it.
    all.forEach(function (node) { node.leg = leg += node.classList.contains("leg") ? 1 : 0; });
    return all.filter(function (node) { return node.classList.contains(kind); }).map(function (node) {
      var x = 0, y = 0, n = node.getAttribute("d").match(/-?(\d+\.?\d*|\.\d+)/g).map(Number), points = [];
      for (var i = 0; i < n.length; i += 2) { points.push([x += n[i], y += n[i + 1]]); }
      return { style: node.getAttribute("class").replace(/ on$/, ""), points: points, leg: leg - node.leg };
    }).reverse();
  }
  // What the page's player knows a layer by.
  function signed(layer, kind, n) { layer.getElement().setAttribute("data-" + kind, n); return layer; }
  function line(style, about, path, kind, n, aside) {
    var points = path.map(at);
    var shown = L.polyline(points, { className: style, interactive: false, noClip: true, smoothFactor: 0 });
    var hit = L.polyline(points, { className: "hit", weight: 18 }).bindPopup(about);
    layers.addLayer(shown).addLayer(hit);
    signed(shown, kind, n);
    signed(hit, kind, n);
    chosen[kind + n] = shown;
    lines.push(points);
    if (aside) { steady.push({ layers: [shown, hit], path: path, shift: aside, line: lines.length - 1 }); }
  }
  function arrow(item) {
    var p = item.points, layer = L.polygon(p.map(at), { className: item.style, interactive: false }).addTo(layers);
    signed(layer, "leg", data.legs[item.leg]);
    var x = (p[0][0] + p[1][0] + p[2][0]) / 3, y = (p[0][1] + p[1][1] + p[2][1]) / 3;
    steady.push({ layers: [layer], about: [x, y], path: p });
  }
  // Arrows and the gap between a distance and its leg keep their size on the screen whatever the zoom.
  function steadied(item) {
    var k = Math.pow(2, -map.getZoom());
    var points = item.path.map(function (p) {
      if (item.about) { return at([item.about[0] + (p[0] - item.about[0]) * k, item.about[1] + (p[1] - item.about[1]) * k]); }
      return at([p[0] + item.shift[0] * k, p[1] + item.shift[1] * k]);
    });
    item.layers.forEach(function (layer) { layer.setLatLngs(points); });
    if (item.line !== undefined) { lines[item.line] = points; }
  }
  function word(node, item, radius, latlng) {
    var box = make("div", "word off");
    item.rows.forEach(function (row) { box.appendChild(make(row[0], "t " + row[1], row[2])); });
    node.appendChild(box);
    var label = { box: box, radius: radius, at: latlng };
    labels.push(label);
    return label;
  }
  function pin(item, xy, name, radius) {
    var node = make("span"), latlng = at(xy);
    node.appendChild(make("i", item.style, item.text));
    var label = word(node, item, radius, latlng);
    label.name = item.rows[0][2];
    label.whole = (item.text ? item.text + ". " : "") + item.rows.filter(function (row) { return row[1] !== "date"; }).map(function (row) {
      return row[2];
    }).join(" ").replace(/- /g, "-");
    label.number = item.text;
    var marker = L.marker(latlng, { icon: icon(name, node), keyboard: true, riseOnHover: true, zIndexOffset: item.text ? 1000 - item.text : -1000 });
    marker.bindPopup(popup(item.name, item.lines, (item.legs || []).map(listed.bind(null, "legs"))), { offset: [0, -4] }).addTo(layers);
    marker.getElement().setAttribute("aria-label", item.name);
    pins.push({ node: marker.getElement(), at: latlng, number: item.text !== "", label: label });
  }
  function plain(latlng, build) {
    var node = make("span");
    L.marker(latlng, { icon: icon("plain", node), keyboard: false, interactive: false }).addTo(layers);
    build(node);
  }
  function state(item) {
    var latlng = at(item.at);
    plain(latlng, function (node) {
      var box = node.appendChild(make("span", "t country state off", item.text));
      labels.push({ box: box, radius: -1, at: latlng });
    });
  }
  function annotate(item, ends, side) {
    var latlng = at([(ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2]);
    plain(latlng, function (node) { 
      var label = word(node, item, 14, latlng);
      label.side = side;
      label.ends = ends.map(at);
    });
  }
  function focus() {
    if (!view.focus) { return; }
    var area = bounds(view.focus.box);
    L.rectangle(area, { className: "window", interactive: false }).addTo(layers);
    go = make("button", "go", view.focus.text);
    go.type = "button";
    go.setAttribute("aria-label", view.focus.name);
    L.DomEvent.disableClickPropagation(go);
    go.addEventListener("click", function () { moved = true; map.fitBounds(area); });
    var corner = L.latLng(area.getSouth(), area.getEast());
    L.marker(corner, {
      icon: L.divIcon({ className: "", html: go, iconSize: [0, 0], iconAnchor: [-6, 32] }), keyboard: false
    }).addTo(layers);
  }

  function build() {
    view = data.views[narrow.matches ? 1 : 0];
    layers.clearLayers();
    labels = []; pins = []; lines = []; steady = []; chosen = {}; go = null;
    ground();
    data.rules.forEach(function (r, i) { line(r.style, told("checks", r.check), view.rules[i].ends, "check", r.check, view.rules[i].shift); });
    var legs = drawn("leg");
    for (var i = legs.length - 1; i >= 0; i--) { line(legs[i].style, told("legs", data.legs[i]), legs[i].points, "leg", data.legs[i]); }
    drawn("spur").forEach(function (s) {
      lines.push(s.points.map(at));
      signed(L.polyline(s.points.map(at), { className: s.style, interactive: false }).addTo(layers), "leg", data.legs[s.leg]);
    });
    drawn("a").forEach(arrow);
    focus();
    data.stops.forEach(function (s, i) { pin(s, view.stops[i], "pin", 12); });
    data.dots.forEach(function (d, i) { pin(d, view.dots[i], "pin mark", 7); });
    data.rules.forEach(function (r, i) { annotate(r, view.rules[i].ends, view.rules[i].shift[0]); });
    view.states.forEach(state);
    home();
    figure.dispatchEvent(new CustomEvent("geomap:drawn"));
  }

  function home() {
    moved = false;
    var all = bounds([0, 0, view.width, view.height]);
    map.setMinZoom(-10);
    map.setMaxBounds(null);
    map.fitBounds(all, { animate: false });
    map.setMinZoom(map.getZoom());
    map.setMaxZoom(map.getZoom() + view.depth);
    map.setMaxBounds(all);
    settle();
  }

  function overlap(a, b) { return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]; }
  function crosses(r, a, b) {
    var t0 = 0, t1 = 1, dx = b.x - a.x, dy = b.y - a.y;
    var p = [-dx, dx, -dy, dy], q = [a.x - r[0], r[2] - a.x, a.y - r[1], r[3] - a.y];
    for (var i = 0; i < 4; i++) {
      if (p[i] === 0) { if (q[i] < 0) { return false; } continue; }
      var t = q[i] / p[i];
      if (p[i] < 0) { t0 = Math.max(t0, t); } else { t1 = Math.min(t1, t); }
      if (t0 > t1) { return false; }
    }
    return true;
  }
  function spots(label, w, h) {
    var r = label.radius;
    if (r < 0) { return [[-w / 2, -h / 2]]; }
    var g = r + 4, d = r + 1;
    if (label.side < 0) { return [[-g - w, -h / 2], [-g - w, -h / 2 - 20], [-g - w, -h / 2 + 20], [g, -h / 2]]; }
    return [[g, -h / 2], [-g - w, -h / 2], [d, -d - h], [d, d], [-d - w, -d - h], [-d - w, d], [-w / 2, -g - h], [-w / 2, g],
      [g + 10, -h / 2 - 10], [-g - 10 - w, -h / 2 - 10], [g + 10, -h / 2 + 10], [-g - 10 - w, -h / 2 + 10]];
  }
  function settle() {
    steady.forEach(steadied);
    controls();
    var size = map.getSize(), taken = [], strokes = lines.map(function (l) {
      return l.map(function (p) { return map.latLngToContainerPoint(p); });
    });
    var shown = [];
    pins.forEach(function (p) {
      var c = map.latLngToContainerPoint(p.at);
      var near = shown.some(function (o) { return o.distanceTo(c) < 22; });
      var mini = p.number && near;
      p.label.dropped = near && !p.number;
      p.node.classList.toggle("mini", mini);
      p.label.box.firstChild.textContent = (mini ? p.label.number + ". " : "") + p.label.name;
      if (p.number && !mini) { shown.push(c); }
      var r = mini ? 5 : p.number ? 12 : 7;
      taken.push([c.x - r, c.y - r, c.x + r, c.y + r]);
    });
    if (go) {
      go.hidden = map.getZoom() > map.getMinZoom() + 0.6;
      var b = go.getBoundingClientRect(), o = map.getContainer().getBoundingClientRect();
      if (!go.hidden) { taken.push([b.left - o.left, b.top - o.top, b.right - o.left, b.bottom - o.top]); }
    }
    Array.prototype.forEach.call(map.getContainer().querySelectorAll(".leaflet-control"), function (n) {
      var b = n.getBoundingClientRect(), o = map.getContainer().getBoundingClientRect();
      if (b.width) { taken.push([b.left - o.left - 4, b.top - o.top - 4, b.right - o.left + 4, b.bottom - o.top + 4]); }
    });
    var nameless = [], rest = figure.querySelector(".rest");
    labels.forEach(function (label) {
      var c = map.latLngToContainerPoint(label.at), w = label.box.offsetWidth, h = label.box.offsetHeight;
      var found = null;
      if (label.ends) {
        label.dropped = map.latLngToContainerPoint(label.ends[0]).distanceTo(map.latLngToContainerPoint(label.ends[1])) < 44;
      }
      if (!label.dropped) { spots(label, w, h).some(function (s) {
        var r = [c.x + s[0], c.y + s[1], c.x + s[0] + w, c.y + s[1] + h];
        if (r[0] < 2 || r[1] < 2 || r[2] > size.x - 2 || r[3] > size.y - 2) { return false; }
        if (taken.some(function (t) { return overlap(r, t); })) { return false; }
        if (strokes.some(function (l) {
          return l.some(function (p, i) { return i > 0 && crosses([r[0] - 3, r[1] - 2, r[2] + 3, r[3] + 2], l[i - 1], p); });
        })) { return false; }
        found = [s, r];
        return true;
      }); }
      label.box.classList.toggle("off", !found);
      if (!found && label.whole && c.x > 0 && c.y > 0 && c.x < size.x && c.y < size.y) {
        nameless.push(label.whole);
      }
      if (found) {
        taken.push(found[1]);
        if (label.radius >= 0) {
          label.box.style.transform = "translate(" + found[0][0] + "px," + found[0][1] + "px)";
          label.box.style.textAlign = found[0][0] < -w / 2 - 1 ? "right" : "left";
        }
      }
    });
    rest.hidden = !nameless.length;
    rest.textContent = words.unlabelled.replace("{places}", nameless.slice(0, 24).join(", ") + (nameless.length > 24 ? " \u2026" : ""));
  }

  var buttons = {};
  function button(box, key, sign, act) {
    var node = make("button", "", sign);
    node.type = "button";
    node.setAttribute("aria-label", words[key]);
    node.title = words[key];
    node.addEventListener("click", act);
    buttons[key] = node;
    box.appendChild(node);
  }
  function control(position, name, fill) {
    var c = L.control({ position: position });
    c.onAdd = function () {
      var box = make("div", name);
      L.DomEvent.disableClickPropagation(box);
      fill(box);
      return box;
    };
    c.addTo(map);
  }
  control("topleft", "box", function (box) {
    button(box, "zoom_in", "+", function () { moved = true; map.zoomIn(1); });
    button(box, "zoom_out", "\u2212", function () { map.zoomOut(1); });
    button(box, "reset", "\u21ba", function () { home(); });
  });
  control("topright", "box row pan", function (box) {
    [["west", "\u2190", -1, 0], ["north", "\u2191", 0, -1], ["south", "\u2193", 0, 1], ["east", "\u2192", 1, 0]].forEach(function (d) {
      button(box, d[0], d[1], function () { moved = true; map.panBy([d[2] * 120, d[3] * 120]); });
    });
  });
  var measure = make("div", "measure t scale"), bar = make("div", "bar"), km = make("span");
  measure.appendChild(km);
  measure.appendChild(bar);
  control("bottomleft", "", function (box) { box.appendChild(measure); });

  function controls() {
    var zoom = map.getZoom(), least = zoom <= map.getMinZoom() + 0.01;
    buttons.zoom_in.disabled = zoom >= map.getMaxZoom() - 0.01;
    buttons.zoom_out.disabled = least;
    buttons.west.parentNode.hidden = least;
    if (least) { map.dragging.disable(); } else { map.dragging.enable(); }
    var each = view.km / Math.pow(2, zoom), most = each * 110, power = Math.pow(10, Math.floor(Math.log(most) / Math.LN10));
    var round = [5, 2, 1].filter(function (n) { return n * power <= most; })[0] * power;
    km.textContent = round.toLocaleString(data.lang) + "\u00a0km";
    bar.style.width = round / each + "px";
  }

  map.on("popupopen", function (e) {
    var node = e.popup.getElement().querySelector(".leaflet-popup-close-button");
    if (node) { node.setAttribute("aria-label", words.close); node.title = words.close; }
  });
  map.on("zoomend moveend", settle);
  map.on("dragstart", function () { moved = true; });
  map.on("resize", function () { if (!moved) { home(); } else { settle(); } });
  if (narrow.addEventListener) { narrow.addEventListener("change", function () { map.invalidateSize(); build(); }); }
  // The player's choice: the whole map again, or a closer look at what is too small to see or out of sight.
  figure.addEventListener("geomap:choose", function (e) {
    var layer = chosen[e.detail];
    map.closePopup();
    if (!layer) { if (moved) { home(); } return; }
    var area = layer.getBounds(), a = map.latLngToContainerPoint(area.getNorthWest()), b = map.latLngToContainerPoint(area.getSouthEast());
    if (!map.getBounds().contains(area) || a.distanceTo(b) < 70) {
      moved = true;
      map.fitBounds(area.pad(0.6), { animate: !still.matches });
    }
  });
  var container = map.getContainer();
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", words.map);
  build();
  // Leaflet hears of the window's size only; a frame may settle its own after the map is drawn.
  if (window.ResizeObserver) { new ResizeObserver(function () { map.invalidateSize(); }).observe(container); }
}(MAP, DATA));
