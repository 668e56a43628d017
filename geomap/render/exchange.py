"""What the map shows, for the files that other programs open: each feature with its name, words and facts.

The facts and the geometry are those of the GeoJSON; KML and GPX write them down each in its own way.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.errors import RenderError
from geomap.lang import answered_in
from geomap.render.geojson import features_of
from geomap.render.listing import LegItem, Quotes, leg_numbers, list_legs
from geomap.render.story import Credit, Story, tell
from geomap.render.svg import credit_text
from geomap.render.text import clean
from geomap.render.words import load_words
from geomap.report.report import Report

LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A point or line: `lines` has one piece, or several where the antimeridian cuts it; a point is a piece of one.

    `kind` is "stop", "passed", "landmark", "leg" or "distance"; `certainty` is empty where there is
    none; `words` is prose in the article's language; `facts` are names and values for a program.
    """

    kind: str
    name: str
    words: str
    certainty: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[tuple[LonLat, ...], ...]

    @property
    def is_point(self) -> bool:
        """Whether it is a point, and no line."""
        return len(self.lines) == 1 and len(self.lines[0]) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A story's features, with its title and whom to thank for them."""

    title: str
    subtitle: str
    lang: str
    credits: tuple[Credit, ...]
    attribution: str
    features: tuple[Feature, ...]


def exchange(report: Report, *, journey: bool = False, quotes: Quotes = "full") -> Exchange:
    """Everything a map shows, or only its `journey`; raises `RenderError` where that is nothing."""
    story = tell(report, load_words(answered_in(report.lang)))
    features = tuple(_features(report, story, quotes))
    if journey:
        features = tuple(feature for feature in features if feature.kind in {"stop", "passed", "leg"})
    if not features:
        names = ", ".join(repr(article.id) for article in report.articles)
        msg = f"nothing to write for {names}: this article tells no journey"
        raise RenderError(msg)
    lines = [("places", story.place_credits), ("railways", story.rail_credits)]
    said = [(key, list(dict.fromkeys(credit_text(c) for c in thanked))) for key, thanked in lines]
    return Exchange(
        title=story.title,
        subtitle=story.subtitle,
        lang=story.words.lang,
        credits=tuple(dict.fromkeys(credit for _, thanked in lines for credit in thanked)),
        attribution=" ".join(story.words.say("credits", key, sources=", ".join(texts)) for key, texts in said if texts),
        features=features,
    )


def _features(report: Report, story: Story, quotes: Quotes) -> Iterator[Feature]:
    words, items, numbers = story.words, list_legs(report, story, quotes=quotes), leg_numbers(report)
    made = iter(features_of(report, story, quotes=quotes))
    for stop in story.stops:
        told = [stop.date, words.certainty(stop.certainty)]
        yield _feature(next(made), f"{stop.number}. {stop.name}", told)
    for landmark in story.landmarks:
        passed = landmark.certainty
        told = [] if passed is None else [words.say("legend", "passed"), words.certainty(passed)]
        yield _feature(next(made), landmark.label, told)
    for line in story.lines:
        item: LegItem = items[numbers[id(line.leg)]]
        yield _feature(next(made), item.heading, [item.word, *item.facts])
    for dimension in story.dimensions:
        ends = " – ".join(clean(report.label(place)) for place in (dimension.start, dimension.end))
        yield _feature(next(made), ends, [" ".join(text for text in dimension.text if text)])


def _feature(made: dict[str, Any], name: str, told: Sequence[str]) -> Feature:
    properties, geometry = made["properties"], made["geometry"]
    quotes = properties.get("evidence") or []
    quotes = [quotes] if isinstance(quotes, str) else quotes
    words = [" · ".join(text for text in told if text), properties.get("summary"), *quotes]
    return Feature(
        kind=properties["kind"],
        name=name,
        words="\n".join(text for text in words if text),
        certainty=properties.get("certainty") or "",
        facts=tuple((key, text) for key, value in properties.items() if (text := _fact(value))),
        lines=_pieces(geometry),
    )


def _fact(value: object) -> str:
    """A property as text; empty for one that says nothing."""
    if isinstance(value, list):
        return clean("; ".join(str(item) for item in value))
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return clean(str(value)) if value is not None else ""


def _pieces(geometry: dict[str, Any]) -> tuple[tuple[LonLat, ...], ...]:
    found = geometry["coordinates"]
    if geometry["type"] == "Point":
        found = [[found]]
    elif geometry["type"] == "LineString":
        found = [found]
    return tuple(tuple((lon, lat) for lon, lat in piece) for piece in found)
