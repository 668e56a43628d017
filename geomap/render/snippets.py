"""What a newsroom pastes: a frame with its listener, a frame alone, a picture, and AMP's own frame.

Each value reaches the markup escaped; no snippet holds a text that the page itself would not show.
"""

from dataclasses import dataclass
from html import escape

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
"""The frame may run the page's own script and open its links to sources; nothing of the host is its to touch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A map about to be pasted: `base` is the folder's address, empty where files lie beside the host.

    `name` begins with "geomap-", by which the listener knows the page's maps. `height` holds the map
    and its key at any width, before the page has told its own. `picture` is the size of `map.svg`.
    """

    name: str
    base: str
    lang: str
    title: str
    label: str
    link: str
    alternative: str
    credits: str
    width: int
    height: int
    picture: tuple[int, int]

    def address(self, file: str) -> str:
        """A file's address, fit for an attribute."""
        return escape(f"{self.base}{file}")

    def iframe(self, *, named: bool = False) -> str:
        """The frame, at home in every host; it is named where a listener is to know it."""
        name = f'name="{self.name}" ' if named else ""
        return (
            f'<iframe {name}src="{self.address("map.html")}" title="{escape(self.label)}" loading="lazy"'
            f' sandbox="{SANDBOX}" referrerpolicy="no-referrer" width="100%" height="{self.height}"'
            ' frameborder="0"></iframe>'
        )


def scripted(frame: Frame, listener: str) -> str:
    """The frame and the script that gives it the height it tells."""
    return f"{frame.iframe(named=True)}\n<script>{listener}</script>\n"


def noscript(frame: Frame) -> str:
    """The frame at a height that shows the map and its key, and a link for who sees no frame."""
    return (
        f'<figure lang="{frame.lang}" dir="ltr">\n{frame.iframe()}\n<figcaption><a href="{frame.address("map.html")}"'
        f' target="_blank" rel="noopener">{escape(frame.link)}</a></figcaption>\n</figure>\n'
    )


def image(frame: Frame) -> str:
    """The picture, another for phones, a link to the page, and the credits that the licences ask for."""
    width, height = frame.picture
    return (
        f'<figure lang="{frame.lang}" dir="ltr">\n<a href="{frame.address("map.html")}"><picture>'
        f'<source media="(max-width: 600px)" srcset="{frame.address("map-portrait.svg")}">'
        f'<img src="{frame.address("map.svg")}" alt="{escape(frame.alternative)}" width="{width}" height="{height}"'
        ' loading="lazy" style="width:100%;height:auto"></picture></a>\n'
        f"<figcaption>{escape(frame.credits)}</figcaption>\n</figure>\n"
    )


def amp(frame: Frame) -> str:
    """AMP's frame: its runtime listens for the page's height itself; the picture stands in until then."""
    return (
        f'<amp-iframe src="{frame.address("map.html")}" title="{escape(frame.label)}" layout="fixed-height"'
        f' height="{frame.height}" sandbox="{SANDBOX}" referrerpolicy="no-referrer"'
        ' frameborder="0" resizable>\n'
        f'<amp-img layout="fill" src="{frame.address("map.svg")}" alt="{escape(frame.alternative)}"'
        " placeholder></amp-img>\n"
        f'<div overflow tabindex="0" role="button" aria-label="{escape(frame.link)}">{escape(frame.link)}</div>\n'
        "</amp-iframe>\n"
    )


def preview(frame: Frame, listener: str) -> str:
    """A host page that shows each snippet as it will look: open it before anything is published."""
    parts = "".join(
        f"<h2>{name}</h2>\n{text}"
        for name, text in (
            ("snippet.html", scripted(frame, listener)),
            ("snippet-noscript.html", noscript(frame)),
            ("snippet-image.html", image(frame)),
        )
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{frame.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(frame.label)}</title>\n"
        "<style>body{max-width:860px;margin:0 auto;padding:16px;font:16px/1.5 Georgia,serif;overflow-wrap:anywhere}"
        "figure{margin:0}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(frame.label)}</h1>\n{parts}</main>\n</body>\n</html>\n"
    )
