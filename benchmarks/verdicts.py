"""How fair the verdicts are: true claims and corrupted twins, whose coordinates are given.

    python -m benchmarks.verdicts --bench DIR

Prints the scorer's lines for geomap and for a rule of two lines, with 95 % intervals (bootstrap over pairs); the
share of grey twins that each accepts; what each part of the table is worth, by leaving it out or moving it; the
claims that are judged wrongly; and how often an explanation is given.
"""

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.folder import bench_folder, read_lines, score, write_lines
from geomap.checks import Explanation, Judgement, Verdict, verdicts
from geomap.checks.pairing import check_pair
from geomap.checks.pairs import read_pair
from geomap.gazetteer import Gazetteer

Rows = Sequence[Mapping[str, Any]]
Rule = Callable[[Mapping[str, Any]], str]

ACCEPTED = frozenset({"consistent", "plausible"})
RESAMPLED = 2000

FIGURES = {
    "as it is": {},
    "closer below: 0.70": {"POSSIBLE": (0.70, 1.35)},
    "wider below: 0.60": {"POSSIBLE": (0.60, 1.35)},
    "closer above: 1.25": {"POSSIBLE": (0.65, 1.25)},
    "wider above: 1.50": {"POSSIBLE": (0.65, 1.50)},
    "direction within 45°": {"DIRECTION_POSSIBLE_DEG": 45.0},
    "direction within 67.5°": {"DIRECTION_POSSIBLE_DEG": 67.5},
    "no slack of a kilometre": {"SLACK_KM": 0.0},
    "straight lines like any other": {"STRAIGHT": verdicts.POSSIBLE},
    "no direction": {"DIRECTION_POSSIBLE_DEG": 180.0},
    "no number": {"POSSIBLE": (0.0, 1e9)},
}
"""The table with one figure moved."""


def two_lines(row: Mapping[str, Any]) -> str:
    """The rule to beat: ratio in [.65, 1.35], bearing within 60°."""
    ratio = row["actual_km"] / row["value_km"]
    turned = 0.0
    if row["direction_deg"] is not None:
        turned = abs((row["direction_deg"] - row["actual_bearing"] + 180) % 360 - 180)
    return "consistent" if 0.65 <= ratio <= 1.35 and turned <= 60 else "contradicted"


def accept_and_reject(rows: Rows, rule: Rule) -> tuple[list[bool], list[bool]]:
    """For each true claim whether it is accepted, for each corrupted twin whether it is rejected."""
    told = [row for row in rows if not row["natural_false"]]
    accept = [rule(row) in ACCEPTED for row in told if row["label"] == "original"]
    reject = [rule(row) not in ACCEPTED for row in told if row["label"] == "corrupted"]
    return accept, reject


def _mean(flags: Sequence[bool]) -> float:
    return sum(flags) / max(len(flags), 1)


def interval(accept: Sequence[bool], reject: Sequence[bool], seed: int = 1) -> tuple[float, float]:
    """The middle 95 % of the mean of accept and reject, each resampled."""
    dice = random.Random(seed)  # noqa: S311 (a bootstrap)
    means = sorted(
        (_mean(dice.choices(accept, k=len(accept))) + _mean(dice.choices(reject, k=len(reject)))) / 2
        for _ in range(RESAMPLED)
    )
    return means[int(0.025 * RESAMPLED)], means[int(0.975 * RESAMPLED) - 1]


def line(name: str, rows: Rows, rule: Rule) -> str:
    """Accept, reject, their mean and its interval."""
    accept, reject = accept_and_reject(rows, rule)
    low, high = interval(accept, reject)
    mean = (_mean(accept) + _mean(reject)) / 2
    return f"{name:<34} accept {_mean(accept):.3f}  reject {_mean(reject):.3f}  mean {mean:.3f} [{low:.3f}, {high:.3f}]"


