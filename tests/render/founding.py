"""The founding story, built by hand: what the pipeline gives to the map."""

from dataclasses import replace
from datetime import date

from geomap.article.article import Article
from geomap.checks.check import Check, Explanation, Judgement, Measurement, Verdict
from geomap.claims.claim import Claim, Mode
from geomap.evidence import Evidence
from geomap.gazetteer.place import Name, NameKind, Place
from geomap.geodesy import Compass, bearing_deg, compass, distance_km
from geomap.journey.leg import Certainty, Leg, StatedDate
from geomap.journey.roles import Role
from geomap.mentions.mention import Mention, MentionKind
from geomap.places.resolution import Reading, Resolution, Status
from geomap.position import Position
from geomap.provenance import Provenance, Source
from geomap.quantity import Hedge, Quantity, Unit
from geomap.report.report import MappedMention, Report
from geomap.span import Span

SENTENCES = (
    "Le convoi blindé du dirigeant nord-coréen a quitté Pyongyang dimanche, a indiqué l’agence KCNA.",
    "Entré en Russie par la frontière, il s’est arrêté tôt mardi en gare de Khassan.",
    "Le train a franchi la rivière Razdolnaïa, a rapporté RIA-Novosti.",
    "Une photo de Yonhap le montre ensuite à Oussouriisk, à environ 60 kilomètres au nord de Vladivostok.",
    "D’autres médias le voient au cosmodrome de Vostotchny, à environ 900 kilomètres au nord-ouest d’Oussouriisk.",
    "Il devrait ensuite gagner Komsomolsk-sur-l’Amour, où l’attend une usine aéronautique.",
    "Contrairement à ce qui était annoncé, il n’ira pas à Vladivostok.",
)
TEXT = " ".join(SENTENCES)
SPANS = tuple(Span(start=TEXT.index(s), end=TEXT.index(s) + len(s)) for s in SENTENCES)
ARTICLE = Article(
    id="train",
    text=TEXT,
    lang="fr",
    published=date(2023, 9, 12),
    sentences=SPANS,
    title="Le train du dirigeant nord-coréen roule vers le nord",
    url="https://journal.example/train",
)


def place(key, name, lat, lon, code, country="RU", fr=None, radius=5.0, source="geonames"):
    return Place(
        id=f"geonames:{key}",
        name=name,
        position=Position(lat=lat, lon=lon),
        radius_km=radius,
        country=country,
        feature_class=code[0],
        feature_code=code[2:],
        source=source,
        names=(Name(text=fr, lang="fr", kind=NameKind.EXONYM),) if fr else (),
    )


PYONGYANG = place("1871859", "Pyongyang", 39.0339, 125.7543, "P.PPLC", "KP", "Pyongyang", 20.0)
KHASAN = place("2039557", "Khasan", 42.4281, 130.6453, "P.PPL", fr="Khassan", radius=1.0)
RUSSIA = place("2017370", "Russia", 60.0, 100.0, "A.PCLI", fr="Russie", radius=2000.0)
RAZDOLNAYA = place("2017479", "Razdolnaya", 43.634, 131.930, "H.STM", fr="Razdolnaïa", source="wikidata")
USSURIYSK = place("2014006", "Ussuriysk", 43.8047, 131.9573, "P.PPL", fr="Oussouriisk", radius=7.0)
VLADIVOSTOK = place("2013348", "Vladivostok", 43.1056, 131.8735, "P.PPLA", fr="Vladivostok", radius=10.0)
VOSTOCHNY = place("11838914", "Vostochny Cosmodrome", 51.8844, 128.3334, "S.CTRS", fr="cosmodrome de Vostotchny")
KOMSOMOLSK = place("2021851", "Komsomolsk-on-Amur", 50.5503, 137.0100, "P.PPL", fr="Komsomolsk-sur-l’Amour", radius=9.0)
PLANT = place("knaapo", "Komsomolsk aircraft plant", 50.605, 137.0817, "S.MFG", fr="usine aéronautique", radius=1.0)

SOURCES = {
    "geonames": Source(
        id="geonames",
        publisher="GeoNames",
        url="https://www.geonames.org/",
        licence="CC-BY-4.0",
        attribution="GeoNames",
    ),
    "wikidata": Source(
        id="wikidata",
        publisher="Wikidata",
        url="https://www.wikidata.org/",
        licence="CC0-1.0",
        attribution="Wikidata",
    ),
}


def evidence(sentence):
    return (Evidence(article="train", sentence=SPANS[sentence], cue=SPANS[sentence], rule="by-hand"),)


def mention(words, features=()):
    start = TEXT.index(words)
    span = Span(start=start, end=start + len(words))
    return Mention(article="train", span=span, text=words, kind=MentionKind.NAME, features=frozenset(features))


def mapped(words, where, role=Role.ROUTE, features=()):
    return MappedMention(
        resolution=Resolution(
            mention=mention(words, features),
            status=Status.RESOLVED,
            place=where,
            reading=Reading.LITERAL,
            confidence=0.9,
            candidates=1,
            because=("by hand",),
        ),
        role=role,
    )


def day(iso, text=""):
    return StatedDate(iso=iso, text=text)


