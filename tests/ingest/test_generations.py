"""A generation is written beside the serving one, checked, and swapped in: whatever stops it, a complete one serves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sheets import World, sheet, write_sheets

from assistant.adapters.static_embedding import StaticEmbedder
from assistant.errors import IndexBroken
from assistant.retrieval import storage
from assistant.settings import Settings
from ingest import generations

KILLS = 5
INGEST = [sys.executable, "-m", "ui.cli", "ingest"]


def test_a_stopped_swap_leaves_the_old_generation_serving(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process ends just before each step that matters; the next run finishes the work."""
    first = world.ingest()
    before = world.served()
    world.write("ny.md", sheet("ny", "## Ny\n\n- Ett nytt blad."))
    for step in ("_fill", "verify", "_sync", "_point_current"):
        with monkeypatch.context() as patch:
            patch.setattr(generations, step, stop)
            with pytest.raises(KeyboardInterrupt):
                world.ingest()
        assert storage.current_name(world.data_dir) == first.generation
        assert world.served() == before
    assert world.ingest().added == ("ny",)
    assert "ny" in world.served()
    assert not list(world.data_dir.glob("*.tmp"))


def stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_full_disk_leaves_the_old_generation_serving(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.ingest()
    before = world.served()
    world.write("ny.md", sheet("ny", "## Ny\n\n- Ett nytt blad."))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for place in ("ingest.generations.np.save", "ingest.generations._write_durably", "ingest.generations._sync"):
        with monkeypatch.context() as patch:
            patch.setattr(place, full)
            with pytest.raises(OSError, match="No space"):
                world.ingest()
        assert world.served() == before
    assert world.ingest().added == ("ny",)


def test_numbers_go_on_after_the_highest_there_has_been(world: World) -> None:
    assert world.ingest().generation == "gen-0001"
    (world.data_dir / "gen-0041.tmp").mkdir()
    world.write("ny.md", sheet("ny", "## Ny\n\n- Ett nytt blad."))
    assert world.ingest().generation == "gen-0042"
    assert not (world.data_dir / "gen-0041.tmp").exists()


def test_there_may_be_more_than_ten_thousand(world: World) -> None:
    first = world.ingest()
    (world.data_dir / first.generation).rename(world.data_dir / "gen-9999")
    (world.data_dir / "CURRENT").write_text("gen-9999\n", encoding="utf-8")
    for number in (10_000, 10_001):
        world.write(f"ny-{number}.md", sheet(f"ny-{number}", f"## Ny\n\n- Blad {number}."))
        assert world.ingest().generation == f"gen-{number}"
    assert world.generations() == ["gen-10000", "gen-10001"], "the newest that serves, and one spare"
    (world.data_dir / "gen-10001" / storage.MANIFEST).unlink()
    assert world.generation().name == "gen-10000"


def test_only_what_holds_nothing_else_than_what_is_served_is_kept_as_a_spare(world: World) -> None:
    names = [world.ingest().generation]
    for number in range(3):
        world.write(f"ny-{number}.md", sheet(f"ny-{number}", f"## Ny\n\n- Blad {number}."))
        names.append(world.ingest().generation)
        assert world.generations() == names[-2:]
    world.write("ny-0.md", sheet("ny-0", "## Ny\n\n- Ändrat."))
    assert world.ingest().changed == ("ny-0",)
    assert len(world.generations()) == 1


@pytest.mark.parametrize("damage", ["vector", "count", "passages"])
def test_the_check_finds_what_does_not_fit_together(world: World, damage: str) -> None:
    report = world.ingest()
    folder = world.data_dir / report.generation
    vectors = np.load(folder / storage.VECTORS)
    if damage == "vector":
        vectors[0] = -vectors[0]
    np.save(folder / storage.VECTORS, vectors[1:] if damage == "count" else vectors)
    if damage == "passages":
        (folder / storage.PASSAGES).unlink()
    manifest = storage.read_manifest(folder)
    manifest["files"][storage.VECTORS] = storage.file_sha256(folder / storage.VECTORS)
    manifest["checksum"] = storage.manifest_checksum(manifest)
    generations._write_durably(folder / storage.MANIFEST, generations.json.dumps(manifest))
    with pytest.raises(IndexBroken):
        generations.probe(folder)


def test_thousands_of_nearly_equal_passages_can_be_indexed(world: World) -> None:
    rows = "\n".join(f"# Rubrik {number}\n\ntext {number}\n" for number in range(6000))
    world.write("lista.md", rows)
    report = world.ingest()
    assert not report.failed
    assert report.passages > 6000


def test_the_check_runs_in_a_child_that_may_die(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gen-0002.tmp").mkdir()
    monkeypatch.setattr(generations, "VERIFY_SECONDS", 0.2)
    with pytest.raises(IndexBroken, match="klarade inte kontrollen"):
        generations.verify(tmp_path / "gen-0002.tmp")
    assert not (tmp_path / "gen-0002.tmp").exists()
    monkeypatch.undo()
    generations.verify(settings.data_dir / storage.current_name(settings.data_dir))


def test_the_fingerprint_tells_contents_apart_and_nothing_else(world: World) -> None:
    world.ingest()
    documents = list(world.generation().documents())
    assert generations.fingerprint(documents) == generations.fingerprint(documents[::-1])
    assert generations.fingerprint(documents) == world.generation().fingerprint
    assert generations.fingerprint(documents[1:]) != generations.fingerprint(documents)


# --- SIGTERM ---------------------------------------------------------------------------------------------------


def test_the_system_asking_it_to_stop_leaves_the_old_generation_serving(tmp_path: Path) -> None:
    world = World(write_sheets(tmp_path / "corpus"), tmp_path / "data", StaticEmbedder())
    first = world.ingest()
    world.write("ny.md", sheet("ny", "## Ny\n\n- Ett nytt blad."))
    program = (
        "import os, signal, sys; from ingest import generations; from ui.cli import main\n"
        "fill = generations._fill\n"
        "def stopped(*a): fill(*a); os.kill(os.getpid(), signal.SIGTERM)\n"
        "generations._fill = stopped\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", program, "ingest", str(world.folder), "--data-dir", str(world.data_dir)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONUTF8": "1"})
    assert done.returncode == 143
    assert "Traceback" not in done.stderr
    assert storage.current_name(world.data_dir) == first.generation
    assert "ny" not in world.served()
    assert world.ingest().added == ("ny",)
