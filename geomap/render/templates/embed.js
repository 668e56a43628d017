(function () {
  "use strict";
  if (window.parent === window || !window.ResizeObserver) { return; }
  var last = 0, secret = /(?:^|[#?&])secret=([0-9A-Za-z]+)/.exec(window.location.hash);
  function send(message) { window.parent.postMessage(message, "*"); }
  function tell() {
    var height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === last) { return; }
    last = height;
    send({ type: "geomap:height", id: window.name, height: height });
    send({ sentinel: "amp", type: "embed-size", height: height });
    if (secret) { send({ message: "height", value: height, secret: secret[1] }); }
  }
  new ResizeObserver(tell).observe(document.documentElement);
  // A host whose script starts late may ask again.
  window.addEventListener("message", function (e) {
    if (e.source === window.parent && e.data && e.data.type === "geomap:ask") { last = 0; tell(); }
  });
}());
