"""What is right of the claims found in single sentences, with 95 % intervals.

The rules are those of the benchmark's own scorer, which a test compares: a claim found matches one of the gold
if their anchors overlap and the values agree within 1 %; subject, direction and hedge are judged of matches.
They are here because the scorer gives neither intervals nor figures for our own sentences where it is absent.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, object]
Claimed = Mapping[str, object]

DRAWS = 2000
SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A figure and its 95 % interval, from sentences drawn anew with replacement."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


FIGURES = {
    "f1": ("F1", lambda c: 2 * c["hit"] / max(c["gold"] + c["found"], 1)),
    "precision": ("precision", lambda c: c["hit"] / max(c["found"], 1)),
    "recall": ("recall", lambda c: c["hit"] / max(c["gold"], 1)),
    "subject": ("subject right, of claims found", lambda c: c["subject"] / max(c["hit"], 1)),
    "direction": ("direction right, where gold has one", lambda c: c["direction"] / max(c["directed"], 1)),
    "hedge": ("hedge right, of claims found", lambda c: c["hedge"] / max(c["hit"], 1)),
    "mode": ("mode right, of claims found", lambda c: c["mode"] / max(c["hit"], 1)),
    "clean": ("sentences without a claim left clean", lambda c: c["clean"] / max(c["empty"], 1)),
}


def measure(gold: Sequence[Row], answers: Mapping[str, Sequence[Claimed]]) -> dict[str, Share]:
    """All figures of a set of sentences."""
    counts = [count(row, answers.get(str(row["id"]), ())) for row in gold]
    pick = random.Random(SEED)  # noqa: S311
    draws = [sum((counts[pick.randrange(len(counts))] for _ in counts), Counter()) for _ in range(DRAWS)]
    whole = sum(counts, Counter())
    shares = {}
    for key, (_, figure) in FIGURES.items():
        drawn = sorted(figure(draw) for draw in draws)
        shares[key] = Share(value=figure(whole), low=drawn[round(0.025 * DRAWS)], high=drawn[round(0.975 * DRAWS) - 1])
    return shares


def count(row: Row, found: Sequence[Claimed]) -> "Counter[str]":
    """What one sentence adds to the figures."""
    gold: Sequence[Claimed] = row["claims"]  # type: ignore[assignment]
    pairs = matched(gold, found)
    directed = [(g, f) for g, f in pairs if g["direction"]]
    return Counter(
        gold=len(gold),
        found=len(found),
        hit=len(pairs),
        empty=int(not gold),
        clean=int(not gold and not found),
        subject=sum(_subject_right(g, f) for g, f in pairs),
        directed=len(directed),
        direction=sum(g["direction"] == f["direction"] for g, f in directed),
        hedge=sum(g["hedge"] == f["hedge"] for g, f in pairs),
        mode=sum(g["mode"] == f["mode"] for g, f in pairs),
    )


def matched(gold: Sequence[Claimed], found: Sequence[Claimed]) -> list[tuple[Claimed, Claimed]]:
    """Each gold claim with the claim found that matches it best, none taken twice."""
    used: set[int] = set()
    pairs = []
    for claim in gold:
        fitting = [i for i, other in enumerate(found) if i not in used and _match(claim, other)]
        if fitting:
            best = max(fitting, key=lambda i: (_same(claim, found[i]), claim["direction"] == found[i]["direction"], -i))
            used.add(best)
            pairs.append((claim, found[best]))
    return pairs


def _overlap(a: object, b: object) -> bool:
    return bool(a and b) and max(a[0], b[0]) < min(a[1], b[1])  # type: ignore[index]


def _match(gold: Claimed, found: Claimed) -> bool:
    if gold["anchor"] is None:
        anchored = found["anchor"] is None or _overlap(found["anchor"], gold["subject"])
    else:
        anchored = _overlap(gold["anchor"], found["anchor"])
    return anchored and _value_fits(gold, found)


def _value_fits(gold: Claimed, found: Claimed) -> bool:
    low, high = found.get("value_km_low"), found.get("value_km_high")
    values = [found["value_km"]] if "value_km" in found else [low, high, (low + high) / 2]  # type: ignore[operator]
    if gold.get("vague"):
        return any(gold["value_km_low"] <= v <= gold["value_km_high"] for v in values)  # type: ignore[operator]
    right = [gold["value_km"]]
    if gold.get("alt"):
        right.append(gold["alt"]["value_km"])  # type: ignore[index]
    if gold["hedge"] == "range":
        right += [gold["value_km_low"], gold["value_km_high"]]
    share = gold.get("km_tol", 0.01)
    return any(abs(v - r) <= share * max(abs(r), 1e-9) for v in values for r in right)  # type: ignore[operator]


def _same(gold: Claimed, found: Claimed) -> bool:
    return (gold["subject"] is None and found["subject"] is None) or _overlap(gold["subject"], found["subject"])


def _subject_right(gold: Claimed, found: Claimed) -> bool:
    nominal = gold["subject"] is None and _overlap(gold.get("subject_nominal"), found["subject"])
    return _same(gold, found) or nominal
