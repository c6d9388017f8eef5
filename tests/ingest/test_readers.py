"""Reading: every format, and every way in which a file can be unusable."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from assistant.errors import PathMissing, Unreadable, UnsupportedType
from ingest import readers
from ingest.documents import build_document
from ingest.readers import SUPPORTED_SUFFIXES, Reading, pdf_plain, read, read_data
from tests.ingest import sample_files as files


def text_of(data: bytes | str, suffix: str) -> str:
    return reading_of(data, suffix).pages[0].text


def reading_of(data: bytes | str, suffix: str) -> Reading:
    return read_data(data.encode() if isinstance(data, str) else data, suffix, where="blad")


def refusal(data: bytes | str, suffix: str) -> str:
    with pytest.raises(Unreadable, match=r"Plats: blad\.") as caught:
        reading_of(data, suffix)
    assert caught.value.next_step
    return caught.value.what


# --- any file ---------------------------------------------------------------------------------------------------


def test_supported_suffixes() -> None:
    assert set(SUPPORTED_SUFFIXES) == {".md", ".markdown", ".html", ".htm", ".txt", ".pdf", ".docx", ".odt"}


def test_missing_unsupported_empty_and_folder(tmp_path: Path) -> None:
    with pytest.raises(PathMissing, match="finns inte"):
        read(tmp_path / "saknas.txt")
    for name in ("bild.png", "utan"):
        (tmp_path / name).write_text("x", encoding="utf-8")
        with pytest.raises(UnsupportedType, match=r"\.docx"):
            read(tmp_path / name)
    (tmp_path / "mapp.txt").mkdir()
    with pytest.raises(Unreadable, match="vanlig fil"):
        read(tmp_path / "mapp.txt")


@pytest.mark.parametrize("suffix", SUPPORTED_SUFFIXES)
@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_of_any_kind(tmp_path: Path, suffix: str, data: bytes) -> None:
    path = tmp_path / f"tom{suffix}"
    path.write_bytes(data)
    with pytest.raises(Unreadable, match=r"Filen är tom.*tom\."):
        read(path)


def test_the_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    path = tmp_path / "PLAN.TXT"
    path.write_text("Stöd.", encoding="utf-8")
    assert read(path).pages[0].text == "Stöd."


def test_what_a_library_throws_becomes_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_read", _thrower(RecursionError("djupt")))
    assert "RecursionError" in refusal(b"x", ".html")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError()])
def test_stop_and_lack_of_memory_pass_through(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    monkeypatch.setattr(readers, "_read", _thrower(error))
    with pytest.raises(type(error)):
        reading_of(b"x", ".html")


def _thrower(error: BaseException) -> object:
    def throw(*_: object) -> None:
        raise error

    return throw


def test_reading_markdown_loads_no_heavy_library(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# A\nText.", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from ingest.readers import read; "
        f"read(Path({str(path)!r})); print([name for name in ('pypdf', 'trafilatura', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- text -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert text_of("Föreningar på ön – 5 år".encode(encoding), ".txt") == "Föreningar på ön – 5 år"


def test_a_guessed_encoding_gives_a_warning() -> None:
    assert reading_of("på".encode("cp1252"), ".txt").warnings == (
        "teckenkodningen är inte UTF-8; filen lästes som Windows-1252",
    )
    assert reading_of("på", ".txt").warnings == ()


def test_utf8_with_one_broken_byte_is_still_utf8() -> None:
    reading = reading_of("åäö".encode() * 10 + b"\xff", ".txt")
    assert reading.pages[0].text.startswith("åäöåäö")
    assert reading.warnings == ("1 tecken gick inte att läsa",)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_a_binary_file_is_no_text(suffix: str) -> None:
    assert refusal(b"\x89PNG\r\n\0\0\0\rIHDR", suffix) == "Filen är inte en textfil"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Handlingsplan för civilsamhället\n\nRegional plan\n\nBrödtext kommer här.",
            "Handlingsplan för civilsamhället",
        ),
        ("Regionens webbplats för utveckling\n\nKalender\n\nVårt uppdrag\n\nBrödtext kommer här.", "Vårt uppdrag"),
        ("Det här är en mening. Och en till.", None),
    ],
)
def test_title_of_a_text(text: str, title: str | None) -> None:
    assert reading_of(text, ".txt").title == title


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Senast uppdaterad: den 27 april 2021", "2021-04-27"),
        ("Senast uppdaterad: 21 februari 2017", "2017-02-21"),
        ("Sidan uppdaterades 2024-03-05", "2024-03-05"),
        ("Senast ändrad av Kulturenheten den 3 maj 2022", "2022-05-03"),
        ("Senast uppdaterad: 31 februari 2017", None),
        ("Planen antogs 2021-12-07", None),
    ],
)
def test_the_date_a_text_states(line: str, date: str | None) -> None:
    assert reading_of(f"Text.\n{line}", ".txt").date == date


# --- Markdown ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("**Sista dag** är *1 mars* och __nu__", "Sista dag är 1 mars och nu"),
        ("filnamn_med_streck och 2*3*4", "filnamn_med_streck och 2*3*4"),
        ("* ett\n+ två", "- ett\n- två"),
        ("Se [sidan](https://x.se/a) och [nedan](#a)", "Se sidan (https://x.se/a) och nedan"),
        ("![Bild på lokal](https://x.se/spårare.png)", "Bild på lokal"),
        ("[www.x.se](https://www.x.se/) <info@x.se>", "www.x.se info@x.se"),
        ("före<!-- dold\nkommentar -->efter", "föreefter"),
        ("a &amp; b &ouml;", "a & b ö"),
        ("5 \\* 3", "5 * 3"),
        ("> citat", "citat"),
        ("| a<br>b | c |", "| a b | c |"),
        ("a | b\n--- | ---\n1 | 2", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("1 < 2 <!-- aldrig slut", "1 < 2 <!-- aldrig slut"),
    ],
)
def test_markdown_becomes_plain_inside_its_blocks(source: str, plain: str) -> None:
    assert text_of(source, ".md") == plain


def test_rules_go_and_underlined_headings_stay() -> None:
    assert text_of("Ett\n\n---\n\nRubrik\n---\nTvå", ".md") == "Ett\n\n\n\nRubrik\n---\nTvå"


def test_front_matter_is_no_text() -> None:
    assert text_of("---\nid: a\n---\nText.", ".markdown") == "Text."


# --- HTML -------------------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html lang="sv"><head><title>Föreningsbidrag - Exempelby kommun</title>
<meta property="article:modified_time" content="2024-03-05T10:00:00"></head><body>
<div class="cookie-consent"><p>Vi använder kakor.</p><button>Godkänn</button></div>
<header><nav><ul><li><a href="/">Bygga och bo</a></li></ul></nav></header>
<main><h1>Föreningsbidrag</h1><p>Föreningar kan söka bidrag. <strong>Sista dag</strong> är den 25 februari varje år.</p>
<h2>Vem kan söka?</h2><ul><li>Föreningar med stadgar</li><li>Föreningar som har<ul><li>styrelse</li></ul></li></ul>
<h2>Belopp</h2><table><tr><th>Bidrag</th><th>Belopp</th></tr><tr><td>Startbidrag</td><td>5&nbsp;000 kr</td></tr></table>
<h3>Så gör du</h3><ol><li>Fyll i blanketten.</li><li>Bifoga stadgar.</li></ol>
<p>Hade du nytta av innehållet på denna sida?</p><script>alert("hej")</script></main>
<aside><a href="/x">Boka lokal</a></aside><footer>Exempelby kommun, Box 1</footer></body></html>"""


