(function () {
  "use strict";
  if (window.parent === window || !window.ResizeObserver) { return; }
  var last = 0;
  function tell() {
    var height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === last) { return; }
    last = height;
    window.parent.postMessage({ type: "geomap:height", id: window.name, height: height }, "*");
    window.parent.postMessage({ sentinel: "amp", type: "embed-size", height: height }, "*");
  }
  new ResizeObserver(tell).observe(document.documentElement);
}());
