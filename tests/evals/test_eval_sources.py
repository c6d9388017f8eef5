"""The text behind a case, its hash in the file, and the frozen split."""

from pathlib import Path

import pytest

from evals import stamp
from evals.case_schema import TEST_BYTES
from evals.cases import CaseError, load_cases
from evals.sources import by_document, gold_hash, gold_text, is_stale
from ingest.yaml_lines import read_list

CASES = """\
# Överst en kommentar.
- id: A1
  turns: [Hur mycket]   # frågan
  answerable: true
  relevant:
    - {document: boll, section: Belopp}
    - document: boll   # som block
      section: Tider
    - {document: boll, section: Finns ej}
  nuggets:
    - {name: belopp, any: [2 000 kr]}

- id: O1
  turns: ["Vem vann?"]
  answerable: false
  kind: utanfor-amnet
"""


@pytest.fixture
def passages(build):
    return by_document(build.passage(section=section) for section in ("Belopp", "Tider", "Krav"))


def stamped(tmp_path: Path, passages, text: str = CASES, *, renew: bool = False) -> stamp.Stamped:
    file = tmp_path / "fall.yaml"
    file.write_text(text, encoding="utf-8")
    nodes = [item.node for item in read_list(file)]
    return stamp.stamp(text, list(zip(load_cases([file]), nodes, strict=True)), passages, renew=renew)


def gold(build, **place):
    return build.case(relevant=[{"document": "boll", **place}]).relevant[0]


def test_the_text_of_a_place_does_not_depend_on_how_it_is_split(build, passages):
    whole = gold_text(gold(build), passages)
    assert whole == build.document().text
    assert gold_text(gold(build, section="tider"), passages) == "Ansök senast 31 mars 2025."
    assert gold_text(gold(build, section="Finns ej"), passages) is None
    assert gold_hash(gold(build, section="Tider"), passages) != gold_hash(gold(build, section="Krav"), passages)


def test_a_case_is_stale_when_its_text_is_another_or_gone(build, passages):
    digest = gold_hash(gold(build, section="Tider"), passages)
    assert not is_stale(gold(build, section="Tider", sha256=digest[:16]), passages)
    assert is_stale(gold(build, section="Krav", sha256=digest[:16]), passages)
    assert is_stale(gold(build, section="Finns ej", sha256=digest[:16]), passages)


def test_stamping_keeps_comments_and_layout_and_names_what_is_missing(tmp_path, passages):
    done = stamped(tmp_path, passages)
    assert done.added == 2
    assert done.remarks == ("A1: boll › Finns ej finns inte i dokumenten",)
    kept = [line for line in done.text.splitlines() if "sha256" not in line]
    assert set(CASES.splitlines()) - set(kept) == {"    - {document: boll, section: Belopp}"}
    again = stamped(tmp_path, passages, done.text)
    assert again.added == 0
    assert again.text == done.text


def test_a_fact_that_stands_in_none_of_its_places_is_named(tmp_path, passages):
    wrong = CASES.replace("any: [2 000 kr]", "any: [3 000 kr]")
    assert "A1: belopp står inte i något av ställena" in stamped(tmp_path, passages, wrong).remarks
    derived = wrong.replace("any: [3 000 kr]", "any: [3 000 kr], derived: true")
    assert "A1: belopp står inte i något av ställena" not in stamped(tmp_path, passages, derived).remarks


def test_a_changed_source_is_named_and_only_stamped_again_when_told(tmp_path, build, passages):
    done = stamped(tmp_path, passages)
    old = gold_hash(gold(build, section="Tider"), passages)[:16]
    changed = done.text.replace(old, "0" * 16)
    kept = stamped(tmp_path, passages, changed)
    assert kept.text == changed
    assert any("inaktuellt" in remark for remark in kept.remarks)
    assert stamped(tmp_path, passages, changed, renew=True).text == done.text


def test_the_command_stamps_files_from_a_corpus(tmp_path, capsys):
    corpus = tmp_path / "korpus"
    corpus.mkdir()
    (corpus / "boll.md").write_text("# Boll\n\n## Belopp\n\nBidraget är 2 000 kr.\n\n## Tider\n\nI maj.\n", "utf-8")
    file = tmp_path / "fall.yaml"
    file.write_text(CASES, encoding="utf-8")
    assert stamp.main([str(file), "--korpus", str(corpus)]) == 1
    assert "2 stämplade" in capsys.readouterr().out
    assert all(item.sha256 for item in load_cases([file])[0].relevant[:2])


def test_a_file_of_development_cases_is_dev_and_the_rest_is_split_by_id(tmp_path):
    text = "".join(f"- id: N{n}\n  turns: [x]\n  answerable: false\n" for n in range(400))
    for name in ("dev-gamla.yaml", "nya.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert {case.side for case in load_cases([tmp_path / "dev-gamla.yaml"])} == {"dev"}
    new = [case.side for case in load_cases([tmp_path / "nya.yaml"])]
    assert abs(new.count("test") / len(new) - TEST_BYTES / 256) < 0.07
    moved = text.replace("answerable: false", "answerable: false\n  split: dev")
    (tmp_path / "nya.yaml").write_text(moved, encoding="utf-8")
    assert {case.side for case in load_cases([tmp_path / "nya.yaml"])} == {"dev"}


def test_who_wrote_a_case_and_its_hash_do_not_change_its_digest(build):
    plain = build.case()
    stamped_case = build.case(
        author="Kultur", date="2026-11-25", relevant=[{"document": "boll", "section": "Belopp", "sha256": "a" * 16}]
    )
    assert stamped_case.digest == plain.digest
    okay = [{"name": "2 000 kr", "any": ["2 000 kr"]}, {"name": "x", "any": ["x"], "importance": "okay"}]
    assert build.case(nuggets=okay).digest != plain.digest


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("utanfor-amnet", "udda", ["rad 16", "'kind'", "inget-dokument, uppgift-saknas"]),
        ("kind: utanfor-amnet", "date: 25 november", ["rad 16", "'date'", "2026-01-31"]),
        ("kind: utanfor-amnet", "date: 2026-02-30", ["rad 16", "2026-01-31"]),
        ("kind: utanfor-amnet", "split: test", ["rad 16", "'split'", "avgörs av deras id"]),
        ("any: [2 000 kr]", "any: [2 000 kr], importance: hög", ["rad 11", "vital eller okay"]),
        ("any: [2 000 kr]", "any: [2 000 kr], importance: okay", ["rad 2", "minst ett faktum", "vital"]),
        ("section: Belopp", "section: Belopp, sha256: X", ["rad 6", "evals.stamp"]),
        ("turns: [Hur mycket]", "turns: [x]\n  kind: framtid", ["rad 2", "kind när answerable är false"]),
        ("turns: [Hur mycket]", "turns: [x]\n  paraphrases: y", ["rad 4", "'paraphrases'", "lista"]),
    ],
)
def test_the_new_fields_are_strict(tmp_path, old, new, expected):
    file = tmp_path / "fall.yaml"
    file.write_text(CASES.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        load_cases([file])
    for part in expected:
        assert part in str(caught.value)
