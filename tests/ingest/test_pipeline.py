"""From files to a served generation: what is reported, what is embedded, what is kept and what is gone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from sheets import SHEETS, World, sheet

from assistant.adapters.fakes import LetterEmbedder
from assistant.errors import (
    DataDirUnusable,
    DuplicateId,
    FrontMatterError,
    IndexBroken,
    PathMissing,
    SettingsError,
    Unreadable,
)
from assistant.ports import Matrix
from assistant.retrieval import storage
from ingest import generations
from ingest.pipeline import ingest
from ingest.progress import Progress
from ingest.reading import find_sources
from ingest.skipped import skipped_words

IDS = {
    "kumla-idrottspeng", "nora-kulturpeng", "samverkansplan-2018", "samverkansplan-2022",
    "anteckningar/bygdegard", "sida",
}  # fmt: skip


class CountingEmbedder(LetterEmbedder):
    """Remembers every text it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        self.texts += texts
        return super().embed_passages(texts)


@pytest.fixture
def counting(world: World) -> CountingEmbedder:
    """The world's embedder, which counts."""
    world.embedder = embedder = CountingEmbedder()
    return embedder


# --- the report -------------------------------------------------------------------------------------------------


def test_everything_is_new_the_first_time(world: World) -> None:
    report = world.ingest()
    assert set(report.added) == IDS == set(world.served())
    assert (report.changed, report.unchanged, report.removed, report.failed) == ((), (), (), ())
    assert report.generation == "gen-0001"
    assert report.passages == report.embedded == world.generation().size > len(IDS)


def test_added_changed_unchanged_and_removed_are_told_apart(world: World) -> None:
    world.ingest()
    world.write("ny.md", sheet("ny", "## Ny\n\n- Ett nytt blad."))
    world.write("sida.html", SHEETS["sida.html"].replace("tre dygn", "fyra dygn"))
    (world.folder / "nora-kulturpeng.md").unlink()
    report = world.ingest()
    assert report.added == ("ny",)
    assert report.changed == ("sida",)
    assert report.removed == ("nora-kulturpeng",)
    assert set(report.unchanged) == IDS - {"sida", "nora-kulturpeng"}
    assert "fyra dygn" in world.served()["sida"].text
    assert set(world.served()) == (IDS | {"ny"}) - {"nora-kulturpeng"}


def test_a_file_that_moves_is_found_where_it_is_now(world: World) -> None:
    world.ingest()
    (world.folder / "nora").mkdir()
    (world.folder / "nora-kulturpeng.md").rename(world.folder / "nora" / "kulturpeng.md")
    report = world.ingest()
    assert (report.added, report.removed, report.embedded) == ((), (), 0)
    assert world.served()["nora-kulturpeng"].path == "nora/kulturpeng.md"


def test_what_replaces_what_is_known_to_the_one_that_is_replaced(world: World) -> None:
    world.ingest()
    assert world.served()["samverkansplan-2018"].superseded_by == ("samverkansplan-2022",)
    (world.folder / "samverkansplan-2022.md").unlink()
    world.ingest()
    assert world.served()["samverkansplan-2018"].superseded_by == ()


def test_a_document_that_replaces_something_unknown_is_a_warning(world: World) -> None:
    world.write("plan.md", sheet("plan", "## Mål\n\n- Ett mål.", ersatter="plan-som-saknas"))
    (warning,) = world.ingest().warnings
    assert "plan.md" in warning
    assert "'plan-som-saknas'" in warning


def test_stages_are_told_from_beginning_to_end(world: World) -> None:
    class Watching(Progress):
        def __init__(self) -> None:
            self.done: dict[str, list[int]] = {}

        def stage(self, name, total):  # type: ignore[no-untyped-def]
            from contextlib import contextmanager

            @contextmanager
            def watched():  # type: ignore[no-untyped-def]
                self.done[name] = [total, 0]

                def advance(steps: int) -> None:
                    self.done[name][1] += steps

                yield advance

            return watched()

    watching = Watching()
    ingest([world.folder], world.data_dir, world.embedder, progress=watching)
    assert len(watching.done) == 3
    for name, (total, steps) in watching.done.items():
        assert total == steps > 0, name


# --- nothing twice ----------------------------------------------------------------------------------------------


