"""The command line: a contract that people, CI and evaluators script against. Every word of it is Swedish."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from json_shapes import ASK, INGEST, SEARCH, STATUS, check_types
from sheets import SHEETS, TODAY, sheet, write_sheets

from assistant.retrieval import storage
from assistant.settings import Settings
from ingest.lock import writer_lock
from ui.arguments import build_parser
from ui.cli import COMMANDS, main

QUESTION = "När ska vi söka träningspeng i Kumla?"
UNANSWERABLE = "Vad kostar en flygresa till planeten Neptunus?"
ENGLISH = re.compile(
    r"usage|error|required|arguments|expected|invalid|unrecognized|choose from|show this|exit\b|positional|"
    r"options:|No such|not a directory|denied|Traceback|Error\b|ignored|explicit|ambiguous",
    re.IGNORECASE,
)


class Run(NamedTuple):
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.split("\n") if line]


Command = Callable[..., Run]


@pytest.fixture
def civsam(capsys: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """Runs a command in this process."""
    terminate, level = signal.getsignal(signal.SIGTERM), logging.getLogger().level

    def run(*arguments: object) -> Run:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            assert isinstance(stopped.code, int)
            code = stopped.code
        return Run(code, *capsys.readouterr())

    yield run
    signal.signal(signal.SIGTERM, terminate)
    logging.getLogger().setLevel(level)


def check_complaint(run: Run, code: int, *words: str) -> None:
    """A clear Swedish message on standard error, nothing on standard out, and no trace of Python."""
    assert run.code == code
    assert run.out == ""
    assert run.err.strip()
    assert not ENGLISH.search(run.err), run.err
    for word in words:
        assert word in run.err


# --- the JSON contract ------------------------------------------------------------------------------------------


def test_search_json(civsam: Command, settings: Settings) -> None:
    run = civsam("search", QUESTION, "--json", "-k", 3, "--data-dir", settings.data_dir)
    assert (run.code, run.err) == (0, "")
    check_types(run.json, SEARCH)
    assert run.json["question"] == QUESTION
    hits = run.json["hits"]
    assert [hit["rank"] for hit in hits] == list(range(1, len(hits) + 1))
    assert 0 < len(hits) <= 3
    assert hits[0]["document_id"] == "kumla-idrottspeng"
    assert hits[0]["path"] == "kumla-idrottspeng.md"
    assert hits[0]["text"]


def test_ask_json(civsam: Command, settings: Settings) -> None:
    run = civsam("ask", QUESTION, "--json", "--today", TODAY, "--data-dir", settings.data_dir)
    assert (run.code, run.err) == (0, "")
    check_types(run.json, ASK)
    answer = run.json
    assert answer["question"] == QUESTION
    assert answer["outcome"] in ("answered", "partial")
    numbers = [citation["number"] for citation in answer["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {number for statement in answer["statements"] for number in statement["citations"]} == set(numbers)
    first = answer["citations"][0]
    assert first["document_id"] == "kumla-idrottspeng"
    assert first["publisher"] == "Kumla kommun"
    assert first["url"] == "https://www.kumla.se/idrottspeng"
    assert (first["status"], first["valid_from"], first["valid_to"]) == ("in_force", "2024-01-01", None)
    assert first["quote"] in SHEETS["kumla-idrottspeng.md"]
    assert answer["ai_generated"] is False
    assert answer["generation"] == "gen-0001"
    assert answer["text"]


def test_ask_json_when_nothing_answers(civsam: Command, settings: Settings) -> None:
    run = civsam("ask", UNANSWERABLE, "--json", "--data-dir", settings.data_dir)
    assert run.code == 0, "not finding an answer is an answer"
    check_types(run.json, ASK)
    assert run.json["outcome"] == "not_found"
    assert run.json["statements"] == run.json["citations"] == []


def test_today_decides_what_is_in_force(civsam: Command, settings: Settings) -> None:
    statuses = {}
    for today in ("2019-06-01", "2026-11-21"):
        run = civsam(
            "ask", "Vad är målen i samverkansplanen 2018–2021?", "--json", "--today", today, "--data-dir",
            settings.data_dir,
        )  # fmt: skip
        found = [entry for entry in run.json["citations"] if entry["document_id"] == "samverkansplan-2018"]
        statuses[today] = {entry["status"] for entry in found}
    assert statuses == {"2019-06-01": {"in_force"}, "2026-11-21": {"superseded"}}


def test_ingest_json(civsam: Command, tmp_path: Path, in_process: None) -> None:
    folder = write_sheets(tmp_path / "corpus")
    (folder / "tom.md").write_bytes(b"")
    run = civsam("ingest", folder, "--json", "--data-dir", tmp_path / "data")
    check_types(run.json, INGEST)
    assert run.code == 1, "a document that failed is no success"
    assert run.json["failed"][0]["path"] == str(folder / "tom.md")
    assert run.json["failed"][0]["reason"] == run.err.strip()
    assert len(run.json["added"]) == len(SHEETS)

    (folder / "tom.md").unlink()
    again = civsam("ingest", folder, "--json", "--data-dir", tmp_path / "data")
    assert (again.code, again.err) == (0, "")
    assert (again.json["embedded"], again.json["failed"]) == (0, [])
    assert len(again.json["unchanged"]) == len(SHEETS)


def test_ingest_without_a_path_reads_the_corpus(
    civsam: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_process: None
) -> None:
    monkeypatch.setenv("CIVSAM_CORPUS_DIR", str(write_sheets(tmp_path / "corpus")))
    monkeypatch.setenv("CIVSAM_DATA_DIR", str(tmp_path / "data"))
    assert len(civsam("ingest", "--json").json["added"]) == len(SHEETS)
    assert civsam("ingest", "--rebuild", "--json").json["generation"] == "gen-0002"


def test_status_json(civsam: Command, settings: Settings) -> None:
    run = civsam("status", "--json", "--data-dir", settings.data_dir)
    assert (run.code, run.err) == (0, "")
    check_types(run.json, STATUS)
    assert run.json["documents"] == len(SHEETS) == sum(run.json["validity"].values())


def test_json_is_readable_swedish(civsam: Command, settings: Settings) -> None:
    assert "ä" in civsam("ask", QUESTION, "--json", "--data-dir", settings.data_dir).out


# --- as text ----------------------------------------------------------------------------------------------------


def test_ask_as_text_shows_statements_sources_and_their_standing(civsam: Command, settings: Settings) -> None:
    run = civsam("ask", QUESTION, "--data-dir", settings.data_dir)
    assert (run.code, run.err) == (0, "")
    assert "[1]" in run.out
    assert "Faktablad: Idrottspeng i Kumla" in run.out
    assert "(gäller)" in run.out
    assert "https://www.kumla.se/idrottspeng" in run.out


def test_search_as_text(civsam: Command, settings: Settings) -> None:
    run = civsam("search", QUESTION, "--data-dir", settings.data_dir)
    assert run.out.startswith("1. Idrottspeng i Kumla")


def test_ingest_as_text(civsam: Command, tmp_path: Path, in_process: None) -> None:
    folder = write_sheets(tmp_path / "corpus")
    run = civsam("ingest", folder, "--data-dir", tmp_path / "data")
    assert f"{len(SHEETS)} nya, 0 ändrade, 0 oförändrade, 0 borttagna, 0 misslyckade" in run.out
    write_sheets(folder, {"sida.html": SHEETS["sida.html"].replace("tre", "fyra")})
    assert "1 ändrade" in civsam("ingest", folder, "--data-dir", tmp_path / "data").out


def test_status_as_text(civsam: Command, settings: Settings) -> None:
    run = civsam("status", "--data-dir", settings.data_dir)
    assert f"{len(SHEETS)} dokument" in run.out


# --- batches ----------------------------------------------------------------------------------------------------


def batch(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "frågor.jsonl"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_batch_keeps_order_and_ids(civsam: Command, settings: Settings, tmp_path: Path) -> None:
    ids = ["b", "a", 7, None, "a"]
    file = batch(tmp_path, *({"id": identifier, "question": QUESTION} for identifier in ids))
    run = civsam("ask", "--batch", file, "--data-dir", settings.data_dir)
    assert (run.code, run.err) == (0, "")
    assert [line["id"] for line in run.lines] == ids
    for line in run.lines:
        check_types(line, {"id": object} | ASK)

    found = civsam("search", "--batch", file, "--json", "-k", 2, "--data-dir", settings.data_dir)
    assert [line["id"] for line in found.lines] == ids
    for line in found.lines:
        check_types(line, {"id": object} | SEARCH)
        assert len(line["hits"]) <= 2


def test_a_batch_answers_as_single_questions_do(civsam: Command, settings: Settings, tmp_path: Path) -> None:
    asked = [QUESTION, UNANSWERABLE, "Vem följer upp planen?"]
    file = batch(tmp_path, *({"id": text, "question": text} for text in asked))
    lines = civsam("ask", "--batch", file, "--today", TODAY, "--data-dir", settings.data_dir).lines
    for text, line in zip(asked, lines, strict=True):
        single = civsam("ask", text, "--json", "--today", TODAY, "--data-dir", settings.data_dir).json
        assert {**single, "seconds": 0, "id": text} == {**line, "seconds": 0}


def test_a_batch_reads_the_history_also_without_the_assistants_turns(
    civsam: Command, settings: Settings, tmp_path: Path
) -> None:
    follow_up = {"question": "Och när är sista dagen?"}
    user, reply = {"role": "user", "text": "Kulturpeng i Nora?"}, {"role": "assistant", "text": "Konserter."}
    file = batch(
        tmp_path, follow_up, follow_up | {"history": []}, follow_up | {"history": None},
        follow_up | {"history": [user]}, follow_up | {"history": [user, reply]},
    )  # fmt: skip
    run = civsam("search", "--batch", file, "--data-dir", settings.data_dir)
    assert (run.code, run.err) == (0, "")
    without, empty, none, users, both = [[hit["document_id"] for hit in line["hits"]] for line in run.lines]
    assert without == empty == none
    assert users[0] == both[0] == "nora-kulturpeng"


def test_bad_lines_are_told_where_they_stand_and_the_others_go_on(
    civsam: Command, settings: Settings, tmp_path: Path
) -> None:
    bad: list[object] = [
        "{inte json",
        "[]",
        '"text"',
        "null",
        {"id": "utan-fråga"},
        {"id": "tom", "question": "  "},
        {"id": "lång", "question": "x" * 20_000},
        {"id": "tal", "question": 12},
        {"id": "inget", "question": None},
        {"id": "historia", "question": QUESTION, "history": "förut"},
        {"id": "roller", "question": QUESTION, "history": [{"role": "user"}]},
        "[" * 100_000,
    ]
    file = batch(tmp_path, {"id": "först", "question": QUESTION}, *bad, "", {"id": "sist", "question": QUESTION})
    run = civsam("ask", "--batch", file, "--data-dir", settings.data_dir)
    assert run.code == 1
    assert len(run.lines) == len(bad) + 2
    assert run.lines[0]["id"] == "först"
    assert run.lines[-1]["id"] == "sist"
    assert "citations" in run.lines[0]
    assert "citations" in run.lines[-1]
    for number, (asked, line) in enumerate(zip(bad, run.lines[1:-1], strict=True), 2):
        assert line["id"] == (asked.get("id") if isinstance(asked, dict) else None), asked
        if isinstance(asked, dict) and asked.get("id") == "roller":
            assert "citations" in line, "a turn without text is passed over"
            continue
        assert list(line) == ["id", "error"]
        assert not ENGLISH.search(line["error"])
        if not isinstance(asked, dict) or asked.get("id") not in ("tom", "lång"):
            assert f"rad {number}" in line["error"]
    assert len(run.err.splitlines()) == len(bad) - 1


def test_a_question_may_hold_any_character(civsam: Command, settings: Settings, tmp_path: Path) -> None:
    odd = [
        "När\u2028söker man?",
        "När\x85söker\x0bman?",
        "rad\nbrytning",
        'citat " och \\',
        "trasig \ud83c hockey",
        "\x00",
    ]
    lines = [json.dumps({"id": number, "question": text}) for number, text in enumerate(odd)]
    lines += [json.dumps({"id": len(odd) + n, "question": odd[n]}, ensure_ascii=False) for n in range(2)]
    run = civsam("ask", "--batch", batch(tmp_path, *lines), "--data-dir", settings.data_dir)
    assert (run.code, run.err) == (0, "")
    assert [line["id"] for line in run.lines] == list(range(len(odd) + 2))
    assert run.lines[0]["question"] == run.lines[len(odd)]["question"] == odd[0]


def test_a_batch_from_another_editor(civsam: Command, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "windows.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"id": "1", "question": QUESTION}).encode() + b"\r\n\r\n")
    run = civsam("ask", "--batch", path, "--data-dir", settings.data_dir)
    assert (run.code, run.err) == (0, "")
    assert [line["id"] for line in run.lines] == ["1"]


def test_an_empty_batch_gives_nothing(civsam: Command, settings: Settings, tmp_path: Path) -> None:
    assert civsam("ask", "--batch", batch(tmp_path), "--data-dir", settings.data_dir) == Run(0, "", "")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", "mapp"])
def test_a_batch_that_cannot_be_read(
    civsam: Command, settings: Settings, tmp_path: Path, content: bytes | str | None
) -> None:
    path = tmp_path / "frågor.jsonl"
    if content == "mapp":
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    check_complaint(civsam("ask", "--batch", path, "--data-dir", settings.data_dir), 1, str(path))


# --- bad input: exit 1 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [("ask", QUESTION), ("search", QUESTION), ("status",), ("chat",), ("eval",)])
def test_no_index_yet(civsam: Command, tmp_path: Path, command: tuple[str, ...]) -> None:
    check_complaint(civsam(*command, "--data-dir", tmp_path / "data"), 1, "inget index", str(tmp_path), "civsam ingest")


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(("question", "words"), [("", "tom"), (" \n", "tom"), ("x" * 20_000, "20000 tecken")])
def test_empty_and_endless_questions(
    civsam: Command, settings: Settings, command: str, question: str, words: str
) -> None:
    check_complaint(civsam(command, question, "--data-dir", settings.data_dir), 1, words)


def test_an_unknown_path(civsam: Command, tmp_path: Path) -> None:
    check_complaint(
        civsam("ingest", tmp_path / "finns-inte", "--data-dir", tmp_path / "data"), 1, "finns-inte", "finns inte"
    )
    assert not (tmp_path / "data").exists()


def test_only_bad_documents(civsam: Command, tmp_path: Path) -> None:
    write_sheets(tmp_path, {"fel.md": sheet("fel", "## A\n\n- B.", kommun="Paris")})
    run = civsam("ingest", tmp_path / "fel.md", "--data-dir", tmp_path / "data")
    check_complaint(run, 1, "'kommun'", "'Paris'", "Örebro", "fel.md")


def test_a_data_directory_that_is_a_file(civsam: Command, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")
    check_complaint(civsam("ingest", settings.corpus_dir, "--data-dir", tmp_path / "fil"), 1, "fil", "--data-dir")
    check_complaint(civsam("ask", QUESTION, "--data-dir", tmp_path / "fil"), 1, str(tmp_path / "fil"))


def test_an_index_made_by_another_version(civsam: Command, settings: Settings, tmp_path: Path) -> None:
    data = Path(shutil.copytree(settings.data_dir, tmp_path / "data"))
    path = data / storage.current_name(data) / storage.MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["stamp"]["format"] = "0"
    manifest["checksum"] = storage.manifest_checksum(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    for command in (("ask", QUESTION), ("search", QUESTION), ("status",)):
        check_complaint(civsam(*command, "--data-dir", data), 1, "format 0", str(data), "civsam ingest --rebuild")


def test_an_index_made_with_another_embedder(
    civsam: Command, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVSAM_EMBEDDER", "en-annan")
    run = civsam("ask", QUESTION, "--data-dir", settings.data_dir)
    check_complaint(run, 1, "en-annan", "sökmodellen", "civsam ingest --rebuild")
    assert run.err.index("Rätta först inställningen CIVSAM_EMBEDDER") < run.err.index("civsam ingest")
    assert "språkmodell" not in run.err


def test_advice_keeps_to_the_data_directory_that_was_given(civsam: Command, tmp_path: Path) -> None:
    (tmp_path / "min mapp").mkdir()
    run = civsam("ask", QUESTION, "--data-dir", tmp_path / "min mapp")
    check_complaint(run, 1, f"Kör: civsam ingest --data-dir '{tmp_path}/min mapp'\n")
    run = civsam("ask", QUESTION, "--data-dir", tmp_path / "nix")
    check_complaint(run, 1, "för mappen finns inte", f"civsam ingest --data-dir {tmp_path}/nix\n")


@pytest.mark.parametrize("command", ["ask", "status", "feedback", "ingest", "grants", "fetch"])
def test_a_data_directory_that_is_a_file_is_said_to_be_one(civsam: Command, tmp_path: Path, command: str) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")
    arguments = [QUESTION] if command == "ask" else []
    run = civsam(command, *arguments, "--data-dir", tmp_path / "fil")
    check_complaint(run, 1, "är en fil", str(tmp_path / "fil"), "--data-dir")


def test_feedback_of_a_folder_that_does_not_exist_is_no_answer(civsam: Command, tmp_path: Path) -> None:
    check_complaint(civsam("feedback", "--data-dir", tmp_path / "nix"), 1, "finns inte", str(tmp_path / "nix"))


@pytest.mark.parametrize("command", ["ingest", "fetch"])
def test_a_corpus_that_does_not_exist_is_told_by_its_setting(
    civsam: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("CIVSAM_CORPUS_DIR", "/finns-inte")
    run = civsam(command, "--data-dir", tmp_path / "data")
    check_complaint(run, 1, "CIVSAM_CORPUS_DIR", "/finns-inte")


@pytest.mark.parametrize(("host", "warned"), [("0.0.0.0", True), ("127.0.0.1", False), ("localhost", False)])
def test_who_opens_the_chat_to_others_is_warned(
    civsam: Command, tmp_path: Path, caplog: pytest.LogCaptureFixture, host: str, warned: bool
) -> None:
    assert civsam("chat", "--host", host, "--data-dir", tmp_path).code == 1  # it ends at once: nothing is read in
    assert ("utan kryptering (TLS)" in caplog.text) is warned


def test_a_second_ingest_while_one_runs(civsam: Command, settings: Settings, tmp_path: Path) -> None:
    with writer_lock(tmp_path / "data"):
        check_complaint(
            civsam("ingest", settings.corpus_dir, "--data-dir", tmp_path / "data"), 1, "pågår redan", str(tmp_path)
        )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("CIVSAM_PORT", "http", "'http'"),
        ("CIVSAM_DATADIR", "/x", "CIVSAM_DATA_DIR"),
        ("CIVSAM_EMBEDDER", "", "CIVSAM_EMBEDDER"),
        ("CIVSAM_FEEDBACK_DAYS", "abc", "Det ska vara ett heltal från 0 till och med 3650."),
        ("CIVSAM_CHAT_TIMEOUT", "0", "ett tal över 0 till och med 600"),
        ("CIVSAM_LOG", "xml", "json, eller tomt"),
        ("CIVSAM_MCP", "kanske", "true eller false"),
    ],
)
def test_a_bad_setting(civsam: Command, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    monkeypatch.setenv(name, value)
    check_complaint(civsam("status"), 1, name, words)


def test_what_the_system_refuses_is_told(civsam: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "/någonstans/fil")

    monkeypatch.setitem(COMMANDS, "status", refuse)  # type: ignore[arg-type]
    check_complaint(civsam("status"), 1, "/någonstans/fil", "rättighet saknas", "gick inte att läsa eller skriva")
    monkeypatch.setitem(COMMANDS, "status", lambda *_: Path("/finns/inte").read_text(encoding="utf-8"))  # type: ignore[arg-type]
    run = civsam("status")
    check_complaint(run, 1, "/finns/inte", "finns inte", "Kontrollera sökvägen")
    assert "utrymme" not in run.err
    monkeypatch.setitem(COMMANDS, "status", stopped)  # type: ignore[arg-type]
    check_complaint(civsam("status"), 130, "Avbrutet")


def stopped(*_: object) -> None:
    raise KeyboardInterrupt


# --- wrong usage: exit 2 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "kommando"),
        (["flyg"], "flyg"),
        (["flyg till månen"], "ingest"),
        (["ask"], "--batch"),
        (["ask", "a", "b"], "b"),
        (["ask", "a", "--batch", "x.jsonl"], "--batch"),
        (["ask", "a", "--okänd"], "--okänd"),
        (["ask", "a", "--jso"], "--jso"),
        (["ask", "a", "--json=ja"], "--json"),
        (["ask", "a", "--today"], "--today"),
        (["ask", "a", "--today", "i morgon"], "i morgon"),
        (["ask", "a", "--today", "2026-02-30"], "2026-02-30"),
        (["ask", "a", "--today", ""], "2026-01-31"),
        (["ask", "--batch"], "--batch"),
        (["search", "a", "-k", "0"], "0"),
        (["search", "a", "-k", "två"], "två"),
        (["search", "a", "-k", "²"], "²"),
        (["search", "a", "-k"], "-k"),
        (["ask", "a", "-k", "3"], "-k"),
        (["ingest", "--data-dir"], "--data-dir"),
        (["chat", "--port", "http"], "http"),
        (["chat", "--port", "80000"], "från 1 till 65535"),
        (["--hjalp"], "okänd flagga: --hjalp"),
        (["--json", "ask", "a"], "efter kommandot"),
        (["ask", "Hej", "då"], "då. Skriv hela frågan inom citattecken"),
        (["ask", "Hej", "då"], "civsam ask --help"),
        (["ask", "a", "--jsn"], "okänd flagga: --jsn.\nSkriv civsam ask --help"),
        (["grants", "--status", "foo"], "Välj bland: öppet, pausat, avslutat, okänt."),
        (["status", "extra"], "extra"),
        (["eval", "--today", "x"], "x"),
    ],
)
def test_wrong_usage_is_told_in_swedish(civsam: Command, arguments: list[str], words: str) -> None:
    run = civsam(*arguments)
    check_complaint(run, 2, words, "--help")


def test_the_version_is_told(civsam: Command) -> None:
    run = civsam("--version")
    assert (run.code, run.err) == (0, "")
    assert re.fullmatch(r"civsam \d+\.\d+\.\d+\n", run.out)


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_is_swedish_and_names_everything(civsam: Command, command: str | None) -> None:
    run = civsam(*([command] if command else []), "--help")
    assert (run.code, run.err) == (0, "")
    assert not ENGLISH.search(run.out), run.out
    assert run.out.startswith("användning: civsam")
    assert "visa den här hjälpen" in run.out
    if command is None:
        assert all(name in run.out for name in COMMANDS)


def test_every_command_in_the_grammar_can_be_run() -> None:
    (commands,) = [action for action in build_parser()._actions if action.dest == "command"]
    assert set(commands.choices or ()) == set(COMMANDS)


def test_today_is_read_as_a_date() -> None:
    options = build_parser().parse_args(["ask", "a", "--today", "2026-11-21"])
    assert options.today == date(2026, 11, 21)


# --- as real processes ------------------------------------------------------------------------------------------


def process(*arguments: object, locale: str = "C.UTF-8", **options: Any) -> subprocess.CompletedProcess[bytes]:
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONUTF8", "PYTHONIOENCODING")}
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *map(os.fsencode, map(str, arguments))],
        capture_output=True, check=False, timeout=120, env=environment | {"LC_ALL": locale}, **options,
    )  # fmt: skip


def test_from_nothing_to_an_answer_in_real_processes(tmp_path: Path) -> None:
    folder, data = write_sheets(tmp_path / "corpus"), tmp_path / "data"
    missing = process("ask", QUESTION, "--data-dir", data)
    assert (missing.returncode, missing.stdout) == (1, b"")
    assert "inget index" in missing.stderr.decode()
    made = process("ingest", folder, "--data-dir", data)
    assert made.returncode == 0, made.stderr.decode()
    assert made.stderr == b"", "no bar when nobody watches"
    asked = process("ask", QUESTION, "--json", "--data-dir", data)
    assert asked.returncode == 0
    check_types(json.loads(asked.stdout), ASK)
    assert asked.stderr == b""


def test_a_terminal_that_writes_another_encoding_is_understood_or_told(settings: Settings) -> None:
    latin = os.fsdecode("När söker vi träningspeng?".encode("latin-1"))
    run = process("ask", latin, "--json", "--data-dir", settings.data_dir)
    assert b"Traceback" not in run.stderr
    assert run.returncode == 0
    json.loads(run.stdout)


def test_a_terminal_without_swedish_letters_still_gets_its_answer(settings: Settings) -> None:
    run = process("ask", "Vem foljer upp planen?", "--data-dir", settings.data_dir, locale="POSIX")
    assert b"Traceback" not in run.stderr
    assert run.returncode == 0
    assert run.stdout


def test_a_reader_that_stops_listening_is_no_fault(settings: Settings, tmp_path: Path) -> None:
    file = batch(tmp_path, *({"id": number, "question": QUESTION} for number in range(40)))
    command = [sys.executable, "-m", "ui.cli", "ask", "--batch", str(file), "--data-dir", str(settings.data_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as talking:
        assert talking.stdout is not None
        assert talking.stderr is not None
        talking.stdout.close()
        complaints = talking.stderr.read()
        talking.wait(timeout=60)
    assert complaints == b""


def test_the_console_script_is_the_same_command() -> None:
    script = Path(sys.executable).parent / "civsam"
    if not script.exists():
        pytest.skip("the package is not installed here")
    done = subprocess.run([script, "--help"], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout == process("--help").stdout.decode()
