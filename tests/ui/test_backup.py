"""What is saved can stand up again in an empty folder, and a file that is not right changes nothing."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sheets import TODAY, World, sheet

from assistant.answer import Assistant
from assistant.domain import Question
from assistant.errors import CivsamError, IndexBroken, IndexMismatch, IndexMissing, WriterBusy
from assistant.retrieval import storage
from assistant.settings import Settings
from assistant.wiring import load
from ingest.lock import writer_lock
from ingest.originals import Originals
from ui import staff_texts, texts
from ui.backup import AUDIT, CONTENTS, BackupError, backup
from ui.cli import main
from ui.editor_audit import Audit, Deed
from ui.feedback_store import FILE, Feedback, FeedbackStore
from ui.restore import restore
from ui.saving import SavingError

ASKED = Question("Hur mycket är lägerpengen?", TODAY)
THUMB = Feedback(date(2026, 11, 20), True, questions=("Vad gäller i Nora?",))
Entries = list[tuple[str, bytes]]


@pytest.fixture
def saved(world: World, tmp_path: Path) -> Path:
    """A backup of the invented corpus with a fetched original, a kept PDF and a thumb."""
    world.ingest()
    originals = Originals(world.data_dir)
    version = originals.keep(b"<p>Hej</p>", ".html", "0", TODAY, None)
    originals.of("https://prov.se/a").versions.append(version)
    originals.save()
    (world.data_dir / "pdf").mkdir()
    (world.data_dir / "pdf" / f"{'0' * 64}.pdf").write_bytes(b"%PDF-1.7")
    FeedbackStore(world.data_dir, 30).add(THUMB)
    backup(world.data_dir, tmp_path / "kopia.tar.gz")
    return tmp_path / "kopia.tar.gz"


def answer(data_dir: Path) -> tuple[str, list[str]]:
    assistant: Assistant = load(Settings(data_dir=data_dir))
    try:
        found = assistant.ask(ASKED)
        return found.text, [citation.quote for citation in found.citations]
    finally:
        assistant.close()


def entries(file: Path) -> Entries:
    with tarfile.open(file) as archive:
        return [(entry.name, archive.extractfile(entry).read()) for entry in archive]  # type: ignore[union-attr]


def packed(file: Path, parts: Iterable[tuple[str, bytes]]) -> Path:
    with tarfile.open(file, "w:gz") as archive:
        for name, data in parts:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return file


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_empty_folder_answers_the_same_after_restoring(world: World, saved: Path, tmp_path: Path) -> None:
    new = tmp_path / "ny"
    contents, generation = restore(new, saved)
    assert generation == storage.current_name(new) == "gen-0001"
    assert answer(new) == answer(world.data_dir)
    assert FeedbackStore(new, 30).every(TODAY) == (THUMB,)
    (version,) = Originals(new).of("https://prov.se/a").versions
    assert Originals(new).path(version).read_bytes() == b"<p>Hej</p>"
    assert (new / "pdf" / f"{'0' * 64}.pdf").read_bytes() == b"%PDF-1.7"
    assert len(contents.files) == len(entries(saved)) - 1
    assert not list(new.glob("*.tmp"))
    assert saved.stat().st_mode & 0o077 == 0


def test_caches_locks_and_older_generations_are_not_saved(world: World, saved: Path, tmp_path: Path) -> None:
    world.ingest(rebuild=True)
    (world.data_dir / "originals" / "LOCK").touch()
    backup(world.data_dir, tmp_path / "andra.tar.gz")
    tops = {name.split("/")[0] for name, _ in entries(tmp_path / "andra.tar.gz")}
    assert tops == {CONTENTS, storage.current_name(world.data_dir), "originals", FILE}  # the ingest forgot the PDF
    assert not [name for name, _ in entries(tmp_path / "andra.tar.gz") if name.endswith("LOCK")]


def test_nothing_is_overwritten_unless_it_is_asked_for(world: World, saved: Path, tmp_path: Path) -> None:
    before, bytes_before = everything(world.data_dir), saved.read_bytes()
    with pytest.raises(BackupError) as caught:
        restore(world.data_dir, saved)
    assert caught.value.what == texts.RESTORE_TAKEN
    assert everything(world.data_dir) == before
    with pytest.raises(SavingError) as caught:
        backup(world.data_dir, saved)
    assert caught.value.what == texts.SAVE_EXISTS
    assert saved.read_bytes() == bytes_before
    backup(world.data_dir, saved, force=True)


def test_with_force_a_running_assistant_goes_over_to_what_was_saved(world: World, saved: Path) -> None:
    was, _ = answer(world.data_dir)
    for path in list(world.folder.rglob("*.md"))[1:]:
        path.unlink()
    world.ingest()
    FeedbackStore(world.data_dir, 30).add(THUMB)
    assistant = load(Settings(data_dir=world.data_dir))
    try:
        assistant.ask(ASKED)
        _, generation = restore(world.data_dir, saved, force=True)
        assert assistant.ask(ASKED).text == was
        assert assistant.generation.name == generation == "gen-0003"
    finally:
        assistant.close()
    assert FeedbackStore(world.data_dir, 30).every(TODAY) == (THUMB,)


def changed_byte(parts: Entries) -> Entries:
    return [(name, data[:-1] + b"?" if name.endswith("passages.jsonl") else data) for name, data in parts]


def renamed(to: str) -> Callable[[Entries], Entries]:
    """One file with another name, in the contents too."""

    def change(parts: Entries) -> Entries:
        old = next(name for name, _ in parts if name.endswith(".pdf"))
        return [(name.replace(old, to), data.replace(old.encode(), to.encode())) for name, data in parts]

    return change


@pytest.mark.parametrize(
    "change",
    [
        changed_byte,
        lambda parts: parts[:-1],
        lambda parts: parts[1:],
        lambda parts: [*parts, ("gen-0001/extra", b"x")],
        lambda parts: [*parts, parts[-1]],
        lambda parts: [(CONTENTS, b"[]"), *parts[1:]],
        lambda parts: [(CONTENTS, b"{"), *parts[1:]],
        lambda parts: [],
        renamed("../utanfor"),
        renamed("/tmp/civsam-utanfor"),
        renamed("pdf/../../utanfor"),
        renamed("CURRENT"),
        renamed("gen-0009/x"),
    ],
)
def test_a_file_that_is_not_right_changes_nothing(
    world: World, saved: Path, tmp_path: Path, change: Callable[[Entries], Entries]
) -> None:
    wrong = packed(tmp_path / "fel.tar.gz", change(entries(saved)))
    before = everything(world.data_dir)
    with pytest.raises(BackupError) as caught:
        restore(world.data_dir, wrong, force=True)
    assert caught.value.what == texts.RESTORE_DAMAGED
    assert everything(world.data_dir) == before
    assert not list(tmp_path.rglob("*utanfor*"))
    assert not Path("/tmp/civsam-utanfor").exists()


@pytest.mark.parametrize("link", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_a_link_in_place_of_a_file_is_refused(saved: Path, tmp_path: Path, link: bytes) -> None:
    parts = entries(saved)
    wrong = tmp_path / "fel.tar.gz"
    with tarfile.open(wrong, "w:gz") as archive:
        head = tarfile.TarInfo(CONTENTS)
        head.size = len(parts[0][1])
        archive.addfile(head, io.BytesIO(parts[0][1]))
        entry = tarfile.TarInfo(parts[1][0])
        entry.type, entry.linkname = link, "/etc/hostname"
        archive.addfile(entry)
    with pytest.raises(BackupError):
        restore(tmp_path / "ny", wrong)
    assert not (tmp_path / "ny" / "CURRENT").exists()


def test_files_that_are_cut_or_no_archive_at_all_are_told(saved: Path, tmp_path: Path) -> None:
    whole = saved.read_bytes()
    for data in (b"", b"hej", whole[:100], whole[: len(whole) // 2], gzip.compress(b"hej")):
        (tmp_path / "fel.tar.gz").write_bytes(data)
        with pytest.raises(BackupError) as caught:
            restore(tmp_path / "ny", tmp_path / "fel.tar.gz")
        assert caught.value.what == texts.RESTORE_DAMAGED
        assert not (tmp_path / "ny" / "CURRENT").exists()
    with pytest.raises(BackupError, match=texts.RESTORE_NO_FILE):
        restore(tmp_path / "ny", tmp_path / "finns-inte")


def test_another_version_of_the_backup_or_of_the_index_is_told(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (name, head), *rest = entries(saved)
    newer = packed(tmp_path / "nyare.tar.gz", [(name, json.dumps(json.loads(head) | {"format": "3"}).encode()), *rest])
    with pytest.raises(BackupError, match=texts.RESTORE_OTHER_FORMAT):
        restore(tmp_path / "ny", newer)
    monkeypatch.setattr(storage, "FORMAT", "999")
    with pytest.raises(IndexMismatch):
        restore(tmp_path / "ny", saved)
    assert not (tmp_path / "ny" / "CURRENT").exists()


def test_what_is_damaged_missing_or_being_written_is_not_saved(world: World, tmp_path: Path) -> None:
    file = tmp_path / "kopia.tar.gz"
    with pytest.raises(IndexMissing):
        backup(world.data_dir, file)
    assert not world.data_dir.exists()
    world.ingest()
    with writer_lock(world.data_dir), pytest.raises(WriterBusy):
        backup(world.data_dir, file)
    for path in (tmp_path, tmp_path / "finns-inte" / "kopia.tar.gz"):
        with pytest.raises(SavingError):
            backup(world.data_dir, path)
    vectors = world.data_dir / storage.current_name(world.data_dir) / storage.VECTORS
    vectors.write_bytes(vectors.read_bytes()[:-1] + b"?")
    with pytest.raises(IndexBroken):
        backup(world.data_dir, file)
    assert not list(tmp_path.glob("*.t*"))


def test_the_commands_say_what_they_did(saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new, again = str(tmp_path / "ny"), str(tmp_path / "igen.tar.gz")
    assert main(["restore", str(saved), "--data-dir", new]) == 0
    assert "Kunskapsbasen är nu gen-0001." in capsys.readouterr().out
    assert main(["backup", again, "--data-dir", new]) == 0
    told = capsys.readouterr().out
    assert "Radera den när den inte behövs." in told
    assert texts.BACKUP_QUESTIONS in told
    assert main(["restore", again, "--data-dir", new]) == 1
    assert "--force" in capsys.readouterr().err


def test_the_command_says_nothing_of_questions_that_nobody_let_us_keep(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.ingest()
    store = FeedbackStore(world.data_dir, 30)
    for number in range(2):  # no feedback at all, then a thumb without its question
        assert main(["backup", str(tmp_path / f"{number}.tar.gz"), "--data-dir", str(world.data_dir)]) == 0
        assert "Frågor" not in capsys.readouterr().out
        assert store.holds_questions() is False
        store.add(Feedback(THUMB.day, True))


def test_feedback_that_grew_old_in_a_backup_is_forgotten_after_restoring(saved: Path, tmp_path: Path) -> None:
    data_dir = tmp_path / "senare"
    restore(data_dir, saved)
    asked = THUMB.questions[0].encode()
    assert asked in (data_dir / FILE).read_bytes()
    FeedbackStore(data_dir, 30).forget(THUMB.day + timedelta(days=30))
    assert asked in (data_dir / FILE).read_bytes()
    FeedbackStore(data_dir, 30).forget(THUMB.day + timedelta(days=31))
    assert asked not in b"".join(path.read_bytes() for path in data_dir.rglob("*") if path.is_file())


# --- what is for staff only, and the editors' log -------------------------------------------------------------------

SECRET = "Kvistenlönen är 12 345 kr"


@pytest.fixture
def whole(world: World, tmp_path: Path) -> Path:
    """A backup of a collection with a document for staff, and a line in the editors' log."""
    world.write("internt-blad.md", sheet("internt-blad", f"## Lön\n\n- {SECRET}.", atkomst="personal"))
    world.ingest()
    Audit(world.data_dir, 365).write("anna", Deed.UPLOAD, "internt-blad.md", now=datetime(2026, 11, 20, tzinfo=UTC))
    backup(world.data_dir, tmp_path / "allt.tar.gz")
    return tmp_path / "allt.tar.gz"


