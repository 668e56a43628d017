"""The sentence a fact-checker could publish, in the article's language.

Its words are in `lang/<lang>/verdicts.toml`; numbers follow the language's own typography (Babel).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from babel import Locale
from babel.numbers import format_decimal

from geomap.checks.check import Explanation, Judgement, Measurement, Verdict
from geomap.checks.explaining import other_unit
from geomap.checks.judging import Stated
from geomap.checks.middle import detour, lies_aside
from geomap.claims.claim import Mode
from geomap.gazetteer.place import Place
from geomap.geodesy import Compass
from geomap.lang.pack import load_pack
from geomap.quantity import Hedge, Quantity, Unit

NO_BREAK = "\u00a0"

MILES = frozenset({Unit.MILE, Unit.NAUTICAL_MILE})
"""What is stated in these is measured in these; nobody compares kilometres with leagues."""


def number(value: float, lang: str) -> str:
    """A length as a newspaper prints it: no decimals from ten on, one below.

    >>> number(1405.2, "en")
    '1,405'
    """
    return str(format_decimal(value, format="#,##0" if value >= 10 else "#,##0.#", locale=lang))


def km_words(km: float, lang: str) -> str:
    """A measured length in kilometres, never broken over two lines."""
    return f"{number(km, lang)}{NO_BREAK}km"


def compass_words(point: Compass, lang: str) -> str:
    """A compass point in words: "nord-nord-ouest"."""
    forms = load_pack(lang).words("claims", "directions", point)
    return forms[0]


def edge_words(name: str, side: Compass, lang: str) -> str:
    """A place's edge in words: "Vladivostok (limite nord)"."""
    form = _word(lang, "edge")
    return form.format(place=name, side=load_pack(lang).words("claims", "edge", "sides", side)[0])


def stated_length(quantity: Quantity, lang: str) -> str:
    """The reported length: "60 km", "more than 200 km", "560 miles (901 km)"."""
    text = stated_short(quantity, lang)
    return text if quantity.unit is Unit.KM or quantity.vague else f"{text} ({km_words(quantity.value_km, lang)})"


def stated_short(quantity: Quantity, lang: str) -> str:
    """The reported length in its own unit alone: "about 560 miles"; a number that nobody counted in its own words."""
    if quantity.vague:
        return " ".join(quantity.text.split())
    return f"{stated_number(quantity, lang)}{NO_BREAK}{_unit(quantity.unit, lang)}"


def side_by_side(quantity: Quantity, km: float, lang: str) -> tuple[str, str]:
    """The reported and a measured length in one unit, for a table; "about" is left out."""
    bare = replace(quantity, hedge=Hedge.EXACT) if quantity.hedge is Hedge.APPROX else quantity
    unit = quantity.unit if quantity.unit in MILES else Unit.KM
    return stated_short(bare, lang), f"{number(km / unit.km, lang)}{NO_BREAK}{_unit(unit, lang)}"


def _bracketed(quantity: Quantity, lang: str) -> str:
    """The reported length as it stands between brackets: "560 miles, or 901 km"."""
    short = stated_short(quantity, lang)
    if quantity.unit is Unit.KM or quantity.vague:
        return short
    return _word(lang, "sentences", "both").format(stated=short, km=km_words(quantity.value_km, lang))


def stated_number(quantity: Quantity, lang: str) -> str:
    """The reported number as precise as it was given, with its hedge or both ends of a range."""
    if quantity.hedge is Hedge.RANGE:
        low, high = (_exactly(km / quantity.unit.km, lang) for km in (quantity.low_km, quantity.high_km))
        return _word(lang, "hedges", "range").format(low=low, high=high)
    figure = _exactly(quantity.value, lang)
    return figure if quantity.hedge is Hedge.EXACT else _word(lang, "hedges", quantity.hedge).format(figure=figure)