def leg(origin, destination, certainty, sentence, **more):
    ends = origin is not None and destination is not None
    fields = {
        "article": "train",
        "traveller": "Kim Jong Un",
        "mode": "train",
        "via": (),
        "direction": None,
        "departed": None,
        "arrived": None,
        "observed": False,
        "sources": (),
        "journey": 1,
        "geodesic_km": distance_km(origin.position, destination.position) if ends else None,
    }
    return Leg(
        origin=origin,
        destination=destination,
        certainty=certainty,
        evidence=evidence(sentence),
        **(fields | more),
    )


def check(subject, anchor, sentence, words, km, bounds, direction, verdicts, summary, explained=()):
    start = TEXT.index(words)
    quantity = Quantity(
        span=Span(start=start, end=start + len(words)),
        text=words,
        value=km,
        unit=Unit.KM,
        low_km=bounds[0],
        high_km=bounds[1],
        hedge=Hedge.APPROX,
    )
    measured = distance_km(anchor.position, subject.position)
    bearing = bearing_deg(anchor.position, subject.position)
    distance, course = verdicts
    return Check(
        claim=Claim(
            article="train",
            subject=None,
            anchor=None,
            quantity=quantity,
            direction=direction,
            direction_text="",
            mode=Mode.UNSPECIFIED,
            evidence=evidence(sentence)[0],
        ),
        subject=subject,
        anchor=anchor,
        judgement=Judgement(
            measurement=Measurement(
                anchor=anchor,
                subject=subject,
                geodesic_km=measured,
                uncertainty_km=anchor.radius_km + subject.radius_km,
                bearing_deg=bearing,
                compass=compass(bearing),
                edge_km=measured - anchor.radius_km - subject.radius_km,
                road_km=(1.1 * measured, 1.54 * measured),
            ),
            error_pct=100 * (km - measured) / measured,
            off_deg=None,
            distance_verdict=distance,
            direction_verdict=course,
            verdict=Verdict.PLAUSIBLE,
            explained_by=explained,
        ),
        summary=summary,
    )


LEGS = (
    leg(
        PYONGYANG,
        KHASAN,
        Certainty.CONFIRMED,
        0,
        via=(RUSSIA,),
        departed=day("2023-09-10", "dimanche"),
        arrived=day("2023-09-12", "tôt mardi"),
        sources=("KCNA",),
    ),
    leg(KHASAN, RAZDOLNAYA, Certainty.REPORTED, 2, sources=("RIA-Novosti",), departed=day("2023-09-12"), passed=True),
    leg(RAZDOLNAYA, USSURIYSK, Certainty.REPORTED, 3, sources=("Yonhap",), observed=True, arrived=day("2023-09-12")),
    leg(USSURIYSK, VOSTOCHNY, Certainty.SPECULATED, 4, sources=("certains médias",)),
    leg(USSURIYSK, KOMSOMOLSK, Certainty.EXPECTED, 5),
    leg(KOMSOMOLSK, PLANT, Certainty.EXPECTED, 5),
    leg(USSURIYSK, VLADIVOSTOK, Certainty.DENIED, 6),
)

CHECKS = (
    check(
        USSURIYSK,
        VLADIVOSTOK,
        3,
        "environ 60 kilomètres",
        60,
        (54, 66),
        Compass.N,
        (Verdict.PLAUSIBLE, Verdict.CONSISTENT),
        "Oussouriisk est à 78 km de Vladivostok à vol d’oiseau, contre environ 60 annoncés : "
        "l’écart s’explique de bord à bord.",
        (Explanation.EDGE,),
    ),
    check(
        VOSTOCHNY,
        USSURIYSK,
        4,
        "environ 900 kilomètres",
        900,
        (810, 990),
        Compass.NW,
        (Verdict.CONSISTENT, Verdict.PLAUSIBLE),
        "Le cosmodrome de Vostotchny est à 938 km d’Oussouriisk à vol d’oiseau, au nord-nord-ouest : "
        "la distance est juste, la direction approximative.",
    ),
)

REPORT = Report(
    lang="fr",
    articles=(ARTICLE,),
    mentions=(
        mapped("Pyongyang", PYONGYANG),
        mapped("Russie", RUSSIA),
        mapped("Khassan", KHASAN),
        mapped("Razdolnaïa", RAZDOLNAYA),
        mapped("Oussouriisk", USSURIYSK),
        mapped("Vladivostok", VLADIVOSTOK, Role.CONTEXT),
        mapped("Vostotchny", VOSTOCHNY, features={"CTRS"}),
        mapped("Komsomolsk-sur-l’Amour", KOMSOMOLSK),
    ),
    checks=CHECKS,
    legs=LEGS,
    warnings=(),
    sources=SOURCES,
    provenance=Provenance(geomap="0.1.0", gazetteer="by-hand"),
)


def with_place(report, old, new):
    """The report with one place standing for another, everywhere."""

    def swap(found):
        return new if found is not None and found.id == old.id else found

    legs = tuple(
        replace(g, origin=swap(g.origin), destination=swap(g.destination), via=tuple(swap(p) for p in g.via))
        for g in report.legs
    )
    mentions = tuple(
        replace(m, resolution=replace(m.resolution, place=swap(m.resolution.place))) for m in report.mentions
    )
    checks = tuple(
        replace(
            c,
            subject=swap(c.subject),
            anchor=swap(c.anchor),
            judgement=replace(
                c.judgement,
                measurement=c.measurement
                and replace(c.measurement, anchor=swap(c.measurement.anchor), subject=swap(c.measurement.subject)),
            ),
        )
        for c in report.checks
    )
    return replace(report, legs=legs, mentions=mentions, checks=checks)
