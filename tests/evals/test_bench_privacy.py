"""Twenty-one questions to a real server leave no personal number behind, and the bench would have seen one."""

from __future__ import annotations

import random
import shutil
import socket
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.bench_privacy import Room, masking, on_disk, questions
from evals.personal_details import personal_number

QUESTIONS = 21


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_real_server_at_default_settings_leaves_nothing_on_disk(settings: Settings, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(settings.data_dir, data_dir)
    figures = {
        row.name.strip(): row.figures["antal"] for row in on_disk(tmp_path, data_dir, QUESTIONS, free_port()).rows
    }
    assert [figures[f"genom {door}"] for door in ("chatten", "api", "enkel")] == ["7", "7", "7"]
    assert int(figures["Filer som söktes igenom"]) > 10
    assert figures["Filer med något av numren, servern igång"] == "0"
    assert figures["Filer med något av numren, servern stoppad"] == "0"


@pytest.mark.parametrize("place", ["data/gradio/fråga.txt", "tmp/x.bin", "home/.cache/y", "logg.txt"])
def test_what_is_left_anywhere_is_found(place: str, tmp_path: Path) -> None:
    asked = questions(50)
    room = Room(tmp_path, tmp_path / "data")
    for written in (asked[7][1], asked[7][0].replace("-", "")):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\x00\xff" + written.encode() + b"\x00")
        assert room.left([number for number, _ in asked]) == [str(path)]
        assert room.left([asked[8][0]]) == []


def test_every_question_has_a_number_of_its_own() -> None:
    numbers = [number for number, _ in questions(1000)]
    assert len(set(numbers)) == 1000
    assert all(number in text for number, text in questions(20))


def test_masking_finds_99_of_100_and_leaves_what_only_looks_alike() -> None:
    shares = {row.name: float(str(row.figures["maskerat"]).split()[0].replace(",", ".")) for row in masking(300).rows}
    kept = {name for name in shares if name.endswith("(ska stå kvar)")}
    switchboards = "Telefon till växlar (ska stå kvar)"  # nothing tells them from a person's number
    assert len(kept) == 9
    assert all(shares[name] >= 99 for name in shares.keys() - kept), shares
    assert all(shares[name] <= 1 for name in kept - {switchboards}), shares


def test_an_invented_number_has_a_right_check_digit() -> None:
    number = personal_number(random.Random(1)).replace("-", "")
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(number)]
    assert sum(value // 10 + value % 10 for value in doubled) % 10 == 0
