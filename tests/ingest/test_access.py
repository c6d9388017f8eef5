"""What is for staff only is told from the files, goes into a collection of its own, and leaves no trace in the public one."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sheets import SHEETS, World, sheet, write_sheets

from assistant.adapters.static_embedding import StaticEmbedder
from assistant.domain import Document
from assistant.errors import DataDirUnusable, FrontMatterError, IndexMismatch, SettingsError, Unreadable
from assistant.retrieval import expected, storage
from ingest import generations
from ingest.access import FOLDER, apart, is_for_staff
from ingest.fetch import fetch
from ingest.pipeline import ingest
from ingest.quarantine import Quarantine

SECRET = "kvastfening"  # a word that stands nowhere else
BODY = f"## Rutin\n\n- Handläggaren granskar {SECRET} före beslut i oktober.\n"


def staff_sheet(identifier: str = "internt-arbetssatt", body: str = BODY, **fields: str) -> str:
    return sheet(identifier, body, titel=f"Internt om {SECRET}", atkomst="personal", **fields)


def everything(world: World) -> dict[str, Document]:
    generation = storage.open_current(storage.staff_dir(world.data_dir))
    try:
        return {document.id: document for document in generation.documents()}
    finally:
        generation.close()


def public_bytes(world: World) -> bytes:
    inner = storage.staff_dir(world.data_dir)
    files = [path for path in world.data_dir.rglob("*") if path.is_file() and not path.is_relative_to(inner)]
    return b"\n".join(path.name.encode() + path.read_bytes() for path in files)


# --- told from the file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        staff_sheet(),
        "\ufeff" + staff_sheet(),
        staff_sheet().replace("\n", "\r\n"),
        "\n" + staff_sheet(),  # a blank line first: no front matter that is read
        staff_sheet().replace("atkomst: personal", "atkomst: persnal"),
        staff_sheet().replace("atkomst", "åtkomst"),
        staff_sheet().replace("atkomst", "a\u030atkomst"),
        staff_sheet().replace("---\n\n## Rutin", "## Rutin"),  # never closed
        staff_sheet().replace("kommun: Kumla", "kommun: Kumla kommun"),
        staff_sheet().replace("titel: ", 'titel: "'),
        staff_sheet() + "x\0",
    ],
)
def test_a_sheet_is_for_staff_when_it_says_so_also_when_it_says_it_badly(tmp_path: Path, text: str) -> None:
    path = tmp_path / "internt-arbetssatt.md"
    path.write_bytes(text.encode())
    assert is_for_staff(path)
    assert "internt-arbetssatt" in apart([(path, path.name)]).ids


@pytest.mark.parametrize(
    "text",
    [
        sheet("blad", BODY),
        sheet("blad", BODY, atkomst="öppen"),
        sheet("blad", "## Lokalen\n\n- Åtkomst: genom entrén mot torget, bara för personal.\n"),
        "# Lokalen\n\nÅtkomst: genom entrén mot torget.\n",
        sheet("blad", BODY).replace("kommun: Kumla", "kommun: Kumla kommun"),
    ],
)
def test_a_sheet_that_says_nothing_about_it_is_open(tmp_path: Path, text: str) -> None:
    path = tmp_path / "blad.md"
    path.write_text(text, encoding="utf-8")
    assert not is_for_staff(path)


def test_a_folder_makes_every_kind_of_file_one_for_staff_also_through_a_link(tmp_path: Path) -> None:
    files = write_sheets(tmp_path, {f"{FOLDER}/djupt/rutin.txt": BODY, f"{FOLDER}/blad.md": sheet("blad", BODY)})
    (tmp_path / "genväg.txt").symlink_to(files / FOLDER / "djupt" / "rutin.txt")
    for name in (f"{FOLDER}/djupt/rutin.txt", f"{FOLDER}/blad.md", "genväg.txt"):
        assert is_for_staff(tmp_path / name), name


@pytest.mark.parametrize(
    "folder", ["Bara-Personal", "bara personal", "bara_personal", "barapersonal", "BARA PERSONAL", "bara–personal 2026"]
)
def test_a_folder_for_staff_may_be_spelled_in_any_way(tmp_path: Path, folder: str) -> None:
    write_sheets(tmp_path, {f"{folder}/djupt/rutin.txt": BODY, f"{folder}/blad.md": sheet("blad", BODY)})
    assert is_for_staff(tmp_path / folder / "djupt" / "rutin.txt")
    assert is_for_staff(tmp_path / folder / "blad.md")


def test_a_folder_or_a_file_that_is_called_something_else_is_open(tmp_path: Path) -> None:
    for name in ("personal/blad.md", "inte-bara-personal/blad.md", "bara-personalen/blad.md", "bara-personal.md"):
        write_sheets(tmp_path, {name: sheet("blad", BODY)})
        assert not is_for_staff(tmp_path / name), name


@pytest.mark.parametrize("line", ["atkomst: Personal", "Atkomst: personal", "åtkomst: Personal", "Åtkomst : personal"])
def test_the_field_spelled_in_another_way_never_publishes(tmp_path: Path, line: str) -> None:
    path = tmp_path / "internt-arbetssatt.md"
    path.write_text(staff_sheet().replace("atkomst: personal", line), encoding="utf-8")
    assert is_for_staff(path)


def test_a_file_that_was_for_staff_stays_so_until_it_says_that_it_is_open(tmp_path: Path) -> None:
    path = tmp_path / "blad.md"
    for text, stays in ((BODY, True), (sheet("blad", BODY, atkomst="öppen"), False), (sheet("blad", BODY), False)):
        path.write_text(text, encoding="utf-8")
        assert is_for_staff(path, was=True) is stays


# --- two collections --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("own_process")
def test_the_public_collection_has_no_trace_and_the_other_has_everything(world: World) -> None:
    world.write("internt-arbetssatt.md", staff_sheet())
    world.write(f"{FOLDER}/minnen.txt", f"Minnesanteckningar\n\nVi talade om {SECRET} i går.\n")
    report = world.ingest()
    assert not report.failed
    assert set(everything(world)) == {*world.served(), "internt-arbetssatt", f"{FOLDER}/minnen"}
    assert {one.id for one in everything(world).values() if one.staff_only} == {
        "internt-arbetssatt",
        f"{FOLDER}/minnen",
    }
    assert report.staff is not None
    assert report.staff.documents == (f"{FOLDER}/minnen", "internt-arbetssatt")
    found = public_bytes(world)
    for words in (SECRET, "internt-arbetssatt", "minnen", FOLDER):
        assert words.encode() not in found
    assert world.holds(SECRET)  # where it belongs
    assert stat.S_IMODE(storage.staff_dir(world.data_dir).stat().st_mode) == 0o700


def test_without_anything_for_staff_there_is_no_second_collection(world: World) -> None:
    assert world.ingest().staff is None
    assert not storage.staff_dir(world.data_dir).exists()


@pytest.mark.usefixtures("own_process")
def test_what_becomes_for_staff_leaves_the_public_collection_with_every_older_version(world: World) -> None:
    world.write("blad.md", sheet("blad", BODY))
    world.ingest()
    assert SECRET.encode() in public_bytes(world)
    world.write("blad.md", sheet("blad", BODY, atkomst="personal"))
    report = world.ingest()
    assert report.removed == ("blad",)
    assert SECRET.encode() not in public_bytes(world)
    assert "blad" in everything(world)


def test_what_becomes_open_again_is_in_both_and_marked_in_neither(world: World) -> None:
    world.write("blad.md", staff_sheet("blad"))
    world.ingest()
    world.write("blad.md", sheet("blad", BODY, atkomst="öppen"))
    report = world.ingest()
    assert report.added == ("blad",)
    assert not everything(world)["blad"].staff_only
    assert report.staff is not None
    assert report.staff.documents == ()


@pytest.mark.usefixtures("own_process")
def test_the_last_open_document_leaves_an_empty_public_collection(tmp_path: Path, world: World) -> None:
    world.folder = write_sheets(tmp_path / "ett", {"blad.md": sheet("blad", BODY)})
    world.ingest()
    world.write("blad.md", sheet("blad", BODY, atkomst="personal"))
    world.ingest()
    assert world.served() == {}
    assert SECRET.encode() not in public_bytes(world)


def unreadable(world: World) -> Path:
    """A folder where nothing can be read, and one of the files has something to say about who may."""
    damaged = staff_sheet("annat").replace("kommun: Kumla", "kommun: Kumla kommun")
    return write_sheets(world.folder.parent / "bara-trasiga", {"annat.md": damaged, "tom.md": ""})


def test_a_folder_where_nothing_can_be_read_leaves_what_there_is_also_with_a_file_for_staff(world: World) -> None:
    first = world.ingest()
    before = world.served()
    with pytest.raises(Unreadable, match="Kunskapsbasen är som förut") as caught:
        ingest([unreadable(world)], world.data_dir, world.embedder)
    assert "annat.md" in str(caught.value)
    assert "tom.md" in str(caught.value)
    assert world.generations() == [first.generation]
    assert world.served() == before
    assert b"annat.md" not in public_bytes(world)
    (refusal,) = Quarantine(storage.staff_dir(world.data_dir)).refusals()
    assert refusal.source.endswith("annat.md")


def test_where_nothing_was_read_before_there_is_nothing_to_leave(world: World) -> None:
    with pytest.raises(Unreadable) as caught:
        ingest([unreadable(world)], world.data_dir, world.embedder)
    assert "Kunskapsbasen" not in str(caught.value)
    assert not list(world.data_dir.glob("gen-*"))


def test_a_lone_damaged_sheet_for_staff_says_that_the_old_base_stays(world: World) -> None:
    world.ingest()
    (unreadable(world) / "tom.md").unlink()
    with pytest.raises(FrontMatterError, match=r"'Kumla kommun'.*Kunskapsbasen är som förut"):
        ingest([unreadable(world) / "annat.md"], world.data_dir, world.embedder)
    assert set(world.served()) >= {"nora-kulturpeng", "sida"}


@pytest.mark.usefixtures("own_process")
@pytest.mark.parametrize("has_staff", [False, True])
def test_what_was_open_and_is_now_for_staff_leaves_also_when_nothing_can_be_read(world: World, has_staff: bool) -> None:
    world.write("blad.md", sheet("blad", BODY))
    world.write("nytt.md", sheet("nytt", "## Nytt\n\n- Nya regler.\n", ersatter="blad"))
    world.write("fragor/blad.yaml", f"Rutin:\n  {SECRET}:\n    - Hur granskar ni?\n")
    world.write("fragor/nora-kulturpeng.yaml", "Sista dag:\n  den 3 oktober:\n    - Hur länge kan vi söka?\n")
    if has_staff:
        world.write("internt-arbetssatt.md", staff_sheet())
    world.ingest()
    before = world.served()
    broken = sheet("blad", BODY, atkomst="Personal")
    folder = write_sheets(world.folder.parent / "trasiga", {"blad.md": broken, "tom.md": ""})
    with pytest.raises(Unreadable, match=r"visas inte längre för alla: blad. I övrigt är kunskapsbasen som förut"):
        ingest([folder], world.data_dir, world.embedder)
    assert set(world.served()) == set(before) - {"blad"}
    assert SECRET.encode() not in public_bytes(world)
    assert world.served()["nytt"].supersedes == ()
    kept = {one: document for one, document in before.items() if one not in ("blad", "nytt")}
    assert {one: document for one, document in world.served().items() if one != "nytt"} == kept
    generation = world.generation()
    assert [record["document"] for record in generation.structures[expected.KIND]] == ["nora-kulturpeng"]
    generation.close()
    assert everything(world)["blad"].staff_only  # what was read before is kept where only staff can see it
    assert ("internt-arbetssatt" in everything(world)) is has_staff
    write_sheets(folder, {"blad.md": BODY, "annat.md": sheet("annat", "## Annat\n\n- Text.\n")})
    ingest([folder], world.data_dir, world.embedder)  # it does not say that it is open again
    assert set(world.served()) == {"annat"}


@pytest.mark.usefixtures("own_process")
def test_what_is_for_staff_now_leaves_also_when_the_word_list_stops_the_ingest(world: World) -> None:
    world.write("minnen.txt", f"Minnesanteckningar\n\nVi talade om {SECRET} i går.\n")
    world.write("blad.md", sheet("blad", BODY))
    world.ingest()
    before = set(world.served())
    (world.folder / FOLDER).mkdir()
    (world.folder / "minnen.txt").rename(world.folder / FOLDER / "minnen.txt")  # known by what it holds alone
    world.write(f"{FOLDER}/kopia.txt", SHEETS["anteckningar/bygdegard.txt"])  # its open file is still there
    world.write("blad.md", staff_sheet("blad"))
    world.write("ordlista.yaml", "lika: [")
    with pytest.raises(SettingsError, match="visas inte längre för alla: blad, minnen"):
        world.ingest()
    assert set(world.served()) == before - {"minnen", "blad"}
    assert SECRET.encode() not in public_bytes(world)
    assert {one.id for one in everything(world).values() if one.staff_only} == {"minnen", "blad"}
    world.write("ordlista.yaml", "lika: [[bidrag, stöd]]")
    report = world.ingest()
    assert report.staff is not None
    assert set(report.staff.documents) >= {f"{FOLDER}/minnen", "blad"}


def test_what_is_still_shown_is_told_when_it_cannot_be_taken_out(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    world.write("blad.md", sheet("blad", BODY))
    world.ingest()
    world.write("blad.md", staff_sheet("blad"))
    world.write("ordlista.yaml", "lika: [")
    monkeypatch.setattr("ingest.withdrawal.build", full)
    with pytest.raises(OSError, match="No space"):
        world.ingest()
    assert "visas för alla tills inläsningen lyckas: blad" in caplog.text


def test_files_for_staff_alone_are_something_to_read_in(world: World) -> None:
    world.ingest()
    folder = write_sheets(world.folder.parent / "internt", {"blad.md": staff_sheet("blad"), "tom.md": ""})
    report = ingest([folder], world.data_dir, world.embedder)
    assert report.staff is not None
    assert report.staff.documents == ("blad",)
    assert world.served() == {}


def test_two_files_for_staff_with_one_id_are_nothing_to_read_in(world: World) -> None:
    world.ingest()
    before = world.served()
    folder = write_sheets(world.folder.parent / "internt", {name: staff_sheet("blad") for name in ("a.md", "b.md")})
    with pytest.raises(Unreadable, match="Kunskapsbasen är som förut"):
        ingest([folder], world.data_dir, world.embedder)
    assert world.served() == before


@pytest.mark.usefixtures("own_process")
def test_a_damaged_sheet_for_staff_is_refused_where_only_staff_can_see_it(world: World) -> None:
    world.write("internt-arbetssatt.md", staff_sheet())
    world.ingest()
    world.write("internt-arbetssatt.md", staff_sheet().replace("kommun: Kumla", "kommun: Kumla kommun"))
    report = world.ingest()
    assert [Path(failure.path).name for failure in report.failed] == ["internt-arbetssatt.md"]
    assert Quarantine(world.data_dir).refusals() == ()
    (refusal,) = Quarantine(storage.staff_dir(world.data_dir)).refusals()
    assert refusal.source.endswith("internt-arbetssatt.md")
    assert everything(world)["internt-arbetssatt"].staff_only  # the version read before
    assert b"internt-arbetssatt" not in public_bytes(world)


def test_an_open_sheet_does_not_tell_that_it_replaces_one_for_staff(world: World) -> None:
    world.write("blad.md", sheet("blad", BODY.replace(SECRET, "ansökan")))
    world.write("nytt.md", sheet("nytt", "## Nytt\n\n- Nya regler.\n", ersatter="[blad, samverkansplan-2018]"))
    world.ingest()
    assert world.served()["nytt"].supersedes == ("blad", "samverkansplan-2018")
    world.write("blad.md", staff_sheet("blad"))
    world.ingest()
    served, whole = world.served()["nytt"], everything(world)
    assert served.supersedes == ("samverkansplan-2018",)
    assert "blad," not in served.text
    assert whole["nytt"].supersedes == ("blad", "samverkansplan-2018")
    assert whole["blad"].superseded_by == ("nytt",)


@pytest.mark.usefixtures("own_process")
def test_cards_of_a_document_for_staff_are_for_staff_and_their_faults_too(world: World) -> None:
    world.write("internt-arbetssatt.md", staff_sheet())
    world.write("bidrag/internt-arbetssatt.yaml", "- id: peng\n  namn: finns inte\n")
    world.write("planer/plan.yaml", "plan: plan\nnamn: Plan\ndokument: internt-arbetssatt\nnoder: []\n")
    report = world.ingest()
    assert {Path(failure.path).name for failure in report.failed} == {"internt-arbetssatt.yaml", "plan.yaml"}
    assert b"internt-arbetssatt" not in public_bytes(world)


def test_a_text_that_names_a_document_for_staff_is_warned_about(world: World) -> None:
    world.write("internt-arbetssatt.md", staff_sheet())
    world.write("oppet.md", sheet("oppet", "## Mer\n\n- Se internt-arbetssatt.\n"))
    warned = [warning for warning in world.ingest().warnings if "internt-arbetssatt" in warning]
    assert len(warned) == 1
    assert warned[0].startswith("oppet.md")


@pytest.mark.usefixtures("own_process")
def test_the_same_content_as_an_open_file_is_not_told_of(world: World) -> None:
    world.write(f"{FOLDER}/kopia.txt", SHEETS["anteckningar/bygdegard.txt"])
    world.ingest()
    assert world.served()["anteckningar/bygdegard"].also_at == ()
    assert b"kopia" not in public_bytes(world)


@pytest.mark.usefixtures("own_process")
def test_a_document_marked_while_it_is_read_is_not_published(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write("internt-arbetssatt.md", staff_sheet())
    monkeypatch.setattr("ingest.access.is_for_staff", lambda path, *, was=False: False)
    world.ingest()
    assert "internt-arbetssatt" not in world.served()
    assert SECRET.encode() not in public_bytes(world)


def test_unchanged_text_is_embedded_once_for_both(world: World) -> None:
    world.write("internt-arbetssatt.md", staff_sheet())
    report = world.ingest()
    assert report.staff is not None
    assert report.embedded == report.staff.passages
    again = world.ingest()
    assert again.embedded == 0
    assert again.staff == report.staff


# --- any mixed collection, through any change of marks ----------------------------------------------------------

WAYS: dict[str, Callable[[int], dict[str, str]]] = {  # how a document can be, as the files that it is made of
    "open": lambda n: {f"blad-{n}.md": sheet(f"blad-{n}", BODY.replace(SECRET, f"hemlig{n}x"))},
    "plain": lambda n: {f"blad-{n}.txt": f"Rutin\n\nHandläggaren granskar hemlig{n}x före beslut.\n"},
    "marked": lambda n: {f"blad-{n}.md": staff_sheet(f"blad-{n}", BODY.replace(SECRET, f"hemlig{n}x"))},
    "damaged": lambda n: {f"blad-{n}.md": staff_sheet(f"blad-{n}", f"## A\n\n- hemlig{n}x", kommun="Ingenstans")},
    "folder": lambda n: {f"{FOLDER}/blad-{n}.txt": f"Rutin\n\nHandläggaren granskar hemlig{n}x före beslut.\n"},
}
OPEN = {"open", "plain"}


@pytest.mark.usefixtures("own_process")
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(stages=some.lists(some.lists(some.sampled_from(sorted(WAYS)), min_size=3, max_size=3), min_size=1, max_size=2))
def test_only_what_is_open_now_is_in_any_public_byte(
    tmp_path_factory: pytest.TempPathFactory, stages: list[list[str]]
) -> None:
    home = tmp_path_factory.mktemp("blandat")
    always = {"oppet.md": sheet("oppet", "## Mer\n\n- Ett blad som alla får läsa.\n")}
    world = World(write_sheets(home / "corpus", always), home / "data", StaticEmbedder())
    for ways in stages:
        for path in [path for path in world.folder.rglob("*blad-*") if path.is_file()]:
            path.unlink()
        for number, way in enumerate(ways):
            for name, text in WAYS[way](number).items():
                world.write(name, text)
        world.ingest()
        found = public_bytes(world)
        shown = {number for number in range(len(ways)) if f"hemlig{number}x".encode() in found}
        assert shown == {number for number, way in enumerate(ways) if way in OPEN}
        named = {number for number in range(len(ways)) if f"blad-{number}".encode() in found}
        assert named == shown
        if set(ways) - OPEN:
            whole = everything(world)
            assert {one.id for one in whole.values() if not one.staff_only} == set(world.served())
            hidden = {number for number, way in enumerate(ways) if way in {"marked", "folder"}}
            assert {number for number in range(3) if any(f"hemlig{number}x" in one.text for one in whole.values())} >= {
                *hidden, *shown
            }  # fmt: skip


# --- what must not be done by mistake ---------------------------------------------------------------------------


def test_the_whole_collection_is_not_opened_where_the_public_reads(world: World) -> None:
    world.write("internt-arbetssatt.md", staff_sheet())
    world.ingest()
    storage.staff_dir(world.data_dir).rename(world.data_dir.parent / "flyttad")
    with pytest.raises(IndexMismatch, match="bara för personal"):
        storage.open_current(world.data_dir.parent / "flyttad")


def test_nothing_is_read_into_the_staff_folder_itself(world: World) -> None:
    world.write("internt-arbetssatt.md", staff_sheet())
    world.ingest()
    with pytest.raises(DataDirUnusable, match="fylls på av sig själv"):
        ingest([world.folder], storage.staff_dir(world.data_dir), world.embedder)
    with pytest.raises(DataDirUnusable, match="fylls på av sig själv"):
        fetch(world.folder, storage.staff_dir(world.data_dir))


def test_a_generation_for_the_public_is_never_written_with_a_document_for_staff(world: World) -> None:
    world.write("internt-arbetssatt.md", staff_sheet())
    world.ingest()
    whole = storage.open_current(storage.staff_dir(world.data_dir))
    with pytest.raises(ValueError, match="staff"):
        generations.write_generation(
            world.data_dir,
            list(whole.documents()),
            list(whole.passages()),
            whole.vectors(),
            whole.stamp,
            lambda _: None,
        )
    whole.close()