def grey(rows: Rows, rules: Mapping[str, Rule]) -> Iterable[str]:
    """The share of grey twins that each rule accepts, by what was done to them."""
    kinds = sorted({row["label"][5:].rstrip("lr") for row in rows if row["label"].startswith("grey")})
    yield f"{'grey twins accepted':<34} " + "  ".join(f"{kind:>8}" for kind in kinds)
    for name, rule in rules.items():
        shares = []
        for kind in kinds:
            twins = [r for r in rows if r["label"].startswith("grey") and r["label"][5:].rstrip("lr") == kind]
            twins = [r for r in twins if not r["natural_false"]]
            shares.append(_mean([rule(r) in ACCEPTED for r in twins]))
        yield f"{name:<34} " + "  ".join(f"{share:>8.3f}" for share in shares)


def ablation(rows: Rows, rule: Rule) -> Iterable[str]:
    """The same figures with one bound of the table moved."""
    for name, moved in FIGURES.items():
        before = {key: getattr(verdicts, key) for key in moved}
        try:
            for key, value in moved.items():
                setattr(verdicts, key, value)
            yield line(name, rows, rule)
        finally:
            for key, value in before.items():
                setattr(verdicts, key, value)


def _excused(judgement: Judgement) -> str:
    """The verdict if a figure that holds from edge to edge were plausible."""
    if Explanation.EDGE in judgement.explained_by and judgement.distance_verdict is Verdict.CONTRADICTED:
        return str(verdicts.worse(Verdict.PLAUSIBLE, judgement.direction_verdict))
    return str(judgement.verdict)


def told(rows: Rows, judged: Mapping[str, Judgement]) -> Iterable[str]:
    """Claims judged wrongly, and how often an explanation goes with which verdict."""
    counts: Counter[str] = Counter()
    for row in rows:
        if row["label"] not in {"original", "corrupted"} or row["natural_false"]:
            continue
        judgement = judged[_key(row)]
        verdict = "accepted" if judgement.verdict in ACCEPTED else "rejected"
        if (verdict == "accepted") != (row["label"] == "original"):
            ratio = row["actual_km"] / row["value_km"]
            yield f"wrong: {row['label']} {row['subject']} – {row['anchor']}, ratio {ratio:.2f}, {verdict}"
        counts.update(f"{row['label']} {verdict}, {reason}" for reason in judgement.explained_by)
    for what, count in sorted(counts.items()):
        yield f"explained: {what} {count}"


def spread(rows: Rows, judged: Mapping[str, Judgement]) -> Iterable[str]:
    """How true claims and corrupted twins spread over the verdicts."""
    for label in ("original", "corrupted"):
        counts = Counter(str(judged[_key(r)].verdict) for r in rows if r["label"] == label and not r["natural_false"])
        yield f"{label:<34} " + "  ".join(f"{verdict} {counts[verdict]}" for verdict in Verdict)


def _key(row: Mapping[str, Any]) -> str:
    return f"{row['pair']} {row['label']}"


def measure(bench: Path) -> Iterable[str]:
    """All lines of the benchmark."""
    gold = bench / "claims" / "verify.jsonl"
    rows: Rows = read_lines(gold)
    gazetteer = Gazetteer.open()
    pairs = {_key(row): read_pair(row) for row in rows}

    def judge_row(row: Mapping[str, Any]) -> Judgement:
        return check_pair(pairs[_key(row)], gazetteer, None, "en").judgement

    judged = {_key(row): judge_row(row) for row in rows}

    def ours(row: Mapping[str, Any]) -> str:
        return str(judged[_key(row)].verdict)

    def anew(row: Mapping[str, Any]) -> str:
        return str(judge_row(row).verdict)

    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.jsonl"
        write_lines(answers, ({"pair": r["pair"], "label": r["label"], "verdict": ours(r)} for r in rows))
        yield from score(bench / "score_verify.py", gold, answers).splitlines()
    rules: dict[str, Rule] = {"geomap": ours, "two lines": two_lines}
    yield ""
    for name, rule in rules.items():
        yield line(name, rows, rule)
    yield from grey(rows, rules)
    yield from spread(rows, judged)
    yield ""
    yield from ablation(rows, anew)
    yield line("edge to edge excuses", rows, lambda row: _excused(judged[_key(row)]))
    yield ""
    yield from told(rows, judged)


if __name__ == "__main__":
    found = bench_folder("verdicts")
    if found is not None:
        for text in measure(found):
            print(text)
