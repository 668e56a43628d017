import re

import pytest

from geomap.datadir import data_folder
from geomap.entities import people
from geomap.errors import GazetteerError


@pytest.mark.tarballs
def test_rebuilding_gives_the_committed_lists(tarballs):
    built = people.build(tarballs)
    assert sorted(built) == ["family.txt", "given.txt"]
    for name, text in built.items():
        assert text == (data_folder("recogniser") / name).read_text(encoding="utf-8"), name


def test_a_missing_package_is_named(tmp_path):
    with pytest.raises(GazetteerError, match=r"faker-40\.63\.0-py3-none-any\.whl: is missing; fetch the package"):
        people.build(tmp_path)


def test_nothing_of_another_package_than_the_pinned_one_is_read(tmp_path):
    (tmp_path / people.FAKER.file).write_bytes(b"PK")
    with pytest.raises(GazetteerError, match=r"any\.whl: is not the archive .*: sha256 must be 36627c20") as refused:
        people.build(tmp_path)
    assert "\n" not in str(refused.value)


@pytest.mark.tarballs
@pytest.mark.parametrize(
    ("other", "complaint"), [(b"else", "is not the archive this script was written for"), (None, "is missing")]
)
def test_another_census_than_the_pinned_one_is_refused(tarballs, tmp_path, other, complaint):
    (tmp_path / people.FAKER.file).symlink_to(tarballs.absolute() / people.FAKER.file)
    if other:
        (tmp_path / people.CENSUS.file).write_bytes(other)
    with pytest.raises(GazetteerError, match=f"{re.escape(people.CENSUS.file)}: {complaint}"):
        people.build(tmp_path)


def test_each_word_of_a_name_is_listed_once_in_small_letters():
    listed = people._listed("Given", {"Jean-Luc", "Marie Claire", "Luc", "O’Neil", "Élodie"})
    header, *words = listed.splitlines()
    assert header.startswith("# Given names; made by geomap.entities.people")
    assert words == ["claire", "jean", "luc", "marie", "o’neil", "élodie"]


def test_small_words_initials_and_scripts_without_capitals_are_not_listed():
    assert people._listed("Family", {"van der Berg", "X", "王", "de", "3M"}).splitlines()[1:] == ["berg"]


def test_the_census_lists_a_name_a_line_before_its_figures_the_most_frequent_first():
    content = b"SMITH          1.006  1.006      1\nJOHNSON        0.810  1.816      2\n\n"
    assert people._census(content) == ["Smith", "Johnson"]
