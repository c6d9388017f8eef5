"""What the command line says of an ingest and of the state after it, in words a newcomer can act on."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

import pytest
from sheets import World, sheet, write_sheets

from ui.cli import main
from ui.texts import swedish_moment

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def swedish_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock of the place is Sweden's."""
    monkeypatch.setenv("TZ", "Europe/Stockholm")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def civsam(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], in_process: None
) -> Command:
    """A command over the world's folder and data; gives its exit code and what it wrote."""
    monkeypatch.setenv("CIVSAM_CORPUS_DIR", str(world.folder))

    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([*map(str, arguments), "--data-dir", str(world.data_dir)])
        return code, *capsys.readouterr()

    return run


def test_files_that_are_passed_over_are_named_in_the_text_and_in_json(world: World, civsam: Command) -> None:
    world.write("gammal.doc", "x")
    world.write("prog.exe", "x")
    code, out, _ = civsam("ingest")
    assert code == 0
    assert "2 filer hoppades över, eftersom Civsam inte kan läsa den typen: gammal.doc, prog.exe." in out
    told = json.loads(civsam("ingest", "--json")[1])
    assert told["skipped"] == [str(world.folder / "gammal.doc"), str(world.folder / "prog.exe")]


def test_when_most_documents_went_it_says_why_and_how_to_get_them_back(world: World, civsam: Command) -> None:
    assert "togs bort" not in civsam("ingest")[1]
    _, out, _ = civsam("ingest", world.folder / "sida.html")
    assert out.splitlines()[-1] == (
        "5 dokument togs bort, eftersom de inte fanns i det som lästes in. "
        "Vill du ha tillbaka korpusen? Kör civsam ingest utan sökväg."
    )
    assert "togs bort" not in civsam("ingest")[1]


def test_a_few_that_went_are_not_made_much_of(world: World, civsam: Command) -> None:
    civsam("ingest")
    (world.folder / "sida.html").unlink()
    _, out, _ = civsam("ingest")
    assert "1 borttagna" in out
    assert "togs bort, eftersom" not in out


def test_a_broken_word_list_is_told_at_ingest_and_the_old_base_serves(world: World, civsam: Command) -> None:
    civsam("ingest")
    path = world.write("ordlista.yaml", "lika:\n  - [bidrag, stöd]\n  - [trasig\n")
    code, _, complaint = civsam("ingest")
    assert code == 1
    assert f"{path}, rad 3" in complaint
    assert complaint.endswith("Rätta den och läs in igen. Kunskapsbasen är som förut.\n")
    assert civsam("ingest", world.folder / "anteckningar")[0] == 1  # it is the one that every question is read with
    assert "6 dokument" in civsam("status")[1]


def test_status_counts_what_it_lists(world: World, civsam: Command) -> None:
    for name in ("a", "b"):
        world.write(f"{name}.md", "")
    world.write("lik.txt", (world.folder / "anteckningar/bygdegard.txt").read_text(encoding="utf-8"))
    civsam("ingest")
    out = civsam("status")[1]
    assert "2 filer gick inte att läsa:\n  I karantän sedan" in out
    assert out.count("I karantän") == 2
    assert "Av de inlästa dokumenten behöver 1 ses över (se obs nedan)." in out
    for name in ("a.md", "b.md", "lik.txt"):
        (world.folder / name).unlink()
    civsam("ingest")
    out = civsam("status")[1]
    assert "gick inte att läsa" not in out
    assert "Av de inlästa dokumenten behöver inget ses över." in out


@pytest.mark.usefixtures("swedish_clock")
def test_status_tells_the_time_as_a_clock_here_does(world: World, civsam: Command) -> None:
    assert swedish_moment("2026-11-28T18:21:55+00:00") == "28 november 2026 kl. 19.21"
    assert swedish_moment("2026-06-30T23:05:00+00:00") == "1 juli 2026 kl. 01.05"
    civsam("ingest")
    created = json.loads(civsam("status", "--json")[1])["created"]
    assert created.endswith("+00:00")
    assert f"gen-0001, gjord {swedish_moment(created)}: 6 dokument" in civsam("status")[1]


def test_status_of_a_base_without_documents(world: World, civsam: Command) -> None:
    folder = write_sheets(
        world.folder.parent / "internt", {"blad.md": sheet("blad", "## A\n\n- B.", atkomst="personal")}
    )
    civsam("ingest", folder)
    out = civsam("status")[1]
    assert "Giltighet" not in out
    assert "Det finns inga dokument. Kör civsam ingest med en mapp" in out
