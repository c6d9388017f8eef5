"""Plan and comparison files: what is right becomes places of quotes; anything wrong is refused with file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheets import document, passage

from assistant.structured import changes, plans
from ingest.comparisons import read_comparisons
from ingest.plans import read_plans
from ingest.structures import Read, Structure

TEXT = "Målet är fler möten för alla.\n\n- Öppna en lokal\n- Ordna kurser\n\nPlanen har två aktiviteter. Förut tre."
SHEET = document(TEXT, id="provplan")
PASSAGES = (
    passage(SHEET, 0, 29, headings=("Mål",)),
    passage(SHEET, 31, 62, headings=("Område 1 – Lokaler",)),
    passage(SHEET, 64, headings=("Antal",)),
)
READS = [Read(SHEET, PASSAGES)]
PLAN = """\
plan: prov
namn: Provplanen
dokument: provplan
kallas: [provplan]
antal:
  - {typ: aktivitet, antal: 2, citat: Planen har två aktiviteter.}
saknas:
  - {vad: tidplan, citat: Förut tre.}
noder:
  - id: mal
    typ: mål
    citat: fler möten för alla
    under:
      - id: lokaler
        typ: insatsområde
        namn: Lokaler
        rubrik: Område 1 – Lokaler
        under:
          - id: lokal
            typ: aktivitet
            citat: Öppna en lokal
kopplingar:
  - {till: "prov#lokal", citat: Ordna kurser}
"""
COMPARISON = """\
jamforelse: prov
namn: Provet
kallas: [prov]
versioner:
  - {namn: Den äldre, dokument: [provplan]}
  - {namn: Den nyare, dokument: [provplan]}
aspekter:
  - namn: Antal
    slag: ändrat
    citat:
      - {dokument: provplan, citat: Förut tre., version: Den äldre}
      - {dokument: provplan, citat: Planen har två aktiviteter., version: båda}