def measured_length(km: float, unit: Unit, lang: str) -> str:
    """A measured length, for one stated in miles in miles as well: "583 miles (938 km)"."""
    if unit not in MILES:
        return km_words(km, lang)
    return f"{number(km / unit.km, lang)}{NO_BREAK}{_unit(unit, lang)} ({km_words(km, lang)})"


def summarise(
    stated: Stated, names: tuple[str, str], judged: Judgement, lang: str, places: tuple[Place | None, Place | None]
) -> str:
    """One sentence: what is measured, how that compares with what was reported, and what else is to be known.

    `names` are the subject's and the anchor's, as the article writes them; `places` what they were taken for.
    """
    subject, anchor = names[0][:1].upper() + names[0][1:], names[1]
    measured = judged.measurement
    if measured is None:
        told = _bracketed(stated.quantity, lang)
        why = _why(names, places, lang)
        return _word(lang, "sentences", "unverifiable").format(subject=subject, anchor=anchor, stated=told, why=why)
    pair = _word(lang, "sentences", "pair").format(subject=subject, anchor=anchor)
    parts = (
        _comparison(stated, judged, measured, lang),
        *_other_ways(stated, judged, measured, lang),
        *_direction(stated, judged, measured, lang),
        *_namesake(judged, lang),
    )
    return pair + _word(lang, "sentences", "join").join(parts) + "."


def said_words(text: str) -> str:
    """How a claim that tells no length is put, inside a sentence of ours: "about halfway"."""
    return " ".join(text.split()).lower()


def summarise_middle(
    said: str, names: Sequence[str], judged: Judgement, lang: str, places: Sequence[Place | None]
) -> str:
    """One sentence on a place told to lie in the middle of two: how far it is from either, and what that makes.

    `said` are the article's words (`said_words`); `names` and `places` those of the subject and the two ends.
    """
    subject, anchor, other = names[0][:1].upper() + names[0][1:], names[1], names[2]

    def word(key: str, **values: str) -> str:
        return _word(lang, "middle", key).format(subject=subject, anchor=anchor, other=other, said=said, **values)

    one, two = judged.measurement, judged.from_other
    if one is None or two is None:
        return word("unverifiable", why=_why(names, places, lang))
    verdict = Verdict.CONTRADICTED if judged.verdict is Verdict.UNVERIFIABLE else judged.verdict
    measured = word("measured", one=km_words(one.geodesic_km, lang), two=km_words(two.geodesic_km, lang))
    parts = [f"{measured}, {word(verdict)}"]
    if verdict is not Verdict.CONSISTENT and lies_aside(one, two):
        parts.append(word("detour", percent=number(100 * (detour(one, two) - 1), lang)))
    return word("pair") + _word(lang, "sentences", "join").join((*parts, *_namesake(judged, lang))) + "."


def _why(names: Sequence[str], places: Sequence[Place | None], lang: str) -> str:
    """Why nothing was measured: the ends that are unknown, if they are named, or else are areas."""
    nameless = _word(lang, "sentences", "unknown")
    unknown = [name for name, place in zip(names, places, strict=True) if place is None and name != nameless]
    areas = [name for name, place in zip(names, places, strict=True) if place is not None and not place.is_point]
    for key, found in (("why_unknown", unknown), ("why_area", areas)):
        if found:
            return _word(lang, "sentences", key).format(places=", ".join(found))
    return ""


