"""The static map: one SVG file, readable without any script.

`render_svg` gives a whole graphic (title, map, key, credits); `draw_picture` only the map, for a page
that writes the rest as HTML. Colours are classes, so that the reader's dark mode can change them; in
print they are always light.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from geomap.errors import RenderError
from geomap.render.compose import compose
from geomap.render.notes import describe, notes, picture_notes, too_short
from geomap.render.outline import UNITS
from geomap.render.scene import (
    Dot,
    Label,
    Locator,
    Marker,
    Panel,
    Picture,
    Rule,
    Scene,
    Stroke,
    number,
    polyline,
)
from geomap.render.story import OWN, SUREST, Credit, credit_of
from geomap.render.style import FONT, palette_of, stylesheet
from geomap.render.text import Face, text_width
from geomap.render.theme import PLAIN, Theme
from geomap.report.report import Report

# ---- the map -----------------------------------------------------------------------------------------------------


def draw_picture(picture: Picture) -> str:
    """The panels of a picture, as SVG elements without a root."""
    inner = [_panel(panel) for panel in picture.panels]
    overlay = next((p for p in picture.panels if p.kind == "inset"), None)
    if overlay is not None:
        inner.append(_zoom(picture, overlay))
    return "".join(inner)


def _panel(panel: Panel) -> str:
    width, height = number(panel.paper.width), number(panel.paper.height)
    ground = f'<rect class="sea" width="{width}" height="{height}"/>{draw_ground(panel)}'
    lines = [_leg(stroke) for stroke in reversed(panel.strokes)]
    if panel.window is not None:
        x, y, w, h = panel.window
        lines.append(f'<rect class="window" x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}"/>')
    lines += [_rule(rule) for rule in panel.rules]
    lines += [_leader(label) for label in panel.labels]
    lines += [_dot(dot) for dot in panel.dots]
    lines += [_marker(marker) for marker in _bottom_up(panel.markers)]
    texts = [_label(label) for label in (*panel.tags, *panel.labels)]
    if panel.bar is not None:
        texts.append(_bar(panel))
    if panel.north is not None:
        texts.append(_north(*panel.north))
    globe = "" if panel.locator is None else _locator(panel.locator)
    # The attributes are for a host that lets no style through: the map is then drawn in black.
    return (
        f'<svg class="{panel.kind}" x="{_n(panel.x)}" y="{_n(panel.y)}" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}">{ground}<g stroke="#222">{"".join(lines)}</g>'
        f'<g fill="#222">{"".join(texts)}</g>{globe}</svg>'
    )


def _bottom_up(markers: Sequence[Marker]) -> list[Marker]:
    """Markers in the order of drawing: dots first, then numbers, the first stop's last."""
    return [m for m in reversed(markers) if not m.text] + [m for m in reversed(markers) if m.text]


def draw_ground(panel: Panel) -> str:
    """Land and borders of a panel."""
    outlines = panel.outlines
    shaded = [(f"extent {style}", d) for style, d in outlines.extents]
    parts = [
        ("land", outlines.land),
        ("grid", outlines.grid),
        *shaded,
        ("border", outlines.borders),
        ("border disputed", outlines.disputed),
    ]
    paths = "".join(f'<path class="{name}" d="{d}"/>' for name, d in parts if d)
    return f'<g class="ground" stroke="#999" transform="scale({1 / UNITS:g})">{paths}</g>'


def _north(x: float, y: float, turn_deg: float) -> str:
    """An arrow to the north where it is not up, and its letter beyond the tip."""
    turn = math.radians(turn_deg)
    tip = (x + 17 * math.sin(turn), y - 17 * math.cos(turn) + 4.3)
    return (
        f'<path class="bar" transform="translate({_n(x)} {_n(y)}) rotate({_n(turn_deg)})" d="M0 9V-9M-4-3l4-6 4 6"/>'
        f'<text class="t scale" text-anchor="middle" x="{_n(tip[0])}" y="{_n(tip[1])}">N</text>'
    )


def _locator(globe: Locator) -> str:
    r = number(globe.radius)
    ground = f'<path class="land" transform="scale({1 / UNITS:g})" d="{globe.land}"/>'
    if len(globe.frame) == 1:
        x, y = globe.frame[0]
        mark = f'<circle class="here" cx="{_n(x)}" cy="{_n(y)}" r="3"/>'
    else:
        mark = f'<path class="here" d="{polyline(globe.frame)}Z"/>'
    return (
        f'<g class="locator" transform="translate({_n(globe.x)} {_n(globe.y)})">'
        f'<circle class="sea" cx="{r}" cy="{r}" r="{r}"/>{ground}'
        f'<circle class="limb" cx="{r}" cy="{r}" r="{r}"/>{mark}</g>'
    )


