import gzip
import json
from datetime import date

import pytest

from geomap.article import article_from_text
from geomap.batch import BatchSummary, Document, run_batch
from geomap.errors import BatchError, LanguageError, OutputError


def echo(document):
    return {
        "id": document.id,
        "lang": document.lang,
        "length": len(document.text),
        "published": str(document.published),
    }


@pytest.fixture
def batch(tmp_path):
    def run(content, analyse=echo, name="in.jsonl", **options):
        data = content if isinstance(content, bytes) else content.encode()
        source, target = tmp_path / name, tmp_path / "out.jsonl"
        source.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        summary = run_batch(source, target, analyse, **options)
        assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, "out.jsonl"])
        return summary, [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]

    return run


def lines(*members):
    return "".join(json.dumps(m) + "\n" for m in members)


def test_each_line_gives_a_line_in_the_same_order(batch):
    summary, out = batch(lines(*({"id": f"d{i}", "text": "x" * i} for i in range(50))))
    assert summary == BatchSummary(documents=50, failures=0)
    assert [(o["id"], o["length"]) for o in out] == [(f"d{i}", i) for i in range(50)]


def test_language_and_date_are_passed_on(batch):
    _, out = batch(lines({"id": "a", "text": "x", "lang": "fr", "published": "2023-09-13"}, {"id": "b", "text": "x"}))
    assert [(o["lang"], o["published"]) for o in out] == [("fr", "2023-09-13"), (None, "None")]


def test_document_is_what_the_line_says(batch):
    seen = []
    batch(
        lines({"id": 7, "text": "Où ?", "lang": None, "published": "2023-09-13T23:00:00Z", "more": []}),
        lambda document: seen.append(document) or {},
    )
    assert seen == [Document(id="7", text="Où ?", lang=None, published=date(2023, 9, 13))]


def test_compressed_input_is_read(batch):
    summary, out = batch(lines({"id": "a", "text": "été"}), name="in.jsonl.gz")
    assert (summary.documents, out[0]["length"]) == (1, 3)


def test_empty_input_gives_an_empty_output(batch):
    assert batch("") == (BatchSummary(documents=0, failures=0), [])


def test_blank_lines_and_a_byte_order_mark_are_skipped(batch):
    summary, out = batch(b"\xef\xbb\xbf" + b'{"id":"a","text":"x"}\r\n\n  \n{"id":"b","text":"y"}')
    assert (summary.documents, [o["id"] for o in out]) == (2, ["a", "b"])


def test_line_separators_of_unicode_do_not_split_a_line(batch):
    _, out = batch('{"id":"a","text":"Lyon\u2028Paris\u0085"}\n')
    assert [o["length"] for o in out] == [11]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "the line is not JSON"),
        ("nonsense", "the line is not JSON"),
        ("[1]", "must be a JSON object with a text, got list"),
        ('"text"', "must be a JSON object with a text, got str"),
        ("{}", '"text" is missing'),
        ('{"text": null}', '"text" is missing'),
        ('{"text": 5}', '"text" must be a string, got int'),
        ('{"id": ["a"], "text": "x"}', '"id" must be a string, got list'),
        ('{"id": true, "text": "x"}', '"id" must be a string, got bool'),
        ('{"text": "x", "lang": 5}', '"lang" must be a string'),
        ('{"text": "x", "published": 2023}', '"published" must be a string'),
        ('{"text": "x", "published": "hier"}', "must be written like 2023-09-13"),
        ("[" * 100_000, "nested too deeply"),
        ('{"text": ' + "9" * 10_000 + "}", "the line is not JSON"),
    ],
    ids=lambda value: value[:30],
)
def test_bad_line_becomes_an_error_and_the_others_go_on(batch, line, says):
    summary, out = batch(f'{{"id":"a","text":"x"}}\n{line}\n{{"id":"c","text":"z"}}\n')
    assert summary == BatchSummary(documents=3, failures=1)
    assert [o["id"] for o in out] == ["a", "line-2", "c"]
    assert set(out[1]) == {"id", "error"}
    assert set(out[1]["error"]) == {"type", "message"}
    assert says in out[1]["error"]["message"]


def test_line_that_is_not_utf8_becomes_an_error(batch):
    summary, out = batch(b'{"text":"\xff"}\n{"id":"b","text":"y"}\n')
    assert summary.failures == 1
    assert "not UTF-8" in out[0]["error"]["message"]


def test_bad_member_keeps_the_documents_id(batch):
    _, out = batch(lines({"id": "a"}))
    assert out == [{"id": "a", "error": {"type": "BatchError", "message": '"text" is missing'}}]


def test_document_without_an_id_is_known_by_its_line(batch):
    _, out = batch("\n" + lines({"text": "x"}))
    assert out[0]["id"] == "line-2"


def test_failing_analysis_becomes_an_error_with_its_type(batch):
    def analyse(document):
        return {"lang": article_from_text(document.text, id=document.id).lang}

    german = "Der Zug ist am Dienstag in Russland eingetroffen, wie die Agentur meldete."
    summary, out = batch(
        lines({"id": "a", "text": german}, {"id": "b", "text": "Le train est arrivé à Lyon."}), analyse
    )
    assert summary == BatchSummary(documents=2, failures=1)
    assert out[0]["error"]["type"] == LanguageError.__name__
    assert out[1] == {"id": "b", "lang": "fr"}