"""


def read_plan(folder: Path, *texts: str) -> Structure:
    files = [folder / f"plan{number}.yaml" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, encoding="utf-8")
    return read_plans(files, READS)


def test_a_right_file_becomes_a_tree_whose_places_are_its_quotes(tmp_path: Path) -> None:
    structure = read_plan(tmp_path, PLAN)
    assert structure.refused == []
    (plan,) = plans.read(structure.records)
    words = {node.id: TEXT[node.place.start : node.place.end] for node in plan.nodes}
    assert words == {
        "mal": "fler möten för alla",
        "lokaler": "- Öppna en lokal\n- Ordna kurser",
        "lokal": "Öppna en lokal",
    }
    assert [node.path for node in plan.nodes] == [(), ("mal",), ("mal", "lokaler")]
    assert [plan.parent(node) for node in plan.nodes] == [None, *plan.nodes[:2]]
    assert plan.children(None) == plan.nodes[:1]
    assert plan.of_kind(["aktivitet"], plan.nodes[0]) == plan.nodes[2:]
    assert (plan.counts[0].number, plan.says_missing("tidplan") is not None) == (2, True)
    assert (plan.links[0].source, plan.links[0].target) == ("prov", "prov#lokal")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("citat: fler möten för alla", "citat: fler möten för många", 12, "'noder.1.citat' står inte ordagrant i provplan"),
        ("citat: Öppna en lokal", "citat: Öppna två lokaler", 21, "'noder.1.under.1.under.1.citat' står inte ordagrant"),
        ("rubrik: Område 1 – Lokaler", "rubrik: Område 2 – Lokaler", 17, "inte är en rubrik i provplan"),
        ("namn: Lokaler", "namn: Billiga lokaler", 16, "ord som inte står i citatet eller rubriken: billiga"),
        ("        rubrik: Område 1 – Lokaler\n", "", 14, "ska ha antingen citat eller rubrik"),
        ("typ: insatsområde", "typ: område", 15, "'noder.1.under.1.typ' har värdet 'område' men ska vara ett av: "),
        ("id: lokal\n", "id: mal\n", 19, "har värdet 'mal', som står två gånger"),
        ("antal: 2,", "antal: 3,", 6, "'antal.1.antal' har värdet 3, som inte står i citatet"),
        ("prov#lokal", "prov#kurs", 23, "noden 'kurs' finns inte i planen 'prov'"),
        ("prov#lokal", "annan", 23, "varken är en plan eller ett dokument"),
        ("dokument: provplan", "dokument: saknas", 3, "'saknas', som inte finns bland dokumenten"),
        ("vad: tidplan", "vad: väder", 8, "'saknas.1.vad' har värdet 'väder' men ska vara ett av"),
        ("namn: Provplanen", "namn: Provplanen\nfarg: blå", 3, "'farg' finns inte. Tillåtna fält: plan, namn"),
        ("namn: Provplanen\n", "", 1, "fältet 'namn' saknas"),
        ("kallas: [provplan]", "kallas: provplan", 4, "ska vara en lista"),
        ("namn: Provplanen", "namn: Prov: planen", 2, "inte giltig YAML"),
        ("namn: Provplanen", "plan: prov", 2, "står två gånger"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_file_line_and_field(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in PLAN
    structure = read_plan(tmp_path, PLAN.replace(old, new))
    assert structure.records == []
    (refused,) = structure.refused
    assert words in str(refused.error)
    assert f"Plats: plan0.yaml, rad {line}." in str(refused.error)
    assert "corpus/README.md" in str(refused.error)


def test_one_wrong_file_does_not_stop_the_others_and_a_name_is_taken_once(tmp_path: Path) -> None:
    structure = read_plan(
        tmp_path, PLAN, "- inte en plan", PLAN.replace("plan: prov", "plan: annan").replace("prov#", "annan#")
    )
    assert [record["id"] for record in structure.records] == ["prov", "annan"]
    assert [refused.path.name for refused in structure.refused] == ["plan1.yaml"]
    twice = read_plan(tmp_path, PLAN, PLAN)
    assert twice.records == []
    assert all("som också står i en annan fil" in str(refused.error) for refused in twice.refused)


def read_comparison(folder: Path, text: str) -> Structure:
    file = folder / "prov.yaml"
    file.write_text(text, encoding="utf-8")
    return read_comparisons([file], READS)


def test_a_comparison_knows_which_version_each_quote_is_of(tmp_path: Path) -> None:
    structure = read_comparison(tmp_path, COMPARISON)
    assert structure.refused == []
    (comparison,) = changes.read(structure.records)
    (aspect,) = comparison.aspects
    assert [said.version for said in aspect.said] == ["Den äldre", None]
    assert [TEXT[said.place.start : said.place.end] for said in aspect.said] == [
        "Förut tre.",
        "Planen har två aktiviteter.",
    ]
    assert comparison.documents == ("provplan", "provplan")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("citat: Förut tre.", "citat: Förut fyra.", 11, "'aspekter.1.citat.1.citat' står inte ordagrant i provplan"),
        ("version: båda", "version: Den nyaste", 12, "har värdet 'Den nyaste' men ska vara ett av: Den äldre, Den nyare, båda"),
        ("namn: Den äldre", "namn: 2018 års", 5, "ska vara ett av: 'Den äldsta', 'Den äldre'"),
        ("namn: Antal", "namn: Fyra antal", 8, "ska vara utan siffror och räkneord"),
        ("slag: ändrat", "slag: bättre", 9, "ska vara ett av: "),
        ("[provplan]}\naspekter", "[annan]}\naspekter", 6, "'annan', som inte finns bland dokumenten"),
        ("      - {dokument: provplan, citat: Planen har två aktiviteter., version: båda}\n", "", 11, "minst två citat"),
    ],
)  # fmt: skip
def test_a_wrong_comparison_is_refused(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in COMPARISON
    structure = read_comparison(tmp_path, COMPARISON.replace(old, new))
    assert structure.records == []
    (refused,) = structure.refused
    assert words in str(refused.error)
    assert f"prov.yaml, rad {line}." in str(refused.error)