def _zoom(picture: Picture, inset: Panel) -> str:
    """The frame of the close-up, and two lines that tie it to the part it enlarges."""
    x, y, width, height = inset.x, inset.y, inset.paper.width, inset.paper.height
    out = [f'<rect class="edge" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"/>']
    out += [f'<path class="leader" d="{polyline(tie)}"/>' for tie in picture.panels[0].ties]
    return "".join(out)


def _leg(stroke: Stroke) -> str:
    certainty = f"{stroke.line.certainty}{stroke.tone}"
    out = f'<path class="leg {certainty}" d="{polyline(stroke.points)}"/>'
    out += "".join(f'<path class="spur {certainty}" d="{polyline(spur)}"/>' for spur in stroke.spurs)
    if stroke.arrow is not None:
        out += f'<path class="a {certainty}" d="{polyline(stroke.arrow)}Z"/>'
    return out


def _rule(rule: Rule) -> str:
    strokes = ((rule.start, rule.end), *rule.ticks)
    return f'<path class="rule{rule.dimension.tone}" d="{"".join(polyline(s) for s in strokes)}"/>'


def _marker(marker: Marker) -> str:
    c = f"{marker.certainty}{marker.tone}"
    if not marker.text:
        return f'<circle class="m {c}" cx="{_n(marker.x)}" cy="{_n(marker.y)}" r="{_n(marker.radius)}"/>'
    r, half = marker.radius, marker.half_width
    shape = (
        f'<rect class="m {c}" x="{_n(marker.x - half)}" y="{_n(marker.y - r)}" width="{_n(2 * half)}"'
        f' height="{_n(2 * r)}" rx="{_n(r)}"/>'
    )
    return f'{shape}<text class="t n {c}" x="{_n(marker.x)}" y="{_n(marker.y + 4.3)}">{escape(marker.text)}</text>'


def _dot(dot: Dot) -> str:
    passed = dot.landmark.certainty
    style, radius = ("dot", 4.0) if passed is None else (f"m {passed}", 3.6)
    return f'<circle class="{style}" cx="{_n(dot.x)}" cy="{_n(dot.y)}" r="{_n(radius)}"/>'


def _leader(label: Label) -> str:
    if label.leader is None:
        return ""
    return f'<path class="leader" d="{polyline(label.leader)}"/>'


def _label(label: Label) -> str:
    # What is written on the ground is centred by its own style.
    plain = label.anchor == "start" or label.rows[0].style in {"country", "water"}
    anchor = "" if plain else f" {label.anchor}"
    return "".join(
        f'<text class="t {row.style}{row.tone}{anchor}" x="{_n(label.x)}" y="{_n(y)}">{escape(row.text)}</text>'
        for row, y in zip(label.rows, label.baselines, strict=True)
    )


def _bar(panel: Panel) -> str:
    bar = panel.bar
    if bar is None:
        return ""
    d = f"M{_n(bar.x)} {_n(bar.y - 4)}v4h{_n(bar.length)}v-4"
    text = escape(bar.text)
    return f'<path class="bar" d="{d}"/><text class="t scale" x="{_n(bar.x)}" y="{_n(bar.y - 7)}">{text}</text>'


_n = number


# ---- the whole graphic -------------------------------------------------------------------------------------------

_MARGIN = 14.0


def render_svg(report: Report, *, portrait: bool = False, theme: Theme = PLAIN) -> str:
    """The map of a report as a stand-alone SVG; `portrait` gives the one for a phone.

    Raises `RenderError` where no place can be drawn.
    """
    return svg_of(compose(report, theme=theme), portrait=portrait)


def svg_of(scene: Scene, *, portrait: bool = False) -> str:
    """The stand-alone SVG of a scene."""
    return draw_graphic(scene, scene.portrait if portrait else scene.wide).svg


@dataclass(frozen=True, slots=True, kw_only=True)
class Graphic:
    """A stand-alone SVG, its size in pixels and the colour of its paper in light."""

    svg: str
    width: float
    height: float
    paper: str


