from pathlib import Path

import pytest

from assistant.errors import CivsamError
from evals.cases import CaseError, load_cases

GOOD = """\
- id: A1
  tags: [prov]
  turns:
    - Hur mycket är bidraget?
  answerable: true
  relevant:
    - {document: boll, section: Belopp}
  nuggets:
    - name: belopp
      any: [2 000 kr, 2024]
"""


def written(folder: Path, text: str, name: str = "fall.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(CaseError) as caught:
        load_cases([written(tmp_path, text)])
    return str(caught.value)


def test_the_cases_that_come_with_civsam_are_read_by_default():
    cases = load_cases()
    assert len(cases) == len({case.id for case in cases}) >= 82
    assert {case.answerable for case in cases} == {True, False}
    assert any(nugget.derived for case in cases for nugget in case.nuggets)
    assert any(len(case.turns) > 1 for case in cases)
    assert any(case.forbidden for case in cases)


def test_values_stay_as_written(tmp_path):
    (case,) = load_cases([written(tmp_path, GOOD)])
    assert case.nuggets[0].any == ("2 000 kr", "2024")
    assert case.relevant[0].section == "Belopp"
    assert case.answerable is True
    assert case.forbidden == case.may_mention == ()


def test_a_folder_is_read_file_by_file_and_each_file_once(tmp_path):
    written(tmp_path, GOOD.replace("A1", "B1"), "b.yml")
    first = written(tmp_path, GOOD, "a.yaml")
    written(tmp_path, "inte fall", "las.txt")
    assert [case.id for case in load_cases([tmp_path, first])] == ["A1", "B1"]


def test_the_digest_changes_with_any_field(tmp_path):
    changed = [GOOD, GOOD.replace("Belopp", "Tider"), GOOD.replace("2 000", "3 000"), GOOD + "  forbidden: [x]\n"]
    digests = {load_cases([written(tmp_path, text)])[0].digest for text in changed}
    assert len(digests) == 4


def test_two_cases_with_one_id_are_refused_with_both_places(tmp_path):
    written(tmp_path, GOOD, "a.yaml")
    written(tmp_path, GOOD, "b.yaml")
    with pytest.raises(CaseError, match=r"'A1' finns två gånger.*a\.yaml, rad 1 och b\.yaml, rad 1"):
        load_cases([tmp_path])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("answerable: true", "answerable: kanske", ["rad 5", "'answerable'", "'kanske'", "true eller false"]),
        ("tags:", "taggar:", ["rad 2", "'taggar'", "Tillåtna fält: id, tags, turns"]),
        ("section:", "avsnitt:", ["rad 7", "'relevant.1.avsnitt'", "Tillåtna fält: document, section, page"]),
        ("section: Belopp", "page: sju", ["rad 7", "'relevant.1.page'", "'sju'", "sidnummer"]),
        ("any: [2 000 kr, 2024]", "any: []", ["rad 10", "'nuggets.1.any'", "minst ett värde"]),
        ("any: [2 000 kr, 2024]", "any: 2024", ["rad 10", "'nuggets.1.any'", "'2024'", "lista"]),
        ("[2 000 kr, 2024]", "['', 2024]", ["rad 10", "'nuggets.1.any.1'", "formulering"]),
        ("      any: [2 000 kr, 2024]", "      derived: true", ["rad 9", "'nuggets.1.any' saknas"]),
        ("{document: boll, section: Belopp}", "boll", ["rad 7", "'relevant.1'", "'boll'", "document, section, page"]),
        ("    - Hur mycket är bidraget?", "    -", ["rad 4", "'turns.1'", "inte är tom"]),
        ("Hur mycket är bidraget?", "Bidraget: hur mycket?", ["rad 4", "'turns.1'", "citattecken"]),
        ("answerable: true", "answerable: false", ["rad 1", "inga fakta i nuggets när answerable är false"]),
    ],
)
def test_an_error_names_file_line_case_field_value_and_what_is_allowed(tmp_path, old, new, expected):
    assert old in GOOD
    message = refused(tmp_path, GOOD.replace(old, new, 1))
    assert "fall.yaml" in message
    assert "fall A1" in message
    for part in expected:
        assert part in message


def test_the_line_is_counted_from_the_top_of_the_file(tmp_path):
    second = GOOD.replace("A1", "A2").replace("answerable: true", "answerable: ja")
    message = refused(tmp_path, GOOD + "\n" + second)
    assert "rad 16, fall A2" in message


def test_an_answerable_case_needs_a_fact(tmp_path):
    assert "minst ett faktum" in refused(tmp_path, GOOD[: GOOD.index("  nuggets")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "lista"),
        ("id: A1", "lista"),
        ("- id: 'A1\n", "giltig YAML"),
        ("- id: A1\n  id: A2\n", "rad 2"),
        ("- bara text\n", "ska ha fälten id, tags"),
        ("- id: !!python/name:os.system x\n", "YAML-märke"),
    ],
)
def test_what_is_not_a_list_of_cases_is_refused(tmp_path, text, expected):
    message = refused(tmp_path, text)
    assert "fall.yaml" in message
    assert expected in message


def test_text_in_another_encoding_is_refused(tmp_path):
    file = tmp_path / "fall.yaml"
    file.write_bytes(GOOD.encode("latin-1"))
    with pytest.raises(CaseError, match="UTF-8"):
        load_cases([file])


def test_a_path_without_cases_is_refused(tmp_path):
    with pytest.raises(CivsamError, match="finns inte"):
        load_cases([tmp_path / "saknas.yaml"])
    with pytest.raises(CivsamError, match="inga fall"):
        load_cases([tmp_path])
