import json
from importlib.resources import files

import jsonschema
import pytest

from geomap.report.geojson import legs_geojson, mentions_geojson
from geomap.report.objects import document_object, report_object
from geomap.report.rows import CLAIM_COLUMNS, MENTION_COLUMNS, claim_row, mention_row
from geomap.spreadsheet import cell


@pytest.fixture(scope="module")
def schema():
    return json.loads((files("geomap.report") / "schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", ["french", "english"])
def test_the_report_is_valid_json_of_the_schema(example, request, schema):
    made = json.loads(json.dumps(report_object(request.getfixturevalue(example)), allow_nan=False))
    jsonschema.validate(made, schema)
    assert set(made) == {"articles", "mentions", "claims", "legs", "warnings", "provenance"}


def test_only_the_parts_asked_for_are_there(french):
    assert set(report_object(french, "claims")) == {"articles", "claims", "warnings", "provenance"}


def test_a_batch_line_has_the_contracts_keys(french):
    assert list(document_object(french)) == ["id", "lang", "mentions", "claims", "legs"]


def test_an_open_bound_is_null(read):
    report = read("Lyon se trouve à plus de 200 km de Marseille.")
    (claim,) = document_object(report)["claims"]
    assert (claim["quantity"]["hedge"], claim["quantity"]["high_km"]) == ("at_least", None)


def test_offsets_quote_the_text_as_it_was_given(read):
    text = "Ensuite\u00a0: l’armée à 🚂 Lyon,\r\nqui est à 280\u00a0km au nord de Marseille."
    for mention in document_object(read(text))["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"]


def test_geojson_is_longitude_first(french):
    made = mentions_geojson(french)
    khasan = next(f for f in made["features"] if f["properties"]["text"] == "Khasan")
    assert khasan["geometry"] == {"type": "Point", "coordinates": [130.6453, 42.4281]}
    lines = [f["geometry"]["type"] for f in legs_geojson(french)["features"]]
    assert lines == ["LineString"] * 6 + ["Point"]


def test_rows_have_the_columns(french):
    assert {len(claim_row(french, c)) for c in french.checks} == {len(CLAIM_COLUMNS)}
    assert {len(mention_row(m)) for m in french.mentions} == {len(MENTION_COLUMNS)}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text):
    assert cell(text) == f"'{text}"
    assert cell("Lyon") == "Lyon"
    assert cell(-1.5) == -1.5


def test_a_place_halfway_is_a_relation_with_both_measures(read, schema):
    text = "Orléans est à mi-chemin entre Paris et Lyon."
    report = read(text)
    (claim,) = report_object(report)["claims"]
    jsonschema.validate(json.loads(json.dumps(report_object(report), allow_nan=False)), schema)
    assert (claim["kind"], claim["relation"], claim["quantity"]) == ("relation", "halfway", None)
    assert [claim[end]["text"] for end in ("subject", "anchor", "other")] == ["Orléans", "Paris", "Lyon"]
    assert [claim[m]["from"]["name"] for m in ("measured", "measured_other")] == ["Paris", "Lyon"]
    assert claim["share"] == pytest.approx(0.25, abs=0.01)
    row = dict(zip(CLAIM_COLUMNS, claim_row(report, report.checks[0]), strict=True))
    assert (row["other"], row["reported"], row["value_km"], row["verdict"]) == (
        "Lyon",
        "à mi-chemin",
        "",
        "contradicted",
    )
