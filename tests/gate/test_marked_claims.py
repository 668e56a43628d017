"""The reader of sentences with their claims marked, which the gate measures on."""

import pytest

from benchmarks.marked_claims import read_marked_claims


@pytest.fixture
def marked(tmp_path):
    def run(line):
        (tmp_path / "fr.txt").write_text(f"# A remark.\n\n{line}\n", encoding="utf-8")
        (row,) = read_marked_claims("fr", tmp_path)
        return [
            {
                "subject": row["text"][slice(*claim["subject"])] if claim["subject"] else None,
                "anchor": row["text"][slice(*claim["anchor"])] if claim["anchor"] else None,
                "km": claim["value_km"],
            }
            for claim in row["claims"]
        ]

    return run


@pytest.mark.parametrize(
    ("line", "claims"),
    [
        (
            '<subject>A</subject> est à <length km="6">6 km</length> de <anchor>B</anchor>.',
            [{"subject": "A", "anchor": "B", "km": 6}],
        ),
        (
            'La distance entre <subject>A</subject> et <anchor>B</anchor> est de <length km="6">6 km</length>.',
            [{"subject": "A", "anchor": "B", "km": 6}],
        ),
        (
            'À <length km="6">6 km</length> de <anchor>B</anchor>, <subject>A</subject> dort.',
            [{"subject": "A", "anchor": "B", "km": 6}],
        ),
        (
            (
                '<subject>A</subject>, à <length km="6" anchor="b c">6 km</length> de <anchor id="b">B</anchor> et de '
                '<anchor id="c">C</anchor>.'
            ),
            [{"subject": "A", "anchor": "B", "km": 6}, {"subject": "A", "anchor": "C", "km": 6}],
        ),
        (
            (
                '<subject>A</subject> est à <length km="6">6 km</length> de <anchor id="b">B</anchor>, à '
                '<length km="9" subject="b">9 km</length> de <anchor>C</anchor>.'
            ),
            [{"subject": "A", "anchor": "B", "km": 6}, {"subject": "B", "anchor": "C", "km": 9}],
        ),
        ('<subject>A</subject> est à <length km="6">6 km</length>.', [{"subject": "A", "anchor": None, "km": 6}]),
        ('À <length km="2..10" hedge="approx">quelques km</length>.', [{"subject": None, "anchor": None, "km": 6}]),
        ("La Loire a 1 000 km.", []),
    ],
)
def test_a_line_is_read(marked, line, claims):
    assert marked(line) == claims


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("<length>6 km</length>", "needs km"),
        ('<length km="6" hedge="maybe">6 km</length>', "hedge must be one of"),
        ('<length km="6" hedge="range">6 km</length>', "a range with two numbers"),
        ('<length km="6" anchor="x">6 km</length>', "no anchor has the id x"),
        ("<subject>A", "never closed"),
        ("A</subject>", "closes nothing"),
        ("<subject>A <anchor>B</anchor></subject>", "stands inside <subject>"),
        ('<subject name="x">A</subject>', "has more than id"),
        ("<place>A</place>", "a mark is not one of"),
    ],
)
def test_a_bad_line_is_named(marked, line, message):
    with pytest.raises(ValueError, match=rf"fr\.txt:3: .*{message}"):
        marked(line)