def test_an_unchanged_run_embeds_nothing_and_makes_no_generation(world: World, counting: CountingEmbedder) -> None:
    first = world.ingest()
    written = {path: path.stat().st_mtime_ns for path in (world.data_dir / first.generation).iterdir()}
    counting.texts.clear()
    report = world.ingest()
    assert counting.texts == []
    assert report.embedded == 0
    assert report.generation == first.generation
    assert report.passages == first.passages
    assert set(report.unchanged) == IDS
    assert world.generations() == [first.generation]
    assert {path: path.stat().st_mtime_ns for path in (world.data_dir / first.generation).iterdir()} == written


def test_one_changed_file_embeds_only_its_own_passages(world: World, counting: CountingEmbedder) -> None:
    for number in range(30):
        body = f"## Del ett\n\n- Punkt {number} i blad {number}.\n\n## Del två\n\n- Mer om {number}."
        world.write(f"blad-{number}.md", sheet(f"blad-{number}", body))
    world.ingest()
    counting.texts.clear()
    path = world.folder / "blad-7.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Mer om 7", "Något annat om 7"), encoding="utf-8")
    report = world.ingest()
    assert report.changed == ("blad-7",)
    assert report.embedded == len(counting.texts) == 1
    assert "Något annat om 7" in counting.texts[0]


def test_the_same_text_twice_is_embedded_once(world: World, counting: CountingEmbedder) -> None:
    for name in ("tvilling-a", "tvilling-b"):
        world.write(f"{name}.md", sheet(name, "## Text\n\n- Samma text i båda.", titel="Tvilling"))
    report = world.ingest()
    assert {"tvilling-a", "tvilling-b"} <= set(report.added), "their editor says that they are two"
    assert len(counting.texts) == len(set(counting.texts)) == report.embedded < report.passages


def test_a_rebuild_embeds_everything_again_in_a_new_generation(world: World, counting: CountingEmbedder) -> None:
    first = world.ingest()
    counting.texts.clear()
    report = world.ingest(rebuild=True)
    assert report.embedded == len(counting.texts) == first.passages
    assert report.generation != first.generation
    assert set(world.served()) == IDS