def test_a_web_page_gives_its_matter_and_nothing_else() -> None:
    reading = reading_of(PAGE, ".html")
    lines = [line.rstrip() for line in reading.pages[0].text.split("\n")]
    for line in (
        "# Föreningsbidrag",
        "Föreningar kan söka bidrag. Sista dag är den 25 februari varje år.",
        "## Vem kan söka?",
        "- Föreningar med stadgar",
        "  - styrelse",
        "| Bidrag | Belopp |",
        "|---|---|",
        "2. Bifoga stadgar.",
    ):
        assert line in lines
    assert any(line.startswith("| Startbidrag | 5") for line in lines)
    for noise in ("kakor", "Godkänn", "Bygga och bo", "Hade du nytta", "alert", "Boka lokal", "Box 1"):
        assert noise not in reading.pages[0].text
    assert (reading.title, reading.date, reading.warnings) == ("Föreningsbidrag", "2024-03-05", ())


def test_the_page_title_without_the_name_of_the_site() -> None:
    assert (
        reading_of("<title>Lokalbidrag | Exempelby kommun</title><p>Text om stöd.</p>", ".html").title == "Lokalbidrag"
    )


def test_a_very_short_page_keeps_its_structure() -> None:
    rows = "<tr><td>Bidrag</td><td>Dag</td></tr><tr><td>A</td><td>1 mars</td></tr>"
    source = f"<html><body><h1>Tider</h1><table>{rows}</table></body></html>"
    assert text_of(source, ".htm") == "# Tider\n\n| Bidrag | Dag |\n|---|---|\n| A | 1 mars |"