def draw_graphic(
    scene: Scene,
    picture: Picture,
    *,
    dark: bool = True,
    column: float = 0.0,
    terse: bool = False,
) -> Graphic:
    """A picture with its title, key, notes and credits; with `dark`, it follows the reader's scheme.

    What is written stands over and under the picture, or left of it in a `column` of so many pixels; `terse`
    runs the notes together, and the credits.
    """
    story, room = scene.story, (column or picture.width) - 2 * _MARGIN
    head, y = _head(scene, room, picture.sheet.faces, _title_px(picture))
    top = 0.0 if column else y
    foot, depth = _foot(scene, picture, y if column else y + picture.height, room, terse=terse)
    tall = max(picture.height, y + depth) if column else y + picture.height + depth
    width = column + picture.width
    height = number(tall)
    aside = f' x="{_n(column)}"' if column else ""
    style = escape(stylesheet(picture.sheet, scene.theme, len(story.travellers), dark=dark))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="geomap-title geomap-desc"'
        f' lang={quoteattr(story.words.lang)} viewBox="0 0 {_n(width)} {height}" width="{_n(width)}" height="{height}">'
        f'<title id="geomap-title">{escape(story.title)}</title>'
        f'<desc id="geomap-desc">{escape(". ".join(filter(None, (story.subtitle, describe(story)))))}</desc>'
        f"<style>{style}.head,.note{{font-family:{escape(FONT)}}}</style>"
        f'<rect class="paper" width="{_n(width)}" height="{height}"/>{head}'
        f'<svg y="{_n(top)}" width="{_n(picture.width)}" height="{_n(picture.height)}"{aside}>'
        f"{draw_picture(picture)}</svg>"
        f"{foot}</svg>\n"
    )
    return Graphic(svg=svg, width=width, height=tall, paper=palette_of(scene.theme)["paper"][0])


def words_depth(scene: Scene, picture: Picture, width: float) -> float:
    """Pixels that all that is written about a picture is deep, tersely, in a column of this width."""
    room = width - 2 * _MARGIN
    _, y = _head(scene, room, picture.sheet.faces, _title_px(picture))
    return y + _foot(scene, picture, y, room, terse=True)[1]


def _title_px(picture: Picture) -> float:
    return 19.0 if picture.sheet.name == "portrait" else 23.0


def _head(scene: Scene, room: float, faces: tuple[Face, ...], size: float) -> tuple[str, float]:
    """Title and subtitle, and how far down they reach."""
    y, out = 8.0, []
    for line in _fold(scene.story.title, size, room, faces, bold=True):
        y += size * 1.2
        place = f'x="{_n(_MARGIN)}" y="{_n(y)}" font-size="{_n(size)}" font-weight="700"'
        out.append(f'<text class="head" {place}>{escape(line)}</text>')
    y += 2
    for line in _fold(scene.story.subtitle, 14, room, faces) if scene.story.subtitle else ():
        y += 18
        out.append(f'<text class="note" x="{_n(_MARGIN)}" y="{_n(y)}" font-size="14">{escape(line)}</text>')
    return "".join(out), y + 12


