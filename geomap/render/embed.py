"""All that a newsroom needs to put a map into its pages: the files of one folder, by name.

Reading order: `render_embed` lists the files; `geomap.render.snippets` writes what is pasted; the page
and the host agree on heights through `templates/embed.js` (in the page) and `templates/listener.js`
(in the host), which `docs/embedding.md` describes.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from geomap.errors import RenderError
from geomap.render.compose import compose
from geomap.render.listing import Quotes
from geomap.render.live import script_text
from geomap.render.notes import describe
from geomap.render.page import CARD, Embedded, Engine, ascii_only, page_of
from geomap.render.picture import render_picture
from geomap.render.scene import Picture, Scene
from geomap.render.snippets import Frame, amp, image, noscript, preview, scripted
from geomap.render.svg import credit_lines, credit_text, svg_of
from geomap.render.text import web_address
from geomap.render.theme import PLAIN, Theme
from geomap.report.report import Report

CARD_FILE = "map.png"

_PAGE_WIDTH = 828.0  # pixels of the picture in the page's own column
_WIDTH = 860
_AROUND = 250.0  # pixels of the page's title above and of its key below the picture
_AROUND_PHONE = 330.0


def render_embed(  # noqa: PLR0913 (keywords, each with its default)
    report: Report,
    *,
    url: str | None = None,
    engine: Engine = "leaflet",
    quotes: Quotes = "full",
    theme: Theme = PLAIN,
    card: bool = False,
) -> Mapping[str, str]:
    """The files of an embed folder, by name; `url` is where the folder will be served, http or https.

    With `card` the page names the folder's `map.png` as its picture for social media; `render_card` draws it.
    Without `url` the snippets name their files by relative addresses, and there is no snippet for AMP,
    which asks for https. Raises `RenderError` for another kind of address, or where nothing can be drawn.
    """
    base = check_address(url)
    scene = compose(report, theme=theme)
    page = page_of(
        report,
        scene,
        engine=engine,
        quotes=quotes,
        embedded=Embedded(
            oembed=f"{base}oembed.json" if base else None, card=f"{base}{CARD_FILE}" if base and card else None
        ),
    )
    listener = script_text("listener.js")
    frame = _frame(scene, base)
    files = {
        "map.html": page,
        "map.svg": svg_of(scene),
        "map-portrait.svg": svg_of(scene, portrait=True),
        "snippet.html": scripted(frame, listener),
        "snippet-noscript.html": noscript(frame),
        "snippet-image.html": image(frame),
    }
    if base.startswith("https:"):
        files["snippet-amp.html"] = amp(frame)
    files |= {
        "listener.js": f"{listener}\n",
        "oembed.json": _oembed(frame, base),
        "preview.html": preview(replace(frame, base=""), listener),
    }
    return {name: text if name.endswith((".svg", ".json")) else ascii_only(text) for name, text in files.items()}


def render_card(report: Report, theme: Theme = PLAIN) -> bytes:
    """The PNG that social media show for a link to the map; raises `RenderError` where there is no Chromium."""
    return render_picture(report, size=CARD, theme=theme)


def check_address(url: str | None) -> str:
    """The folder's address with a slash at its end; empty where nobody said it. Raises `RenderError`."""
    if url is None:
        return ""
    address = web_address(url)
    if address is None or urlsplit(address).query or urlsplit(address).fragment:
        msg = f"the embed's address must be that of a folder on the web (https://…/), got {url!r}; mend --url"
        raise RenderError(msg)
    return address if address.endswith("/") else f"{address}/"


def _frame(scene: Scene, base: str) -> Frame:
    story = scene.story
    wide = scene.wide.height * _PAGE_WIDTH / scene.wide.width + _AROUND
    height = max(wide, scene.portrait.height + _AROUND_PHONE)
    thanked = [credit_text(c) for _, found in credit_lines(scene, (scene.wide, scene.portrait)) for c in found]
    alternative = f"{story.title}. {story.subtitle}. {describe(story)}"
    return Frame(
        name=f"geomap-{hashlib.sha256(alternative.encode()).hexdigest()[:8]}",
        base=base,
        lang=story.words.lang,
        title=story.title,
        label=story.words.say("embed", "frame", title=story.title),
        link=story.words.say("embed", "open"),
        alternative=alternative,
        credits=" · ".join(dict.fromkeys(thanked)),
        width=_WIDTH,
        height=round(height / 10) * 10,
        picture=_size(svg_of(scene), scene.wide),
    )


def _size(svg: str, picture: Picture) -> tuple[int, int]:
    """Width and height that a stand-alone picture says of itself."""
    head = svg[: svg.index(">")]
    height = head.rpartition('height="')[2].partition('"')[0]
    return round(picture.width), round(float(height))


def _oembed(frame: Frame, base: str) -> str:
    """The oEmbed answer (https://oembed.com, 2.3.4.4 "rich"); its frame needs no script of the host."""
    parts = urlsplit(base)
    answer: dict[str, object] = {"version": "1.0", "type": "rich", "title": frame.title}
    if base:
        answer |= {"provider_name": parts.netloc, "provider_url": f"{parts.scheme}://{parts.netloc}/"}
    answer |= {
        "cache_age": 3600,
        "html": ascii_only(frame.iframe()),
        "width": frame.width,
        "height": frame.height,
    }
    return json.dumps(answer, indent=2) + "\n"