def _comparison(stated: Stated, judged: Judgement, measured: Measurement, lang: str) -> str:
    quantity = stated.quantity
    way, km = "straight", measured.geodesic_km
    if stated.mode is Mode.RAIL and measured.rail_km is not None:
        way, km = "rail", measured.rail_km
    length = _word(lang, "ways", way).format(km=measured_length(km, quantity.unit, lang))
    told = _bracketed(quantity, lang)
    if judged.distance_verdict is Verdict.CONSISTENT:
        return _word(lang, "sentences", "same").format(measured=length, stated=told)
    if quantity.low_km <= km <= quantity.high_km:
        return _word(lang, "sentences", "far").format(measured=length, stated=told)
    if quantity.hedge not in {Hedge.EXACT, Hedge.APPROX}:
        return _word(lang, "sentences", "instead").format(measured=length, stated=told)
    bare = _exactly(quantity.value, lang)
    if quantity.unit is not Unit.KM:
        bare += f"{NO_BREAK}{_unit(quantity.unit, lang)} ({km_words(quantity.value_km, lang)})"
    return _word(lang, "sentences", "other").format(measured=length, stated=bare)


def _other_ways(stated: Stated, judged: Judgement, measured: Measurement, lang: str) -> Iterator[str]:
    """What else could have been measured, where the straight line is not what was reported."""
    quantity, reasons = stated.quantity, judged.explained_by

    def length(km: float) -> str:
        return measured_length(km, quantity.unit, lang)

    if judged.distance_verdict is Verdict.CONSISTENT:
        return
    if measured.rail_km is not None and stated.mode in {Mode.UNSPECIFIED, Mode.ROAD}:
        form = ("explanations", "rail") if Explanation.RAIL in reasons else ("ways", "rail")
        yield _word(lang, *form).format(km=length(measured.rail_km))
    elif measured.rail_km is not None and stated.mode is Mode.RAIL:
        yield _word(lang, "ways", "straight").format(km=length(measured.geodesic_km))
    if Explanation.ROAD in reasons:
        low, high = (number(km, lang) for km in measured.road_km)
        yield _word(lang, "explanations", "road").format(low=low, high=high)
    if Explanation.EDGE in reasons:
        yield _word(lang, "explanations", "edge").format(km=length(measured.edge_km))
    unit = other_unit(quantity.unit)
    if Explanation.MILES in reasons and unit is not None:
        figure = f"{_exactly(quantity.value, lang)}{NO_BREAK}{_unit(unit, lang)}"
        if unit is not Unit.KM:
            figure += f" ({km_words(quantity.value * unit.km, lang)})"
        yield _word(lang, "explanations", "miles").format(figure=figure)


def _direction(stated: Stated, judged: Judgement, measured: Measurement, lang: str) -> Iterator[str]:
    if stated.direction is None or judged.direction_verdict is Verdict.UNVERIFIABLE:
        return
    same = judged.direction_verdict is Verdict.CONSISTENT
    told = compass_words(stated.direction, lang)
    seen = compass_words(measured.compass, lang)
    yield _word(lang, "sentences", "direction_same" if same else "direction_other").format(measured=seen, stated=told)


def _namesake(judged: Judgement, lang: str) -> Iterator[str]:
    if judged.namesake is not None:
        yield _word(lang, "explanations", "namesake").format(place=whereabouts(judged.namesake, lang))
    elif Explanation.HOMONYM in judged.explained_by:
        yield _word(lang, "explanations", "homonym")


def whereabouts(place: Place, lang: str) -> str:
    """A place told from its namesakes: "Springfield (United States; 39.8, -89.6)"."""
    country = str(Locale.parse(lang).territories.get(place.country, place.country))
    at = f"{place.position.lat:.1f}, {place.position.lon:.1f}"
    return f"{place.name_in(lang)} ({country}; {at})" if country else f"{place.name_in(lang)} ({at})"


def _exactly(value: float, lang: str) -> str:
    """A stated number as it was given; from ten on, what a unit's conversion leaves of a hundredth is none of it."""
    whole = value >= 10 and abs(value - round(value)) < 0.05
    return str(format_decimal(round(value) if whole else value, format="#,##0.###", locale=lang))


def _unit(unit: Unit, lang: str) -> str:
    return load_pack(lang).words("verdicts", "units", unit)[0]


def _word(lang: str, *keys: str) -> str:
    return str(load_pack(lang).value("verdicts", *keys))
