"""Grant cards are held against the words of their document; what does not stand there is refused with file, card and field."""

from __future__ import annotations

import pytest
from sheets import World

from assistant.domain import PartialDate
from assistant.grants.cards import Field, GrantStatus, Kind, grant_from, record_of, standing_of, status_on
from assistant.grants.deadlines import State
from ingest.pipeline import IngestReport

FILE = "bidrag/kumla-idrottspeng.yaml"
GOOD = """
- id: traning
  namn: Träningspeng
  citat: "| Träningspeng | 10 mars och 10 september | 40 kr per deltagare |"
  status: öppet
  foreningar: [idrott, barn-unga]
  medlemmar: "12"
  alder: 7–20
  tid: [10 mars, 10 september]
  belopp: 40 kr per deltagare
  vem: Idrottsföreningar med säte i Kumla som har minst 12 medlemmar mellan 7 och 20 år.
- id: start
  namn: Startpeng
  citat: "| Startpeng | löpande | 1 500 kr, en gång |"
  status: öppet
  tid: löpande
  belopp: 1 500 kr
"""


def card(**fields: str) -> str:
    """One card, right but for the fields given."""
    good = {
        "id": "lager",
        "namn": "Lägerpeng",
        "citat": '"| Lägerpeng | 15 maj | 75 procent av kostnaden, högst 8 000 kr |"',
        "status": "öppet",
        "tid": "15 maj",
    }
    return "- " + "\n  ".join(f"{name}: {value}" for name, value in (good | fields).items()) + "\n"


def read_in(world: World, text: str, name: str = FILE) -> IngestReport:
    world.write(name, text)
    return world.ingest()


def test_cards_are_served_with_the_generation(world: World) -> None:
    report = read_in(world, GOOD)
    assert (report.grants, report.failed) == (2, ())
    training, start = world.generation().grants
    assert (training.name, training.giver, training.areas) == ("Träningspeng", "Kumla kommun", ("Kumla",))
    assert training.kinds == (Kind.SPORT, Kind.YOUTH)
    assert training.fields[Field.AMOUNT][0].text == "40 kr per deltagare"
    assert training.members_quote == training.fields[Field.WHO][0] == training.ages_quote
    assert [time.words for time in training.times] == ["10 mars", "10 september"]
    assert standing_of(start, PartialDate.parse("2026-01-01").first).state is State.ROLLING
    for quote in (*training.quotes(), *start.quotes()):
        assert training.document.text[quote.start : quote.end] == quote.text


def test_a_card_survives_being_written_and_read(world: World) -> None:
    read_in(world, GOOD)
    for grant in world.generation().grants:
        assert grant_from(record_of(grant), grant.document) == grant


def test_a_bad_card_is_named_and_the_others_are_served(world: World) -> None:
    report = read_in(world, GOOD + card(belopp="9 000 kr"))
    assert report.grants == 2
    (failure,) = report.failed
    message = str(failure.error)
    assert failure.path.endswith("kumla-idrottspeng.yaml")
    assert "Fältet 'belopp.1' har orden '9 000 kr', som inte står ordagrant i dokumentet 'kumla-idrottspeng'" in message
    assert "rad 23, kort lager" in message
    assert "corpus/bidrag/README.md" in message


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"belopp": "8 000 kr i månaden"}, "'belopp.1' har orden '8 000 kr i månaden', som inte står ordagrant"),
        ({"tid": "16 maj"}, "'tid.1.nar' har värdet '16 maj', som inte står i citatet"),
        ({"tid": "löpande"}, "'tid.1.nar' har värdet 'löpande', som inte står i citatet"),
        ({"tid": "två veckor före lovet"}, "'tid.1.nar' har värdet 'två veckor före lovet', som inte står"),
        ({"tid": "söndag vecka 17"}, "'tid.1.nar' har värdet 'söndag vecka 17', som inte står i citatet"),
        ({"tid": "30 juni–1 maj 2024"}, "slutar innan det börjar"),
        ({"tid": "31 juni"}, "en dag som inte finns"),
        ({"tid": "någon gång"}, "ska vara en tid som 25 februari"),
        ({"kommun": "Storfors"}, "'kommun.1' har värdet 'Storfors' men ska vara Askersund, "),
        ({"kommun": "Nora"}, "'kommun' har värdet 'Nora', som inte står i dokumentet"),
        ({"namn": "Simpeng"}, "'namn' har värdet 'Simpeng', som inte står i dokumentet"),
        ({"givare": "Nora kommun"}, "'givare' har värdet 'Nora kommun', som inte står i dokumentet"),
        ({"citat": "Pengar till läger"}, "'citat' har orden 'Pengar till läger', som inte står ordagrant"),
        ({"status": "stängt"}, "ska vara ett av: öppet, pausat, avslutat, okänt"),
        ({"foreningar": "[golf]"}, "'foreningar.1' har värdet 'golf' men ska vara ett av: alla, barn-unga"),
        ({"alder": "20–7"}, "slutar innan det börjar"),
        ({"alder": "6–19"}, "'alder' har 6 och 19, som inte står i något av kortets citat"),
        ({"medlemmar": "13"}, "'medlemmar' har 13, som inte står"),
        ({"sista_dag": "15 maj"}, "Fältet 'sista_dag' finns inte. Tillåtna fält: id, namn, citat"),
        ({"id": "Läger 1"}, "ska bara ha små bokstäver"),
        ({"id": "traning"}, "Kortet 'traning' finns två gånger"),
    ],
)
def test_what_is_wrong_is_said(world: World, fields: dict[str, str], wrong: str) -> None:
    report = read_in(world, GOOD + card(**fields))
    assert report.grants == 2
    (failure,) = report.failed
    assert wrong in str(failure.error)
    assert FILE.split("/")[1] in str(failure.error)


def test_a_missing_field_is_named(world: World) -> None:
    report = read_in(world, "- id: lager\n  namn: Lägerpeng\n")
    assert "Fältet 'citat' saknas. Fältet 'status' saknas. Fältet 'tid' saknas" in str(report.failed[0].error)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("id: a", "ska vara en lista med kort"), ("- id: [", "inte giltig YAML"), ("", "en lista med kort")],
)
def test_a_file_that_is_no_list_is_refused(world: World, text: str, wrong: str) -> None:
    report = read_in(world, text)
    assert wrong in str(report.failed[0].error)
    assert report.passages > 0


def test_cards_of_no_document_are_refused(world: World) -> None:
    report = read_in(world, GOOD, "bidrag/finns-inte.yaml")
    assert "dokumentet 'finns-inte', som inte finns bland dem som lästes in" in str(report.failed[0].error)


def test_a_changed_card_makes_a_new_generation_and_nothing_of_the_old_stays(world: World) -> None:
    first = read_in(world, GOOD)
    assert world.ingest().generation == first.generation
    second = read_in(world, GOOD.replace("  belopp: 1 500 kr\n", ""))
    assert second.generation != first.generation
    assert second.embedded == 0
    assert not (world.data_dir / first.generation).exists()
    assert world.generation().fingerprint


def test_a_grant_of_an_outdated_source_has_ended(world: World) -> None:
    world.write(
        "kumla-idrottspeng.md",
        (world.folder / "kumla-idrottspeng.md").read_text().replace("hamtad:", "giltig_till: 2025\nhamtad:"),
    )
    read_in(world, GOOD)
    grant = world.generation().grants[0]
    assert status_on(grant, PartialDate.parse("2026-11-25").first) is GrantStatus.ENDED
    assert status_on(grant, PartialDate.parse("2025-11-25").first) is GrantStatus.OPEN