@pytest.mark.parametrize("error", [ZeroDivisionError(), RecursionError(), MemoryError(), AssertionError()])
def test_error_without_words_is_named(batch, error):
    def analyse(_document):
        raise error

    _, out = batch(lines({"id": "a", "text": "x"}), analyse)
    assert out == [{"id": "a", "error": {"type": type(error).__name__, "message": type(error).__name__}}]


@pytest.mark.parametrize("value", [float("inf"), float("nan"), {1, 2}, object()])
def test_result_that_is_no_json_becomes_an_error(batch, value):
    summary, out = batch(lines({"id": "a", "text": "x"}), lambda _: {"value": value})
    assert summary.failures == 1
    assert set(out[0]) == {"id", "error"}


def test_output_is_compact_and_readable(tmp_path):
    (tmp_path / "in.jsonl").write_text(lines({"id": "é", "text": "x"}), encoding="utf-8")
    run_batch(tmp_path / "in.jsonl", tmp_path / "o" / "out.jsonl", lambda _: {"name": "Oussouriïsk"})
    assert (tmp_path / "o" / "out.jsonl").read_text(encoding="utf-8") == '{"id":"é","name":"Oussouriïsk"}\n'


def test_half_a_character_is_written_as_an_escape(batch):
    _, out = batch('{"id":"\\ud83d","text":"x"}\n')
    assert out[0]["id"] == "\ud83d"


def test_progress_counts_documents(batch):
    counted = []
    batch(lines({"text": "x"}, {}, {"text": "z"}), progress=counted.append)
    assert counted == [1, 2, 3]


def test_documents_are_told_of_ahead_by_the_group(batch):
    groups = []
    text = lines(*({"id": f"d{i}", "text": "x"} for i in range(100)), {"id": 5})
    summary, _ = batch(text, ahead=lambda documents: groups.append([d.id for d in documents]))
    assert summary == BatchSummary(documents=101, failures=1)
    assert [len(group) for group in groups] == [64, 36]
    assert [name for group in groups for name in group] == [f"d{i}" for i in range(100)]


def test_what_fails_ahead_is_left_to_the_documents_own_analysis(batch):
    def ahead(_documents):
        raise ValueError

    summary, out = batch(lines({"id": "a", "text": "x"}, {"id": "b", "text": "yy"}), ahead=ahead)
    assert (summary.failures, [o["length"] for o in out]) == (0, [1, 2])


def test_interrupt_leaves_what_was_there(tmp_path):
    (tmp_path / "in.jsonl").write_text(lines({"text": "x"}, {"text": "y"}))
    (tmp_path / "out.jsonl").write_text("old")

    def analyse(document):
        if document.text == "y":
            raise KeyboardInterrupt
        return {}

    with pytest.raises(KeyboardInterrupt):
        run_batch(tmp_path / "in.jsonl", tmp_path / "out.jsonl", analyse)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]
    assert (tmp_path / "out.jsonl").read_text() == "old"


def test_damaged_archive_is_said_and_leaves_nothing(tmp_path):
    source = tmp_path / "in.jsonl.gz"
    source.write_bytes(gzip.compress(lines(*({"text": str(i) * 99} for i in range(5000))).encode())[:-500])
    with pytest.raises(BatchError, match=r"'.*in\.jsonl\.gz' is damaged after line"):
        run_batch(source, tmp_path / "out.jsonl", echo)
    assert [p.name for p in tmp_path.iterdir()] == ["in.jsonl.gz"]


def test_file_that_is_no_archive_is_said(tmp_path):
    (tmp_path / "in.jsonl.gz").write_text("x")
    with pytest.raises(BatchError, match="is damaged after line 0"):
        run_batch(tmp_path / "in.jsonl.gz", tmp_path / "out.jsonl", echo)


def test_missing_input_is_said(tmp_path):
    with pytest.raises(BatchError, match="there is no batch input at"):
        run_batch(tmp_path / "in.jsonl", tmp_path / "out.jsonl", echo)
    assert list(tmp_path.iterdir()) == []


def test_folder_is_said(tmp_path):
    with pytest.raises(BatchError, match="is a folder"):
        run_batch(tmp_path, tmp_path / "out.jsonl", echo)


def test_input_is_never_written_over(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(lines({"text": "x"}))
    with pytest.raises(BatchError, match="cannot write over its own input"):
        run_batch(source, tmp_path / "." / "in.jsonl", echo)


def test_compressed_output_is_refused(tmp_path):
    with pytest.raises(BatchError, match="not compressed"):
        run_batch(tmp_path / "in.jsonl", tmp_path / "out.jsonl.gz", echo)


def test_output_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "in.jsonl").write_text(lines({"text": "x"}))
    (tmp_path / "out.jsonl").mkdir()
    with pytest.raises(OutputError, match="cannot write"):
        run_batch(tmp_path / "in.jsonl", tmp_path / "out.jsonl", echo)