def test_the_plain_walk_reads_what_trafilatura_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.readers import html

    monkeypatch.setattr(html, "_extract", lambda page: "")
    text = text_of(PAGE, ".html")
    assert "## Belopp\n\n| Bidrag | Belopp |\n|---|---|\n| Startbidrag | 5 000 kr |" in text.replace("\u00a0", " ")
    assert "- Föreningar som har\n  - styrelse" in text
    assert "1. Fyll i blanketten.\n2. Bifoga stadgar." in text
    assert "kakor" not in text and "Hade du nytta" not in text


def test_cells_over_several_rows_are_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.readers import html

    monkeypatch.setattr(html, "_extract", lambda page: "")
    rows = "<tr><td rowspan=2>Projekt</td><td>mars</td></tr><tr><td>maj</td></tr>"
    source = f"<table><tr><th>B</th><th>D</th></tr>{rows}</table><p>x</p>"
    assert "| Projekt | mars |\n| Projekt | maj |" in text_of(source, ".html")


def test_a_table_with_absurd_spans_does_not_explode() -> None:
    row = "<tr><td rowspan=99999 colspan=99999>Bidrag</td><td>mars</td></tr>"
    text = text_of(f"<main><h1>Tider</h1><table>{row * 50}</table></main>", ".html")
    assert "Bidrag" in text and len(text) < 20_000


@pytest.mark.parametrize("stated", ["iso-8859-1", "windows-1252", "utf-8", "finns-inte"])
def test_an_old_page_in_another_encoding(stated: str) -> None:
    source = f'<html><head><meta charset="{stated}"></head><body><p>Bidrag på ön.</p></body></html>'
    assert text_of(source.encode("cp1252"), ".html") == "Bidrag på ön."


@pytest.mark.parametrize(
    "source", ["<html><body></body></html>", "<!-- bara -->", "<script>x()</script>", "<nav>Meny</nav>"]
)
def test_a_page_without_text(source: str) -> None:
    assert refusal(source, ".html") == "Webbsidan har ingen text"


# --- PDF --------------------------------------------------------------------------------------------------------


def test_pages_of_a_pdf_have_their_numbers() -> None:
    reading = reading_of(
        files.pdf([["Första sidan om stöd"], ["Andra sidan om bidrag"]], title="Plan för stöd"), ".pdf"
    )
    assert [(page.number, page.text) for page in reading.pages] == [
        (1, "Första sidan om stöd"),
        (2, "Andra sidan om bidrag"),
    ]
    assert (reading.title, reading.warnings) == ("Plan för stöd", ())


def test_printed_page_numbers_win_where_they_are_numbers() -> None:
    data = files.labelled(files.pdf([[f"Sidan med {word}"] for word in ("förord", "ett", "två")]), roman=1)
    pages = reading_of(data, ".pdf").pages
    assert [(page.number, page.label, page.physical) for page in pages] == [(1, "i", 1), (1, "", 2), (2, "", 3)]


@pytest.mark.parametrize(
    ("prefix", "kept"),
    [("A-", "A-1"), ("Bilaga.", "Bilaga.1"), ("  ", ""), ("x" * 40, ""), ("<b>", ""), ("\u202eA", "A1")],
)
def test_a_printed_label_that_is_no_number_is_kept_when_it_could_be_one(prefix: str, kept: str) -> None:
    data = files.labelled(files.pdf([["Sidan med ett"], ["Sidan med två"]]), roman=0, prefix=prefix)
    assert [page.label for page in reading_of(data, ".pdf").pages][:1] == [kept]


def test_a_warning_names_the_page_as_printed_and_its_place(tmp_path: Path) -> None:
    data = files.labelled(files.pdf([["Sidan med förord"], [], ["Sidan med ett"]]), roman=2)
    assert "sidan ii (nummer 2 i filen) saknar text" in reading_of(data, ".pdf").warnings


