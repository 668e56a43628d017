"""Small files in the shapes of GeoNames' dumps, and a folder of imports for each test."""

import shutil
import zipfile

import pytest


@pytest.fixture(autouse=True)
def cache(gazetteer, tmp_path, monkeypatch):
    """A folder of imports that holds none, beside the name index that the whole run compiled once."""
    folder = tmp_path / "cache"
    folder.mkdir()
    (folder / gazetteer.path.name).symlink_to(gazetteer.path)
    seal = gazetteer.path.name + ".seal"
    shutil.copy(gazetteer.path.with_name(seal), folder / seal)
    monkeypatch.setenv("GEOMAP_CACHE", str(folder))
    return folder


def place_line(number, name, lat, lon, *, others="", feature="P.PPL", country="FR", region="44", population=0):
    feature_class, _, code = feature.partition(".")
    columns = [number, name, name, others, lat, lon, feature_class, code, country, "", region, "", "", "", population]
    return "\t".join(map(str, [*columns, "", "", "Europe/Paris", "2024-05-01"]))


def name_line(number, place, lang, text, *, flags="", period=("", "")):
    marks = ["1" if flag in flags else "" for flag in "pscH".lower()]
    return "\t".join(map(str, [number, place, lang, text, *marks, *period]))


NANCY = place_line(2990999, "Nancy", 48.68439, 6.18496, others="Nanceium,ENC,Nanzig", population=105058)
TOUL = place_line(2972350, "Toul", 48.68075, 5.89115, others="Тул", population=17680)
# Invented, with numbers that GeoNames has not given: nobody else's places of such names.
HAMLET = place_line(990000001, "Zwybrücken-les-Essarts", 48.7, 6.2, feature="P.PPL")
FARM = place_line(990000002, "Oulgovka", 43.9, 132.1, feature="S.FRM", country="RU", region="59")
PEAK = place_line(990000003, "Pic des Essarts", 48.71, 6.21, feature="T.MT")


@pytest.fixture
def lines():
    """Functions that make lines, and some lines."""
    return {
        "place": place_line,
        "name": name_line,
        "good": [TOUL, NANCY, HAMLET, FARM, PEAK],
    }


@pytest.fixture
def write(tmp_path):
    """Write a file of lines, or of bytes, packed where its name ends in .zip."""

    def run(name, content, *, beside=()):
        path = tmp_path / name
        data = content if isinstance(content, bytes) else ("\n".join(content) + "\n").encode()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for other in beside:
                    archive.writestr(other, "what the columns mean")
                archive.writestr(f"{path.stem}.txt", data)
        else:
            path.write_bytes(data)
        return path

    return run