def public_bytes(data_dir: Path) -> bytes:
    files = (path for path in data_dir.rglob("*") if path.is_file())
    return b"".join(path.read_bytes() for path in files if storage.STAFF not in path.relative_to(data_dir).parts)


def test_staff_and_the_log_come_back_each_to_its_own_place(world: World, whole: Path, tmp_path: Path) -> None:
    new = tmp_path / "ny"
    contents, _ = restore(new, whole)
    assert contents.staff
    inner = storage.staff_dir(new)
    assert SECRET in answer_to("Hur hög är Kvistenlönen?", inner)
    assert SECRET not in answer_to("Hur hög är Kvistenlönen?", new)
    assert SECRET.encode() not in public_bytes(new)
    assert [(entry.who, entry.document) for entry in Audit(new, 365).latest(5)] == [("anna", "internt-blad.md")]
    assert (new / AUDIT).stat().st_mode & 0o077 == 0
    assert not list(new.rglob("*.tmp"))


def answer_to(text: str, data_dir: Path) -> str:
    assistant = load(Settings(data_dir=data_dir))
    try:
        return assistant.ask(Question(text, TODAY)).text
    finally:
        assistant.close()


def test_the_public_backup_holds_nothing_of_staff_or_the_log(world: World, whole: Path, tmp_path: Path) -> None:
    contents = backup(world.data_dir, tmp_path / "alla.tar.gz", public=True)
    assert (contents.format, contents.staff) == ("1", "")
    held = entries(tmp_path / "alla.tar.gz")
    assert b"staff" not in held[0][1]  # as a Civsam from before this wrote it
    assert not [name for name, data in held if "internt" in name or SECRET.encode() in data or name == AUDIT]
    restore(tmp_path / "ny", tmp_path / "alla.tar.gz")
    assert not storage.staff_dir(tmp_path / "ny").exists()