def test_what_is_cited_is_the_printed_page(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(
        files.labelled(files.pdf([["Förordet handlar om stöd."], ["Kapitlet handlar om bidrag."]]), roman=1)
    )
    _, passages, _ = build_document(path, tmp_path)
    assert [(part.printed_page, part.physical_page) for part in passages] == [("i", 1), ("1", 2)]


@pytest.mark.parametrize("title", ["", "plan.docx", "Microsoft Word - plan.docx", "untitled", "(anonymous)"])
def test_a_title_that_says_nothing_is_left_out(title: str) -> None:
    assert reading_of(files.pdf([["bara brödtext på sidan."]], title=title), ".pdf").title is None


def test_type_shows_headings_lists_and_tables(tmp_path: Path) -> None:
    path = tmp_path / "riktlinjer.pdf"
    path.write_bytes(files.report())
    document, passages, warnings = build_document(path, tmp_path)
    assert document.title == "Riktlinjer för bidrag"
    assert [passage.headings for passage in passages] == [(), ("Vilka kan söka",), ("Belopp",)]
    assert "- ha stadgar" in passages[1].text and "- ha en styrelse" in passages[1].text
    assert passages[2].text.endswith(
        "| Bidrag | Belopp |\n|---|---|\n| Startbidrag | 5 000 kr |\n| Grundbidrag | 2 000 kr |"
    )
    assert {(passage.first_page, passage.last_page) for passage in passages} == {(1, 1)}
    assert warnings == ()


def test_a_passage_of_a_pdf_knows_its_page(tmp_path: Path) -> None:
    pages = [
        [f"Riktlinjer {number}", f"Stycket om {word} står här.", f"Sida {number}"]
        for number, word in enumerate("abcd", 1)
    ]
    path = tmp_path / "a.pdf"
    path.write_bytes(files.pdf(pages))
    document, passages, _ = build_document(path, tmp_path)
    assert document.text == "\n\n".join(f"Stycket om {word} står här." for word in "abcd")
    assert [(passage.first_page, passage.last_page) for passage in passages] == [(n, n) for n in (1, 2, 3, 4)]


def test_pages_without_text_give_warnings() -> None:
    reading = reading_of(files.pdf([["Text om stöd"], [], ["Mer text"], []]), ".pdf")
    assert reading.warnings == ("sidan 2 saknar text", "sidan 4 saknar text")
    labelled = reading_of(files.labelled(files.pdf([["Förord"], [], ["Mer text"]]), roman=1), ".pdf")
    assert labelled.warnings == ("sidan 1 (nummer 2 i filen) saknar text",)


def test_a_page_that_cannot_be_read_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.readers import pdf

    whole = pdf.read_sheet

    def broken_second(page: pdfium.PdfPage) -> pdf.Sheet:
        sheet = whole(page)
        if any("trasig" in word.text for word in sheet.words):
            raise pdfium.PdfiumError("Failed to load page.")
        return sheet

    monkeypatch.setattr(pdf, "read_sheet", broken_second)
    monkeypatch.setattr(pdf_plain, "page_lines", _thrower(TypeError("object of type NoneType")))
    reading = reading_of(files.pdf([["Text om stöd"], ["trasig"]]), ".pdf")
    assert reading.warnings == ("sidan 2 kunde inte läsas",)
    assert refusal(files.pdf([["trasig"]]), ".pdf") == "PDF-filen är skadad"


def test_a_pdf_without_text_says_what_to_do() -> None:
    with pytest.raises(Unreadable, match=r"ingen text.*OCR.*PDF med text"):
        reading_of(files.pdf([[], []]), ".pdf")


def test_an_encrypted_pdf() -> None:
    data = files.encrypted(files.pdf([["Hemligt om stöd"]]), "lösen")
    assert refusal(data, ".pdf") == "PDF-filen är krypterad"


def test_a_pdf_that_only_may_not_be_changed_is_read() -> None:
    assert text_of(files.encrypted(files.pdf([["Öppet om stöd"]]), ""), ".pdf") == "Öppet om stöd"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_pdf(share: float) -> None:
    data = files.pdf([["Text om stöd"] * 20] * 3)
    assert refusal(data[: int(len(data) * share)], ".pdf") == "PDF-filen är avklippt: slutet saknas"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.4\nskr\xe4p " * 50 + b"\nstartxref\n99999\n%%EOF",
        b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF",
    ],
)
def test_a_damaged_pdf(data: bytes) -> None:
    assert "skadad" in refusal(data, ".pdf")


def test_something_else_that_is_called_pdf() -> None:
    assert refusal(b"<html>Sidan finns inte</html>", ".pdf") == "Filen är inte en PDF"


# --- Word -------------------------------------------------------------------------------------------------------