def _fold(text: str, size: float, room: float, faces: tuple[Face, ...], *, bold: bool = False) -> list[str]:
    """Lines that fit a width, broken between words."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold, faces=faces) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def legend_entries(scene: Scene, pictures: Iterable[Picture]) -> list[tuple[str, str]]:
    """Class and words of each sign that these pictures use."""
    words = scene.story.words
    panels = [panel for picture in pictures for panel in picture.panels]
    dots = [dot.landmark.certainty for panel in panels for dot in panel.dots]
    story = scene.story
    several = len(story.travellers) > 1
    entries = [(f"leg confirmed{story.shade(t)}", t) for t in story.travellers if several and t]
    entries += [(f"leg {c}{' w0' if several else ''}", words.say("legend", c.value)) for c in story.certainties]
    if not story.lines:
        entries += [(f"m {c}", words.certainty(c)) for c in dict.fromkeys(s.certainty for s in story.stops)]
    tones = {rule.dimension.tone for panel in panels for rule in panel.rules}
    if "" in tones:
        entries.append(("rule", words.say("legend", "claim")))
    if " false" in tones:
        entries.append(("rule false", words.say("legend", "contradicted")))
    passed = sorted((c for c in dots if c is not None), key=SUREST.index)
    if passed:
        entries.append((f"m {passed[0]}", words.say("legend", "passed")))
    if None in dots:
        entries.append(("dot", words.say("legend", "context")))
    for certainty in dict.fromkeys(extent.certainty for extent in scene.story.extents):
        entries.append((f"extent {certainty}", words.say("legend", "extent")))
    if any(panel.outlines.disputed for panel in panels):
        entries.append(("border disputed", words.say("legend", "disputed")))
    return entries


def sample(sign: str) -> str:
    """A sign of the key, 34 by 12 pixels."""
    if sign == "dot" or sign.startswith("m "):
        return f'<circle class="{sign}" cx="17" cy="6" r="4"/>'
    if sign.startswith("extent"):
        return f'<rect class="{sign}" x="1" y="0" width="32" height="12"/>'
    if sign.startswith("rule"):
        return f'<path class="{sign}" d="M1 6h32M1 2v8M33 2v8"/>'
    return f'<path class="{sign}" d="M0 6h34"/>'


def credit_lines(scene: Scene, pictures: Iterable[Picture]) -> list[tuple[str, tuple[Credit, ...]]]:
    """The table key of each lead-in, and who is to be credited for what these pictures show."""
    panels = [panel for picture in pictures for panel in picture.panels]
    sources = [panel.outlines.source for panel in panels]
    ground = dict.fromkeys(credit_of(source) for source in sources if source is not None)
    if not ground:
        msg = "a map without the credit of its basemap must not be drawn"
        raise RenderError(msg)
    lines = [("basemap", tuple(ground))]
    # Two files of one publisher ask for one credit.
    if scene.story.rail_credits:
        lines.append(("railways", scene.story.rail_credits))
    thanked = [credit for credit in scene.story.place_credits if credit.text]
    thanked += _water_credits(panels, [credit.text for credit in ground])
    places = {credit_text(credit): credit for credit in reversed(thanked)}
    if places:
        lines.append(("places", tuple(reversed(places.values()))))
    return lines


def _water_credits(panels: Iterable[Panel], given: Sequence[str]) -> list[Credit]:
    """Who is to be credited for names of waters, but for publishers whom the basemap's credit names."""
    sources = dict.fromkeys(water.source for panel in panels for water in panel.waters)
    return [
        credit_of(source)
        for source in sources
        if source is not None and source.id != OWN and not any(source.publisher in text for text in given)
    ]


def credit_text(credit: Credit) -> str:
    """A credit with its licence, unless the credit itself already names it or it is no licence of a list."""
    if not credit.licence or credit.licence.startswith("LicenseRef-"):
        return credit.text
    letters = re.compile(r"[\W_]+")
    said = letters.sub("", credit.text.lower())
    family = re.sub(r"-\d+(\.\d+)*$", "", credit.licence.lower())
    named = letters.sub("", family) in said
    return credit.text if named else f"{credit.text} ({credit.licence})"


def _foot(scene: Scene, picture: Picture, top: float, room: float, *, terse: bool) -> tuple[str, float]:
    """Key, notes and credits, and how deep they are; `terse`, of a paragraph each."""
    words, faces = scene.story.words, picture.sheet.faces
    size = 13.0
    entries = legend_entries(scene, [picture])
    x, y, out = _MARGIN, top + (26 if entries else 0), []
    for sign, text in entries:
        lines = _fold(text, size, room - 41, faces)
        width = 41 + max(text_width(line, size, faces=faces) for line in lines) + 13
        if x > _MARGIN and x + width - 13 > _MARGIN + room:
            x, y = _MARGIN, y + 20
        out.append(f'<g transform="translate({_n(x)} {_n(y - 10)})">{sample(sign)}</g>')
        for i, line in enumerate(lines):
            y += 16 if i else 0
            out.append(f'<text class="head" x="{_n(x + 41)}" y="{_n(y)}" font-size="{_n(size)}">{escape(line)}</text>')
        x += width
    y += 6
    told = [*notes(scene, [picture]), *too_short(scene, picture), *picture_notes(scene, picture)]
    thanks = [
        words.say("credits", key, sources=", ".join(credit_text(c) for c in thanked))
        for key, thanked in credit_lines(scene, [picture])
    ]
    for line in [" ".join(told), " ".join(thanks)] if terse else [*told, *thanks]:
        for folded in _fold(line, 12.5, room, faces):
            y += 17
            out.append(f'<text class="note" x="{_n(_MARGIN)}" y="{_n(y)}" font-size="12.5">{escape(folded)}</text>')
        y += 1
    return "".join(out), y + 12 - top
