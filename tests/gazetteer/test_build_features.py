"""The script that derives listed features: tried on rows of Natural Earth's own table."""

import csv
import io

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer.build import features as build_features
from geomap.geodesy import distance_km

HEADER = "layer\tindex\tfeature_class\tscalerank\tname\tname_fr\tname_alt\tcountry\tcode\tlat\tlon\tradius_km\n"


def features(*rows):
    table = csv.DictReader(io.StringIO(HEADER + "".join(f"{row}\n" for row in rows)), delimiter="\t")
    return list(build_features._features(table))


def test_segments_of_one_river_in_several_languages_become_one():
    danube = features(
        "river\t566\tRiver\t2.0\tDonau\t\tDanube|Danube\t\t\t48.144\t17.085\t339.2",
        "river\t389\tRiver\t2.0\tDanube\t\t\t\t\t44.695\t22.368\t510.1",
    )
    assert [river.name for river in danube] == ["Danube"]
    assert 600 < danube[0].radius_km < 900


def test_rivers_of_one_name_far_apart_stay_two():
    names = features(
        "river\t247\tRiver\t5.0\tColorado\t\t\t\t\t36.086\t-112.027\t630.2",
        "river\t292\tRiver\t5.0\tColorado\t\t\t\t\t-38.228\t-67.308\t433.3",
    )
    assert len(names) == 2
    assert distance_km(names[0].position, names[1].position) > 5000


def test_a_fragment_of_a_large_area_is_left_out():
    assert features("region\t770\tDesert\t3\tNAMIB DESERT\t\t\t\t\t-22.42\t15.051\t33.9") == []
    assert [
        desert.name for desert in features("region\t776\tDesert\t3\tTHAR DESERT\t\t\t\t\t27.46\t71.615\t291.3")
    ] == ["Thar Desert"]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ISLAND OF NEWFOUNDLAND", "Island of Newfoundland"),
        ("RUB’ AL KHALI", "Rub’ al Khali"),
        ("Mt. Baker", "Mount Baker"),
        ("Yap Is.", "Yap Islands"),
        ("SOLOMON ISANDS", "Solomon Islands"),
        ("Rhne", "Rhône"),
        ("Gulf of  Suez", "Gulf of Suez"),
    ],
)
def test_names_lose_capitals_abbreviations_and_damage(written, plain):
    assert build_features._clean(written) == plain


def test_a_name_with_lost_letters_is_mended_or_left_out():
    assert features("lake\t1\tLake\t4\tLa?o Xolotln\t\t\t\t\t12.3\t-86.3\t18.2") == []
    kizilirmak = features("river\t710\tRiver\t7.0\tKiz?lirmak\t\t\t\t\t39.527\t33.405\t242.9")
    assert [river.name for river in kizilirmak] == ["Kızılırmak"]


def test_french_names_in_capitals_are_not_trusted():
    sea = "marine\t{}\tsea\t0\tSolomon Sea\t{}\t\t\t\t-8.022\t152.485\t487.2"
    assert [feature.french for feature in features(sea.format(87, "Mer des Salomon"))] == ["Mer des Salomon"]
    assert [feature.french for feature in features(sea.format(87, "MER DES SALOMON"))] == [""]


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Lake Winnipeg", "lac Winnipeg"),
        ("Mount Robson", "mont Robson"),
        ("Port of Iquique", "port d’Iquique"),
        ("Gulf of Papua", "golfe de Papua"),
        ("Ionian Islands", ""),
        ("Great Slave Lake", ""),
    ],
)
def test_french_forms_are_made_of_one_proper_word_and_a_noun(english, french):
    assert build_features._french(english) == french


def test_another_table_than_the_pinned_one_is_refused(tmp_path):
    table = tmp_path / "names.tsv"
    table.write_text(HEADER, encoding="utf-8")
    with pytest.raises(GazetteerError, match="sha256 must be"):
        build_features.build(tmp_path, names=table, airports=table)
