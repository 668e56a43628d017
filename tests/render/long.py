"""A story of an hour's reading, built by hand: many legs between many places."""

from dataclasses import replace
from itertools import pairwise

import founding

from geomap.article.article import Article
from geomap.evidence import Evidence
from geomap.journey.leg import Certainty
from geomap.journey.roles import Role
from geomap.span import Span

_DRAWN = (Certainty.CONFIRMED, Certainty.REPORTED, Certainty.EXPECTED, Certainty.SPECULATED)


def long_report(legs=200, places=300):
    """`legs` legs through the first places, the others named in context, each leg with a sentence of its own."""
    spots = [
        founding.place(
            f"far{n}", f"Bourg-{n}", 41 + 13 * ((n * 0.618034) % 1), -1 + 9 * ((n * 0.754878) % 1), "P.PPL", "FR"
        )
        for n in range(places)
    ]
    pairs = list(pairwise(spots[: legs + 1]))
    told = [
        f"Le {n + 1}e jour, le convoi a quitté {a.name} avant l’aube pour {b.name}, où des témoins l’ont vu passer."
        for n, (a, b) in enumerate(pairs)
    ]
    text = " ".join(told)
    spans, at = [], 0
    for sentence in told:
        at = text.index(sentence, at)
        spans.append(Span(start=at, end=at + len(sentence)))
        at += len(sentence)
    article = Article(id="train", text=text, lang="fr", published=None, sentences=tuple(spans), title="Un long voyage")
    mentions = tuple(
        replace(
            founding.mapped("Pyongyang", spot, Role.CONTEXT),
            resolution=replace(
                founding.mapped("Pyongyang", spot).resolution,
                mention=replace(founding.mention("Pyongyang"), text=spot.name),
            ),
        )
        for spot in spots
    )
    return replace(
        founding.REPORT,
        articles=(article,),
        mentions=mentions,
        checks=(),
        legs=tuple(
            replace(
                founding.leg(a, b, _DRAWN[n % 4] if n % 25 else Certainty.DENIED, 0, sources=("RIA-Novosti",)),
                evidence=(Evidence(article="train", sentence=spans[n], cue=spans[n], rule="by-hand"),),
            )
            for n, (a, b) in enumerate(pairs)
        ),
    )
