"""What axe-core complains of, and what it leaves undecided that nothing else decides."""

import re

from axe_playwright_python.sync_playwright import Axe

from geomap.render.theming import LINE, TEXT, contrast

_COLOURS = """selector => {
  const node = document.querySelector(selector);
  const style = getComputedStyle(node), drawn = node instanceof SVGElement;
  const grounds = [];
  for (let at = node.parentElement; at && !drawn; at = at.parentElement) {
    const ground = getComputedStyle(at).backgroundColor;
    if (!/, 0\\)$|transparent/.test(ground)) { grounds.push(ground); break; }
  }
  const shape = drawn && node.previousElementSibling;
  if (shape && /circle|rect/.test(shape.tagName)) {
    grounds.push(getComputedStyle(shape).fill);  // a number in its marker
  } else if (drawn) {
    for (const name of [".land", ".sea"]) {
      const under = node.ownerSVGElement.querySelector(name);
      if (under) { grounds.push(getComputedStyle(under).fill); }
    }
  }
  return { ink: drawn ? style.fill : style.color, grounds, size: parseFloat(style.fontSize) };
}"""


def complaints(page):
    """Each violation, and each question left open whose answer is not a contrast that holds.

    axe gives no contrast where it takes one element to lie over another. The colours are then read from the page:
    those of the type, and of what it stands on.
    """
    found = Axe().run(page).response
    told = [(v["id"], n["html"][:160]) for v in found["violations"] for n in v["nodes"]]
    told += [
        (f"undecided: {question['id']}", node["html"][:160])
        for question in found["incomplete"]
        for node in question["nodes"]
        if question["id"] != "color-contrast" or not _stands_out(page, node["target"])
    ]
    return told


def _stands_out(page, target):
    seen = page.evaluate(_COLOURS, target[-1])
    least = LINE if seen["size"] >= 24 else TEXT  # WCAG's large type
    inks = [contrast(_hex(seen["ink"]), _hex(ground)) for ground in seen["grounds"]]
    return bool(inks) and min(inks) >= least


def _hex(colour):
    red, green, blue = (int(float(part)) for part in re.findall(r"[\d.]+", colour)[:3])
    return f"#{red:02x}{green:02x}{blue:02x}"
