"""The same content under two names is one document; versions that are nearly the same know each other."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import SHEETS, World, document, sheet

from ingest.diff import Kind, Part, compare, marked_words
from ingest.duplicates import same_content, similar
from ingest.quarantine import Quarantine

PLAN = " ".join(
    f"Mål {number}: år {2000 + number} ska föreningarna i kommunen ha {number * 3} mötesplatser för unga och äldre."
    for number in range(40)
)


def test_the_same_content_under_two_names_is_one_document_and_it_is_told_which(world: World) -> None:
    world.ingest()
    shutil.copy(world.folder / "sida.html", world.folder / "a-kopia.html")
    report = world.ingest()
    assert [tuple(one) for one in report.duplicates] == [("a-kopia.html", "sida")], "what served before is kept"
    assert report.added == ()
    assert world.served()["sida"].also_at == ("a-kopia.html",)
    assert world.ingest().embedded == 0

    (world.folder / "sida.html").unlink()
    report = world.ingest()
    assert (report.added, report.removed, report.duplicates) == (("a-kopia",), ("sida",), ())
    assert world.served()["a-kopia"].also_at == ()


def test_the_same_words_in_another_format_are_the_same_content(world: World) -> None:
    text = SHEETS["anteckningar/bygdegard.txt"]
    world.write("bygdegard.md", text.replace("byn\n\n", "byn\n\n\n"))
    report = world.ingest()
    assert [tuple(one) for one in report.duplicates] == [("anteckningar/bygdegard.txt", "bygdegard")]


def test_sheets_are_what_their_editor_says(world: World) -> None:
    for name in ("tvilling-a", "tvilling-b"):
        world.write(f"{name}.md", sheet(name, "## Text\n\n- Samma text i båda.", titel="Tvilling"))
    assert world.ingest().duplicates == ()


def test_versions_that_are_nearly_the_same_are_linked(world: World) -> None:
    world.write("plan-v1.txt", f"Plan för mötesplatser\n\n{PLAN}\n")
    world.write("plan-v2.txt", f"Plan för mötesplatser\n\n{PLAN.replace('Mål 7: år 2007', 'Mål 7: redan år 2006')}\n")
    world.ingest()
    served = world.served()
    assert served["plan-v1"].similar_to == ("plan-v2",)
    assert served["plan-v2"].similar_to == ("plan-v1",)
    assert all(not one.similar_to for name, one in served.items() if "plan-v" not in name)
    (world.folder / "plan-v2.txt").unlink()
    world.ingest()
    assert world.served()["plan-v1"].similar_to == ()


def test_what_is_linked_already_is_not_linked_again() -> None:
    old, new = document(PLAN, id="gammal"), document(PLAN + " Nytt.", id="ny", supersedes=("gammal",))
    original = document(PLAN + " Slut.", id="ny/original", original_of="ny")
    assert similar([old, new]) == {}
    assert set(similar([old, new, original])) == {"gammal", "ny/original"}
    assert similar([document("Kort text.", id="a"), document("Kort text.", id="b")]) == {}
    assert similar([document(PLAN, id="a"), document(PLAN[: len(PLAN) // 4], id="b")]) == {}


def test_an_original_is_kept_before_a_file_and_a_pdf_before_a_text() -> None:
    copies = [
        document("Samma.", id="a", path="a.txt"),
        document("Samma.", id="b", path="b.pdf"),
        document("Samma.", id="c/original", path="original/c.html", original_of="c"),
    ]
    others, duplicates = same_content(copies, lambda _: False)
    assert others == {"c/original": ("a.txt", "b.pdf")}
    assert {one.path for one in duplicates} == {"a.txt", "b.pdf"}
    assert same_content(copies[:2], lambda _: False)[0] == {"b": ("a.txt",)}
    assert same_content(copies[:2], lambda one: one.id == "a")[0] == {"a": ("b.pdf",)}


# --- diff -------------------------------------------------------------------------------------------------------


def parts(*texts: str, page: int | None = None) -> list[Part]:
    return [Part(text, ("Regler",), page) for text in texts]


def test_added_removed_changed_and_moved_are_told_apart() -> None:
    before = parts(
        "Bidraget är 500 kronor per medlem.", "Ansökan ska in den 1 mars.", "Stadgar bifogas.", "Skötsel ingår inte."
    )
    after = parts(
        "Stadgar bifogas.", "Bidraget är 700 kronor per medlem.", "Ansökan ska in den 1 mars.", "Årsmötet beslutar."
    )
    found = compare(before, after)
    assert [(change.kind, change.before and change.before.text) for change in found.changes] == [
        (Kind.CHANGED, "Bidraget är 500 kronor per medlem."),
        (Kind.REMOVED, "Skötsel ingår inte."),
        (Kind.ADDED, None),
    ]
    assert (found.unchanged, found.moved) == (2, 1)


def test_a_change_is_shown_word_by_word() -> None:
    words = marked_words("Bidraget är 500 kronor per år.", "Bidraget är 700 kronor.")
    assert words == "Bidraget är [-500 kronor per år.-] {+700 kronor.+}"


TEXTS = st.lists(st.sampled_from([f"Regel {letter} gäller för alla föreningar." for letter in "abcdefgh"]), max_size=9)


@given(TEXTS, TEXTS)
def test_every_part_is_accounted_for(before: list[str], after: list[str]) -> None:
    found = compare(parts(*before), parts(*after))
    assert found.unchanged + sum(change.before is not None for change in found.changes) == len(before)
    assert found.unchanged + sum(change.after is not None for change in found.changes) == len(after)
    same = compare(parts(*before), parts(*before))
    assert (same.changes, same.unchanged) == ((), len(before))


# --- quarantine -------------------------------------------------------------------------------------------------


def test_the_quarantine_has_room_for_so_much_and_lists_the_rest(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.quarantine.LARGEST", 100)
    monkeypatch.setattr("ingest.quarantine.ROOM", 150)
    quarantine = Quarantine(world.data_dir)
    for name, size in (("liten", 90), ("stor", 101), ("en-till", 80)):
        quarantine.add(name, name.encode() * (size // len(name)), "Trasig", "Laga den", "2026-12-01")
    assert {one.source: one.copied for one in quarantine.refusals()} == {
        "liten": True, "stor": False, "en-till": False,
    }  # fmt: skip
    quarantine.add("liten", b"liten" * 18, "Trasig", "Laga den", "2026-12-09")
    assert {one.since for one in quarantine.refusals()} == {"2026-12-01"}, "the day when it was first refused"
    quarantine.clear(["liten"])
    assert not list((world.data_dir / "quarantine").glob("*.karantan"))


def test_a_list_that_cannot_be_read_is_made_anew(world: World) -> None:
    quarantine = Quarantine(world.data_dir)
    quarantine.add("a", b"a", "Trasig", "", "2026-12-01")
    (world.data_dir / "quarantine" / "lista.json").write_bytes(b"\xff{")
    assert quarantine.refusals() == ()
    (world.folder / "tom.md").write_bytes(b"")
    world.ingest()
    (refusal,) = quarantine.refusals()
    assert refusal.source.endswith("tom.md")
    assert "tom" in refusal.reason
    assert not refusal.copied


@pytest.mark.usefixtures("own_process")
def test_what_is_refused_and_then_removed_leaves_nothing(world: World) -> None:
    (world.folder / "hemlig.pdf").write_bytes(b"%PDF-1.7 hemligheten i filen")
    world.ingest()
    assert world.holds("hemligheten i filen")
    (world.folder / "hemlig.pdf").unlink()
    world.ingest()
    assert not world.holds("hemlig")