def test_another_embedder_makes_a_new_generation_of_the_same_documents(
    world: World, counting: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = world.ingest()
    monkeypatch.setattr(CountingEmbedder, "name", "letters-2")
    counting.texts.clear()
    report = world.ingest()
    assert report.generation != first.generation
    assert set(report.unchanged) == IDS
    assert len(counting.texts) == report.passages
    assert world.generation().stamp.embedder == "letters-2"


def test_another_splitter_reads_every_file_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = world.ingest()
    monkeypatch.setattr("ingest.pipeline.SPLITTER_VERSION", "en-annan")
    report = world.ingest()
    assert report.generation != first.generation
    assert world.generation().stamp.splitter.startswith("en-annan/")


def test_passages_are_named_by_document_and_place_and_keep_their_names(world: World) -> None:
    def names() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for passage in world.generation().passages():
            found.setdefault(passage.document.id, []).append(passage.id)
        return found

    world.ingest()
    before = names()
    everything = [name for of_document in before.values() for name in of_document]
    assert len(everything) == len(set(everything))
    world.write("aaa.md", sheet("aaa", "## A\n\n- Först i ordningen."))
    world.ingest()
    after = names()
    assert {document: after[document] for document in before} == before


# --- gone is gone -----------------------------------------------------------------------------------------------

SENTENCES = ["Konserter, teater och utställningar som är öppna för alla.", "den 3 oktober", "Resor ersätts inte."]


@pytest.mark.usefixtures("own_process")
def test_nothing_of_a_removed_document_is_left_in_the_data_directory(world: World) -> None:
    world.ingest()
    assert all(world.holds(words) for words in SENTENCES), "or the search below proves nothing"
    (world.folder / "nora-kulturpeng.md").unlink()
    world.ingest()
    assert not [words for words in (*SENTENCES, "nora-kulturpeng", "Kulturpeng") if world.holds(words)]


@pytest.mark.usefixtures("own_process")
def test_nothing_of_the_old_wording_is_left_when_a_document_changes(world: World) -> None:
    world.ingest()
    world.write("nora-kulturpeng.md", SHEETS["nora-kulturpeng.md"].replace("Resor ersätts inte.", "Resor ersätts."))
    world.ingest()
    assert not world.holds("Resor ersätts inte.")
    assert world.holds("Resor ersätts.")


@pytest.mark.usefixtures("own_process")
def test_a_removed_document_is_not_kept_in_an_older_generation(world: World) -> None:
    world.ingest()
    world.write("ny.md", sheet("ny", "## Ny\n\n- Ett nytt blad."))
    world.ingest()
    assert len(world.generations()) == 2, "the one before is a spare: nothing in it has been removed"
    (world.folder / "nora-kulturpeng.md").unlink()
    world.ingest()
    assert not [words for words in SENTENCES if world.holds(words)]


@pytest.mark.usefixtures("own_process")
@pytest.mark.parametrize("moment", ["_point_current", "prune"])
def test_a_run_that_stopped_before_it_had_cleaned_up_is_cleaned_up_by_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    world.ingest()
    (world.folder / "nora-kulturpeng.md").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(generations, moment, stop)
        with pytest.raises(KeyboardInterrupt):
            world.ingest()
    world.ingest()
    assert not [words for words in SENTENCES if world.holds(words)]


@pytest.mark.usefixtures("own_process")
def test_a_half_written_generation_is_cleaned_up_also_when_nothing_has_changed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.ingest()
    world.write("hemlig.md", sheet("hemlig", "## Hemligt\n\n- Det här skulle inte ha lagts in."))
    with monkeypatch.context() as patch:
        patch.setattr(generations, "verify", stop)
        with pytest.raises(KeyboardInterrupt):
            world.ingest()
    assert world.holds("skulle inte ha lagts in")
    (world.folder / "hemlig.md").unlink()
    report = world.ingest()
    assert set(report.unchanged) == IDS
    assert not world.holds("skulle inte ha lagts in")


def stop(*_: object) -> None:
    raise KeyboardInterrupt


# --- bad files --------------------------------------------------------------------------------------------------

BROKEN = {
    "tom.md": b"",
    "bara-mellanslag.txt": b" \n\t\n",
    "trasig.pdf": b"%PDF-1.7\n1 0 obj\n<<",
    "inte-en.docx": b"PK\x03\x04 men inte mer",
    "utan-slut.md": b"---\nid: utan-slut\ntitel: Ett blad\n\n## Text\n",
    "fel-kommun.md": sheet("fel-kommun", "## A\n\n- B.", kommun="Kumla kommun").encode(),
    "binar.txt": b"\x00\x01\x02\x03" * 50,
}


def test_a_bad_file_is_reported_and_the_others_go_on(world: World) -> None:
    for name, content in BROKEN.items():
        (world.folder / name).write_bytes(content)
    report = world.ingest()
    assert set(report.added) == IDS == set(world.served())
    assert {Path(failure.path).name for failure in report.failed} == set(BROKEN)
    for failure in report.failed:
        assert Path(failure.path).name in failure.error.where
        assert failure.error.what
        assert failure.error.next_step
        assert isinstance(failure.error, Unreadable | FrontMatterError)
    assert world.ingest().generation == report.generation


@pytest.mark.parametrize("name", ["nora-kulturpeng.md", "anteckningar/bygdegard.txt", "sida.html"])
def test_the_earlier_version_of_a_file_that_became_broken_stays(world: World, name: str) -> None:
    first = world.ingest()
    before = world.served()
    (world.folder / name).write_bytes(b"")
    report = world.ingest()
    assert [Path(failure.path) for failure in report.failed] == [world.folder / name]
    assert report.removed == ()
    assert report.generation == first.generation
    assert world.served() == before

    world.write("ny.md", sheet("ny", "## Ny\n\n- Ett nytt blad."))
    assert world.ingest().added == ("ny",)
    assert set(world.served()) == IDS | {"ny"}


def test_a_file_that_moved_and_then_became_broken_is_kept_too(world: World) -> None:
    world.ingest()
    (world.folder / "nora").mkdir()
    (world.folder / "nora-kulturpeng.md").rename(world.folder / "nora" / "kulturpeng.md")
    world.ingest()
    (world.folder / "nora" / "kulturpeng.md").write_bytes(b"")
    assert world.ingest().removed == ()
    assert "nora-kulturpeng" in world.served()


@pytest.mark.usefixtures("own_process")
def test_a_removed_file_is_gone_also_when_one_of_the_same_name_elsewhere_is_broken(world: World) -> None:
    world.write("delar/sida.html", SHEETS["sida.html"].replace("Skridskobanan", "Isbanan"))
    world.ingest()
    (world.folder / "sida.html").unlink()
    (world.folder / "delar" / "sida.html").write_bytes(b"")
    report = world.ingest()
    assert report.removed == ("sida",)
    assert "delar/sida" in world.served()
    assert not world.holds("Skridskobanan")


def test_two_documents_with_one_id_are_both_named_and_neither_is_chosen(world: World) -> None:
    world.write("dubbel.md", sheet("nora-kulturpeng", "## Annat\n\n- En annan text."))
    report = world.ingest()
    assert set(world.served()) == IDS - {"nora-kulturpeng"}
    assert len(report.failed) == 2
    for failure in report.failed:
        assert isinstance(failure.error, DuplicateId)
        assert "'nora-kulturpeng'" in failure.error.what
        assert "dubbel.md" in failure.error.what
        assert "nora-kulturpeng.md" in failure.error.what


def test_an_id_that_becomes_taken_keeps_the_document_that_had_it(world: World) -> None:
    world.ingest()
    before = world.served()["nora-kulturpeng"]
    world.write("dubbel.md", sheet("nora-kulturpeng", "## Annat\n\n- En annan text."))
    report = world.ingest()
    assert len(report.failed) == 2
    assert world.served()["nora-kulturpeng"] == before


def test_nothing_but_bad_files_leaves_what_there_is(world: World) -> None:
    first = world.ingest()
    other = world.folder.parent / "bara-trasiga"
    other.mkdir()
    for name, content in BROKEN.items():
        (other / name).write_bytes(content)
    with pytest.raises(Unreadable, match=f"{len(BROKEN)} filer"):
        ingest([other], world.data_dir, world.embedder)
    assert world.generations() == [first.generation]
    assert set(world.served()) == IDS


QUESTIONS = "Sista dag:\n  den 3 oktober:\n    - Hur länge kan vi söka?\n"
CARDS = """\
- id: peng
  namn: Kulturpeng i Nora
  citat: Resor ersätts inte.
  status: öppet
  tid: {nar: 3 oktober, citat: Sista ansökningsdag är den 3 oktober.}
"""
PLAN = """\
plan: peng
namn: Peng
dokument: nora-kulturpeng
kallas: [peng]
noder:
  - {id: resor, typ: mål, namn: Resor ersätts inte, citat: Resor ersätts inte.}
"""
COMPARISON = """\
jamforelse: peng
namn: Peng
kallas: [peng]
versioner:
  - {namn: Den äldre, dokument: [nora-kulturpeng]}
  - {namn: Den nyare, dokument: [sida]}
aspekter:
  - {namn: Resor, kallas: [resor], slag: borttaget, citat: [{dokument: nora-kulturpeng, citat: Resor ersätts inte.}]}
"""


def test_data_of_a_sheet_that_was_refused_waits_for_it_and_is_no_fault_of_its_own(world: World) -> None:
    good = world.folder.joinpath("nora-kulturpeng.md").read_text(encoding="utf-8")
    sheet_file = world.write("nora-kulturpeng.md", good.replace("hamtad: 2026-11", "hamtad: i fjol"))
    world.write("bidrag/nora-kulturpeng.yaml", CARDS)
    world.write("fragor/nora-kulturpeng.yaml", QUESTIONS)
    world.write("planer/plan.yaml", PLAN)
    world.write("jamforelser/peng.yaml", COMPARISON)
    world.write("fragor/finns-inte.yaml", QUESTIONS)
    report = world.ingest()
    assert [failure.path for failure in report.failed] == [
        str(sheet_file),
        str(world.folder / "fragor/finns-inte.yaml"),
    ]
    waiting = [warning for warning in report.warnings if warning.endswith(f"Rätta först {sheet_file}")]
    assert {Path(warning.split(" hör till ")[0]).relative_to(world.folder).as_posix() for warning in waiting} == {
        "bidrag/nora-kulturpeng.yaml", "fragor/nora-kulturpeng.yaml", "planer/plan.yaml", "jamforelser/peng.yaml",
    }  # fmt: skip
    world.write("nora-kulturpeng.md", good)
    mended = world.ingest()
    assert mended.warnings == ()
    assert [Path(failure.path).name for failure in mended.failed] == ["finns-inte.yaml"]
    assert world.generation().structures["questions"][0]["document"] == "nora-kulturpeng"


def test_a_sheet_that_was_read_as_a_text_before_is_looked_at_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.write("ny.md", sheet("ny", "## Ny\n\n- Ett nytt blad.").removeprefix("---\n"))
    with monkeypatch.context() as before:
        before.setattr("ingest.documents.has_lost_its_fence", lambda text: False)
        assert world.ingest().failed == ()
    assert [Path(failure.path).name for failure in world.ingest().failed] == ["ny.md"]


def test_every_file_that_could_not_be_read_is_named_up_to_ten(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "bara-trasiga"
    folder.mkdir()
    for number in range(12):
        (folder / f"a{number:02}.md").write_bytes(b"")
    (folder / "gammal.doc").write_bytes(b"x")
    world.ingest()
    with pytest.raises(Unreadable) as caught:
        ingest([folder], world.data_dir, world.embedder)
    lines = str(caught.value).split("\n")
    assert lines[0] == "Inget dokument gick att läsa (12 filer):"
    assert [f"Plats: a{number:02}.md." in line for number, line in enumerate(lines[1:11])] == [True] * 10
    assert lines[11] == "- och 2 till"
    assert lines[12].startswith("1 fil hoppades över")
    assert lines[12].endswith(": gammal.doc.")
    assert lines[13:] == ["Rätta filerna och läs in igen. Kunskapsbasen är som förut."]


def test_a_word_list_with_a_fault_is_told_with_its_line_and_nothing_is_read_in(world: World) -> None:
    first = world.ingest()
    world.write("ny.md", sheet("ny", "## Ny\n\n- Ett nytt blad."))
    world.write("ordlista.yaml", "lika:\n  - [bidrag, stöd]\n  - [trasig\n")
    with pytest.raises(SettingsError, match=r"Ordlistan .*Kunskapsbasen är som förut") as caught:
        world.ingest()
    assert caught.value.where == f"{world.folder / 'ordlista.yaml'}, rad 3"
    assert world.generations() == [first.generation]
    world.write("ordlista.yaml", "lika:\n  - [bidrag, stöd]\n")
    assert world.ingest().added == ("ny",)


def test_the_word_list_of_the_corpus_is_read_also_when_other_paths_are(world: World, tmp_path: Path) -> None:
    (tmp_path / "annan").mkdir()
    (tmp_path / "annan" / "ordlista.yaml").write_text("lika: [", encoding="utf-8")
    with pytest.raises(SettingsError, match="Ordlistan"):
        ingest([world.folder], world.data_dir, world.embedder, word_list=tmp_path / "annan" / "ordlista.yaml")
    assert not world.generations()


def test_files_of_a_type_that_cannot_be_read_are_told_of(world: World) -> None:
    named = ("gammal.doc", "delar/prog.exe", "bidrag/kort.yml", "utan")
    helpers = ("README.md", "delar/README", ".dold.exe", ".git/x", "Thumbs.db", "ordlista.yaml", "planer/plan.yaml")
    for name in (*named, *helpers):
        world.write(name, "")
    world.write("planer/plan.yaml", "plan: [")
    report = world.ingest()
    assert sorted(report.skipped) == sorted(str(world.folder / name) for name in named)
    assert [Path(failure.path).name for failure in report.failed] == ["plan.yaml"]


def test_what_was_skipped_is_counted_and_five_are_named() -> None:
    assert skipped_words(["/a/gammal.doc"]).startswith("1 fil hoppades över")
    told = skipped_words([f"/a/{number}.doc" for number in range(7)])
    assert told.startswith("7 filer hoppades över")
    assert told.endswith(": 0.doc, 1.doc, 2.doc, 3.doc, 4.doc och 2 till.")


def test_an_empty_folder_leaves_what_there_is(world: World, tmp_path: Path) -> None:
    world.ingest()
    (tmp_path / "tom").mkdir()
    with pytest.raises(Unreadable, match="0 filer") as caught:
        ingest([tmp_path / "tom"], world.data_dir, world.embedder)
    assert ".pdf" in caught.value.next_step
    assert set(world.served()) == IDS


# --- which files ------------------------------------------------------------------------------------------------


def test_readme_hidden_and_foreign_files_are_passed_over(world: World) -> None:
    for name in ("README.md", "delar/README.md", ".dold.md", ".git/blad.md", "delar/.cache/x.txt", "bild.png", "utan"):
        world.write(name, "# Inte ett dokument\n\nText som inte ska läsas.")
    assert {source.path.relative_to(world.folder).as_posix() for source in find_sources([world.folder])} == set(SHEETS)
    assert set(world.ingest().added) == IDS


def test_files_come_in_the_same_order_every_time_and_suffixes_in_any_case(tmp_path: Path) -> None:
    for name in ("b.MD", "a.TXT", "c/a.Html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = [source.path.relative_to(tmp_path).as_posix() for source in find_sources([tmp_path])]
    assert found == ["a.TXT", "b.MD", "c/a.Html"]


def test_single_files_may_be_given(world: World) -> None:
    report = ingest([world.folder / "sida.html", world.folder / "nora-kulturpeng.md"], world.data_dir, world.embedder)
    assert set(report.added) == {"sida", "nora-kulturpeng"}


def test_an_unknown_path_stops_before_anything_is_touched(world: World) -> None:
    with pytest.raises(PathMissing, match="finns-inte") as caught:
        ingest([world.folder, world.folder / "finns-inte"], world.data_dir, world.embedder)
    assert caught.value.next_step
    assert not world.data_dir.exists()


def test_swedish_and_odd_file_names(world: World) -> None:
    for name in ("Årsmöte åäö.txt", "delar/A\u030angrens.txt", "med 'citat' & tecken.txt"):
        world.write(name, f"Protokoll\n\nMötet öppnades av ordföranden, se {name}.\n")
    report = world.ingest()
    assert {"Årsmöte åäö", "delar/Ångrens", "med 'citat' & tecken"} <= set(report.added)
    assert world.ingest().generation == report.generation


# --- the data directory -----------------------------------------------------------------------------------------


def test_a_file_in_place_of_the_data_directory_is_told(world: World) -> None:
    world.data_dir.write_text("inte en mapp", encoding="utf-8")
    with pytest.raises(DataDirUnusable) as caught:
        world.ingest()
    assert str(world.data_dir) in caught.value.where
    assert "--data-dir" in caught.value.next_step
    assert world.data_dir.read_text(encoding="utf-8") == "inte en mapp"


def test_a_data_directory_below_a_file_is_told(world: World) -> None:
    (world.folder.parent / "fil").write_text("", encoding="utf-8")
    world.data_dir = world.folder.parent / "fil" / "data"
    with pytest.raises(DataDirUnusable, match="ingen mapp"):
        world.ingest()


def test_what_else_lies_in_the_data_directory_is_left_alone(world: World) -> None:
    for name in ("gen-docs/viktigt.txt", "gen-1/viktigt.txt", "general.txt", "gen-0001.bak/viktigt.txt"):
        path = world.data_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("viktigt", encoding="utf-8")
    world.ingest()
    (world.folder / "sida.html").unlink()
    world.ingest()
    assert len(list(world.data_dir.rglob("viktigt.txt"))) == 3
    assert (world.data_dir / "general.txt").exists()
    assert set(world.served()) == IDS - {"sida"}


def test_a_data_directory_of_another_format_is_mended_by_an_ingest(world: World) -> None:
    import json

    first = world.ingest()
    path = world.data_dir / first.generation / storage.MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["stamp"]["format"] = "0"
    manifest["checksum"] = storage.manifest_checksum(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    report = world.ingest()
    assert report.generation != first.generation
    assert set(world.served()) == IDS
    assert world.generations() == [report.generation]


@pytest.mark.parametrize("damage", ["CURRENT", "manifest.json", "documents.jsonl", "vectors.npy"])
def test_a_damaged_data_directory_is_mended_by_an_ingest(world: World, damage: str) -> None:
    first = world.ingest()
    path = world.data_dir / damage if damage == "CURRENT" else world.data_dir / first.generation / damage
    path.write_bytes(b"\xff\xfe skadad")
    report = world.ingest()
    assert set(world.served()) == IDS
    assert world.generation().name == report.generation != first.generation


@pytest.mark.parametrize("damaged", [storage.DOCUMENTS, storage.VECTORS, f"{storage.CHROMA}/chroma.sqlite3"])
def test_a_generation_that_fails_its_check_is_not_served(
    world: World, own_check: None, monkeypatch: pytest.MonkeyPatch, damaged: str
) -> None:
    first = world.ingest()
    world.write("ny.md", sheet("ny", "## Ny\n\n- Ett nytt blad."))
    fill = generations._fill

    def tampered(folder: Path, *arguments: object) -> None:
        fill(folder, *arguments)  # type: ignore[arg-type]
        content = bytearray((folder / damaged).read_bytes())
        content[3] ^= 0xFF
        (folder / damaged).write_bytes(content)

    monkeypatch.setattr(generations, "_fill", tampered)
    with pytest.raises(IndexBroken, match="Det gamla ligger kvar"):
        world.ingest()
    assert set(world.served()) == IDS
    assert world.generation().name == first.generation
    assert not list(world.data_dir.glob("*.tmp"))
    monkeypatch.setattr(generations, "_fill", fill)
    assert world.ingest().added == ("ny",)