STYLES = (
    '<w:style w:styleId="Rubrik"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="Rubrik1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Egen"><w:name w:val="Min rubrik"/><w:basedOn w:val="Rubrik1"/></w:style>'
    '<w:style w:styleId="Inneh1"><w:name w:val="toc 1"/></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
)


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def item(number: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def test_a_word_document_becomes_markdown() -> None:
    body = (
        files.paragraph("Plan för stöd", style("Rubrik"))
        + files.paragraph("Syfte 3", style("Inneh1"))
        + files.paragraph("Syfte", style("Rubrik1"))
        + files.paragraph("Bifoga:")
        + files.paragraph("stadgar", item(1))
        + files.paragraph("för nya föreningar", item(1, 1))
        + files.paragraph("Fyll i.", item(2))
        + files.paragraph("Skicka.", item(2))
        + files.paragraph("Belopp", style("Egen"))
        + f"<w:tbl>{files.row('Bidrag', 'Belopp')}{files.row('Start|bidrag', '5 000 kr')}</w:tbl>"
        + files.paragraph("Kontakt", run_properties="<w:b/>")
        + files.paragraph("Kulturenheten.")
    )
    reading = reading_of(files.docx(body, STYLES, NUMBERING), ".docx")
    assert reading.title == "Plan för stöd"
    assert reading.pages[0].text.strip() == (
        "# Plan för stöd\n\n## Syfte\n\nBifoga:\n\n- stadgar\n  - för nya föreningar\n1. Fyll i.\n2. Skicka.\n\n"
        "## Belopp\n\n"
        "| Bidrag | Belopp |\n|---|---|\n| Start/bidrag | 5 000 kr |\n\n###### Kontakt\n\nKulturenheten."
    )


def test_deleted_and_hidden_word_text_is_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>Bidraget är </w:t></w:r><w:del><w:r><w:delText>1 000</w:delText><w:t>900</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>2 000 kr</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert text_of(files.docx(body), ".docx").strip() == "Bidraget är 2 000 kr"


def test_a_merged_word_cell_is_repeated() -> None:
    merged = (
        "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>maj</w:t></w:r></w:p></w:tc></w:tr>"
    )
    body = f"<w:tbl>{files.row('Bidrag', 'Tid')}{files.row('Projekt', 'mars')}{merged}</w:tbl>"
    assert "| Projekt | mars |\n| Projekt | maj |" in text_of(files.docx(body), ".docx")


@pytest.mark.parametrize(
    "data",
    [
        b"inte en zip",
        files.docx(files.paragraph("Stöd"))[:-40],
        files.archive({"word/annat.xml": b"<a/>"}),
        files.archive({"word/document.xml": b"<w:document"}),
    ],
)
def test_a_damaged_word_document(data: bytes) -> None:
    assert refusal(data, ".docx") == "Word-dokumentet är skadat"


def test_a_password_protected_word_document() -> None:
    assert "lösenordsskyddat" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, ".docx")


def test_a_word_document_that_unpacks_to_too_much_is_not_unpacked() -> None:
    bomb = files.archive({"word/document.xml": b" " * 30_000_000})
    assert len(bomb) < 100_000
    assert "orimligt mycket" in refusal(bomb, ".docx")


def test_entities_in_a_word_document_are_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "hemlig.txt"
    secret.write_text("hemligheten", encoding="utf-8")
    opening = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    assert (
        refusal(files.docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", opening=opening), ".docx")
        == "Word-dokumentet är skadat"
    )


def test_a_word_document_without_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tom.docx"
    path.write_bytes(files.docx("<w:p/>"))
    with pytest.raises(Unreadable, match=r"ingen text.*tom\.docx"):
        build_document(path, tmp_path)


# --- broken in any way ------------------------------------------------------------------------------------------

WHOLE = {
    ".pdf": files.report(),
    ".docx": files.docx(files.paragraph("Plan", style("Rubrik")) + files.paragraph("a", item(2)), STYLES, NUMBERING),
    ".html": PAGE.encode(),
    ".md": "# Stöd\n\n- **ett**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode(),
}


@pytest.mark.parametrize("suffix", WHOLE)
def test_a_file_changed_at_random_is_read_or_refused_in_swedish(suffix: str) -> None:
    chance = random.Random(suffix)
    refused = 0
    for _ in range(60):
        data = bytearray(WHOLE[suffix])
        for _ in range(chance.choice([1, 5, 30])):
            place = chance.randrange(len(data))
            data[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        try:
            assert reading_of(bytes(data), suffix).pages
        except Unreadable as error:
            refused += 1
            assert error.where == "blad" and error.next_step
    assert refused < 60