def test_lines_of_the_log_since_the_backup_are_kept(world: World, whole: Path) -> None:
    log = Audit(world.data_dir, 365)
    log.write("bo", Deed.INGEST, now=datetime(2026, 11, 21, tzinfo=UTC))
    restore(world.data_dir, whole, force=True)
    assert [entry.who for entry in log.latest(5)] == ["bo", "anna"]


def test_what_has_become_for_staff_since_the_backup_is_not_published_again(
    world: World, saved: Path, tmp_path: Path
) -> None:
    path = next(world.folder.rglob("nora-kulturpeng.md"))
    path.write_text(path.read_text("utf-8").replace("---\n", "---\natkomst: personal\n", 1), encoding="utf-8")
    world.ingest()
    before = everything(world.data_dir)
    with pytest.raises(BackupError, match="nora-kulturpeng"):
        restore(world.data_dir, saved, force=True)
    assert {name: data for name, data in everything(world.data_dir).items() if name in before} == before
    restore(tmp_path / "ny", saved)


def test_staff_files_are_only_restored_into_the_folder_of_staff(whole: Path, tmp_path: Path) -> None:
    """A backup whose collection for staff is said to be the public one is refused, and so is one without the flag."""
    parts = entries(whole)
    record = json.loads(parts[0][1])
    swapped = [name for name in record["files"] if name.startswith(f"staff/{record['staff']}/")]
    files = {name.removeprefix("staff/"): record["files"][name] for name in swapped}
    head = record | {"files": files, "staff": "", "generation": record["staff"]}
    held = [(name.removeprefix("staff/"), data) for name, data in parts if name in swapped]
    wrong = packed(tmp_path / "fel.tar.gz", [(CONTENTS, json.dumps(head).encode()), *held])
    with pytest.raises(CivsamError):
        restore(tmp_path / "ny", wrong)
    assert not (tmp_path / "ny" / "CURRENT").exists()


def test_the_command_says_that_staff_is_in_the_file(
    whole: Path, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data_dir = ["--data-dir", str(world.data_dir)]
    assert main(["backup", str(tmp_path / "b.tar.gz"), *data_dir]) == 0
    told = capsys.readouterr().out
    assert staff_texts.STAFF_BACKED_UP in told and staff_texts.LOG_BACKED_UP in told
    assert main(["backup", str(tmp_path / "c.tar.gz"), "--public", *data_dir]) == 0
    assert staff_texts.NOT_BACKED_UP in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "b.tar.gz"), "--data-dir", str(tmp_path / "ny")]) == 0
    assert staff_texts.STAFF_RESTORED in capsys.readouterr().out
