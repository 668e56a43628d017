"""The sentence a fact-checker could publish, in the article's language.

Its words are in `lang/<lang>/verdicts.toml`; numbers follow the language's own typography (Babel).
"""

from babel.numbers import format_decimal

from geomap.checks.check import Explanation, Measurement, Verdict
from geomap.claims.claim import Claim
from geomap.geodesy import Compass
from geomap.lang.pack import load_pack
from geomap.quantity import Unit


def number(value: float, lang: str) -> str:
    """A length as a newspaper prints it: no decimals from ten on, one below.

    >>> number(1405.2, "en")
    '1,405'
    """
    return str(format_decimal(value, format="#,##0" if value >= 10 else "#,##0.#", locale=lang))


def compass_words(point: Compass, lang: str) -> str:
    """A compass point in words: "nord-nord-ouest"."""
    forms = load_pack(lang).words("claims", "directions", point)
    return forms[0]


def edge_words(name: str, side: Compass, lang: str) -> str:
    """A place's edge in words: "Vladivostok (bord nord)"."""
    form = str(load_pack(lang).value("verdicts", "edge"))
    return form.format(place=name, side=load_pack(lang).words("claims", "edge", "sides", side)[0])


def stated_length(claim: Claim, lang: str) -> str:
    """The reported length as a number and unit: "60 km", "560 miles (901 km)"."""
    quantity = claim.quantity
    unit = load_pack(lang).words("verdicts", "units", quantity.unit)[0]
    text = f"{number(quantity.value, lang)}\u00a0{unit}"
    return text if quantity.unit is Unit.KM else f"{text} ({number(quantity.value_km, lang)}\u00a0km)"


def measured_length(km: float, unit: Unit, lang: str) -> str:
    """A measured length, for one stated in miles in miles as well: "583 miles (938 km)"."""
    text = f"{number(km, lang)}\u00a0km"
    if unit not in MILES:
        return text
    word = load_pack(lang).words("verdicts", "units", unit)[0]
    return f"{number(km / unit.km, lang)}\u00a0{word} ({text})"


MILES = frozenset({Unit.MILE, Unit.NAUTICAL_MILE})
"""What is stated in these is measured in these; nobody compares kilometres with leagues."""


def summarise(  # noqa: PLR0913
    claim: Claim,
    names: tuple[str, str],
    measurement: Measurement | None,
    verdicts: tuple[Verdict, Verdict],
    explained_by: tuple[Explanation, ...],
    lang: str,
) -> str:
    """One sentence: what was reported, what is measured, and the verdict on distance and direction.

    `names` are the subject's and the anchor's, as the article writes them.
    """
    pack = load_pack(lang)

    def word(*keys: str) -> str:
        return str(pack.value("verdicts", *keys))

    subject, anchor = names
    stated = stated_length(claim, lang)
    if measurement is None:
        return word("sentences", "unverifiable").format(subject=_start(subject), anchor=anchor, stated=stated)
    off_by = measurement.geodesic_km - claim.quantity.value_km
    comparison = "same" if verdicts[0] is Verdict.CONSISTENT else "longer" if off_by > 0 else "shorter"
    parts = [
        word("sentences", comparison).format(
            subject=_start(subject),
            anchor=anchor,
            stated=stated,
            measured=measured_length(measurement.geodesic_km, claim.quantity.unit, lang),
        )
    ]
    if claim.direction is not None and verdicts[1] is not Verdict.UNVERIFIABLE:
        key = "direction_same" if verdicts[1] is Verdict.CONSISTENT else "direction_other"
        parts.append(
            word("sentences", key).format(
                measured=compass_words(measurement.compass, lang), stated=compass_words(claim.direction, lang)
            )
        )
    rail = "" if measurement.rail_km is None else f"{number(measurement.rail_km, lang)}\u00a0km"
    parts += [word("explanations", reason).format(rail=rail) for reason in explained_by]
    return word("sentences", "join").join(parts) + "."


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]
