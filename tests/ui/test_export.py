"""Saved files, read back by other libraries than those that wrote them where there are any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import docx
import pytest
from door_fakes import DoorFake, opened
from hostile import HOSTILE
from markdown_it import MarkdownIt
from page_fakes import SECRET, TODAY, answered
from pypdf import PdfReader
from starlette.testclient import TestClient

from assistant.answer import Assistant
from assistant.domain import Outcome, Question, Statement
from assistant.settings import Settings
from ui import texts
from ui.export import WRITERS
from ui.export_content import Piece, Role, outline
from ui.export_docx import word_document
from ui.export_markdown import escaped
from ui.export_pdf import pdf

QUESTION = Question("Hur mycket är startbidraget – och ”när” söker man?", TODAY)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with opened(DoorFake(), Settings(question_limit=500)) as client:
        yield client


def flat(text: str) -> str:
    return " ".join(text.split())


def read_markdown(file: bytes) -> str:
    tokens = MarkdownIt("commonmark").parse(file.decode())
    return flat(" ".join(child.content for token in tokens for child in token.children or () if child.content))


def read_docx(file: bytes) -> str:
    return flat(" ".join(paragraph.text for paragraph in docx.Document(BytesIO(file)).paragraphs))


def read_pdf(file: bytes) -> str:
    return flat(" ".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages))


READERS = {"md": read_markdown, "docx": read_docx, "pdf": read_pdf}
KINDS = sorted(READERS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_tells_everything(kind: str) -> None:
    text = READERS[kind](WRITERS[kind](outline([answered(QUESTION)], TODAY)))
    for words in (
        "Hur mycket är startbidraget – och ”när” söker man?", "21 november 2026",
        "Startbidraget är 1 000 kr och söks löpande. [1]", "Fullmäktige antog den i december. [2]",
        "En av källorna har ersatts av en nyare.", texts.EXTRACTS, texts.INFORMS,
        "[1] Föreningsbidrag i Provköping", "Kumla kommun · Regler för bidrag", texts.FACT_SHEET_EXPLAINED,
        "Gäller nu, från maj 2024", "Avsnitt: Bidrag › Så söker du", "Bidrag – När – Belopp",
        "Startbidrag – löpande – 1 000 kr", "[2] Plan för samverkan 2018–2021", "Ersatt av nyare dokument",
        "sidorna 3–4", "https://www.kumla.se/bidrag", "https://example.org/plan.pdf", "Kan vara relevant", "Kontakt",
    ):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize("kind", KINDS)
def test_generated_text_is_marked(kind: str) -> None:
    statements = (Statement("Ett påstående.", (1,), verified=False),)
    text = READERS[kind](WRITERS[kind](outline([answered(QUESTION, model="m", statements=statements)], TODAY)))
    assert texts.AI_GENERATED in text
    assert texts.EXTRACTS not in text
    assert f"Ett påstående. [1] ({texts.UNVERIFIED})" in text


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_is_told(kind: str) -> None:
    nothing = answered(QUESTION, outcome=Outcome.NOT_FOUND, lead="", statements=(), citations=(), notices=())
    text = READERS[kind](WRITERS[kind](outline([nothing], TODAY)))
    assert texts.OUTCOMES[Outcome.NOT_FOUND] in text
    assert texts.NEAR_MISSES_INTRO in text


def test_every_quote_of_a_real_answer_is_in_the_file(real_assistant: Assistant) -> None:
    answers = [
        real_assistant.ask(Question(text, TODAY))
        for text in ("Vilka bidrag kan en förening i Kumla söka?", "Vad är ett IOP?", "Vilken handlingsplan gäller nu?")
    ]
    pieces = outline(answers, TODAY)
    citations = [citation for answer in answers for citation in answer.citations]
    assert len(citations) > 5
    for kind in KINDS:
        text = re.sub(r"\W+", "", READERS[kind](WRITERS[kind](pieces)))
        for citation in citations:
            for line in citation.quote.splitlines():
                words = re.sub(r"\W+", "", re.sub(r"^\s*\d+[.)]\s", "", line))
                assert words in text, (kind, line)


def test_the_word_file_has_headings_links_and_a_language() -> None:
    document = docx.Document(BytesIO(word_document(outline([answered(QUESTION)], TODAY))))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles[0] == "Title"
    assert {"Heading 1", "Heading 2", "Heading 3", "List Bullet"} <= set(styles)
    links = [link.address for paragraph in document.paragraphs for link in paragraph.hyperlinks]
    assert links[:2] == ["https://www.kumla.se/bidrag", "https://example.org/plan.pdf"]
    properties = document.core_properties
    assert (properties.language, properties.author, properties.title) == ("sv-SE", "Civsam", texts.EXPORT_TITLE)
    assert b'w:val="en-US"' not in document.styles.element.xml.encode()


def test_the_pdf_has_its_fonts_inside_and_real_links() -> None:
    reader = PdfReader(BytesIO(pdf(outline([answered(QUESTION)], TODAY))))
    fonts = reader.pages[0]["/Resources"]["/Font"]
    embedded = [font.get_object() for font in fonts.values()]
    assert any("/FontFile2" in font["/FontDescriptor"].get_object() for font in embedded if "/FontDescriptor" in font)
    links = [note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", ())]
    assert "https://www.kumla.se/bidrag" in links
    assert reader.metadata is not None
    assert reader.metadata.title == texts.EXPORT_TITLE
    assert reader.trailer["/Root"]["/Lang"] == "sv-SE"


def test_what_the_font_lacks_is_told() -> None:
    text = read_pdf(pdf([Piece(Role.TITLE, "Titel"), Piece(Role.PARAGRAPH, "Pil → bock ✓, 5\u202f000")]))
    assert "Pil -> bock ?, 5" in text
    assert texts.EXPORT_SYMBOLS in text
    assert texts.EXPORT_SYMBOLS not in read_pdf(pdf([Piece(Role.TITLE, "åäö ÅÄÖ – ” é ≥")]))


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_is_only_text(kind: str) -> None:
    for text in HOSTILE:
        pieces = outline([answered(Question(text, TODAY), lead=text, notices=(text,))], TODAY)
        file = WRITERS[kind](pieces)
        wanted = flat(pieces[3].text.removeprefix(texts.EXPORT_QUESTION))
        if kind != "pdf":  # a PDF breaks long words where it must
            assert wanted in READERS[kind](file)
        if kind == "md":
            html = MarkdownIt("commonmark").render(file.decode())
            assert not re.search(r"<(script|img|iframe|svg|style|b|del)\b", html)
            links = re.findall(r'href="([^"]*)"', html)
            assert set(links) <= {"https://www.kumla.se/bidrag", "https://example.org/plan.pdf"}


@pytest.mark.parametrize("text", ["# x", "- x", "12. x", "12) x", "+ x", "=== x", "---", "a_b_c *d*", "\\"])
def test_escaped_markdown_is_one_plain_paragraph(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(escaped(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(child.content for child in tokens[1].children or ()) == text


def test_control_characters_do_not_break_a_file() -> None:
    question = Question("Noll \x00 och \x0b\x1f\ufffe \N{RIGHT-TO-LEFT OVERRIDE}slut", TODAY)
    for kind in KINDS:
        assert "Noll och slut" in READERS[kind](WRITERS[kind](outline([answered(question)], TODAY)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_gives_a_file(client: TestClient, kind: str) -> None:
    reply = client.post(f"/exportera/{kind}", data={"fraga": "Vad gäller?", "tidigare": ["Första frågan?"]})
    assert reply.status_code == 200
    assert reply.headers["content-disposition"] == f'attachment; filename="civsam-{date.today()}.{kind}"'
    assert reply.headers["cache-control"] == "no-store"
    text = READERS[kind](reply.content)
    assert "Fråga: Vad gäller?" in text
    assert "Första frågan?" not in text


def test_the_whole_conversation_is_answered_anew(client: TestClient) -> None:
    fields = {"fraga": "Tredje?", "tidigare": ["Första?", "Andra?"], "allt": "ja"}
    text = read_markdown(client.post("/exportera/md", data=fields).content)
    assert re.findall(r"Fråga: (\w+\?)", text) == ["Första?", "Andra?", "Tredje?"]


def test_the_page_without_script_has_the_buttons(client: TestClient) -> None:
    html = client.post("/enkel", data={"fraga": "Vad gäller?", "tidigare": ["Innan?"]}).text
    for kind in KINDS:
        assert f'formaction="/exportera/{kind}"' in html
    assert texts.EXPORT_WHOLE in html


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"fraga": ""}, 422, texts.EMPTY_QUESTION),
        ({"fraga": "x" * 20_000}, 422, "Frågan är för lång"),
        ({"fraga": "fel"}, 503, "Inget är inläst än."),
        ({"fraga": f"krasch {SECRET}"}, 500, texts.UNEXPECTED),
    ],
)
def test_a_fault_is_a_page_in_swedish(client: TestClient, fields: dict[str, str], status: int, words: str) -> None:
    reply = client.post("/exportera/pdf", data=fields)
    assert reply.status_code == status
    assert words in reply.text
    assert "content-disposition" not in reply.headers


def test_only_our_formats_and_our_forms(client: TestClient) -> None:
    assert client.post("/exportera/exe", data={"fraga": "x"}).status_code == 404
    assert client.get("/exportera/pdf").status_code == 404
    foreign = client.post("/exportera/pdf", data={"fraga": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
