"""The page without JavaScript: asked like an old browser would, and read like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from door_fakes import DoorFake, opened
from hostile import HOSTILE, Page
from page_fakes import SECRET
from starlette.testclient import TestClient

from assistant.domain import Filters
from assistant.settings import Settings
from ui import texts
from ui.forms import EARLIER, Asked
from ui.frame import footer
from ui.limits import Limits
from ui.markup import escape
from ui.security import swedish_page


class Fields(HTMLParser):
    """Every field of every form, as a browser would send it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: dict[str, list[tuple[str, str]]] = {}
        self._action, self._textarea = "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            has_field = any(name == "fraga" and not value for name, value in self.forms.get(given["action"], ()))
            self._action = given["action"] + "#" * has_field  # what stands after the question's own form
            self.forms[self._action] = []
        elif tag == "textarea" and "name" in given:
            self._textarea = given["name"]
            self.forms[self._action].append((self._textarea, ""))
        elif tag == "input" and given["type"] == "hidden":
            self.forms[self._action].append((given["name"], given["value"]))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            name, value = self.forms[self._action][-1]
            self.forms[self._action][-1] = (name, value + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""

    def values(self, name: str, action: str = "/enkel") -> list[str]:
        return [value for field, value in self.forms[action] if field == name]


@pytest.fixture(scope="module")
def fake() -> DoorFake:
    return DoorFake()


@pytest.fixture(scope="module")
def client(fake: DoorFake, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with opened(fake, Settings(data_dir=tmp_path_factory.mktemp("data"), question_limit=500)) as client:
        yield client


def ask(client: TestClient, text: str, **fields: object) -> tuple[int, str]:
    reply = client.post("/enkel", data={"fraga": text, **fields})
    return reply.status_code, reply.text


def test_the_form_has_labels_a_language_and_no_script(client: TestClient) -> None:
    reply = client.get("/enkel")
    page = Page(reply.text)
    assert reply.status_code == 200
    assert '<html lang="sv">' in reply.text
    assert "script" not in page.tags
    labelled = {value for name, value in page.attributes if name == "for"}
    assert {"fraga", "plats-1", "sort-1", "galler"} <= labelled
    assert reply.headers["cache-control"] == "no-store"
    assert "script-src 'self'" in reply.headers["content-security-policy"]
    assert "set-cookie" not in reply.headers


def test_an_answer_stands_on_the_page_with_its_sources(client: TestClient) -> None:
    status, html = ask(client, "Hur mycket är startbidraget?")
    page = Page(html)
    assert status == 200
    assert "Startbidraget är 1 000 kr" in page.text
    assert "#kalla-1" in page.links
    assert {"kalla-1", "kalla-2"} <= {value for name, value in page.attributes if name == "id"}
    assert "Startbidrag" in "".join(page.marks)
    for words in (texts.EXTRACTS, "En av källorna har ersatts av en nyare.", texts.NEAR_MISSES_HEADING, "Kontakt"):
        assert words in page.text
    assert re.search(r"<title>Svar – Civsam</title>", html)


def test_every_link_within_the_page_leads_somewhere(client: TestClient) -> None:
    _, html = ask(client, "Hur mycket är startbidraget?")
    page = Page(html)
    places = {value for name, value in page.attributes if name == "id"}
    assert {link[1:] for link in page.links if link.startswith("#")} <= places


def test_the_conversation_is_carried_and_bounded(client: TestClient, fake: DoorFake) -> None:
    _, html = ask(client, "Första frågan?")
    for number in range(2, 12):
        fields = Fields(html)
        assert fields.values("fraga") == [""]
        _, html = ask(client, f"Fråga {number}?", tidigare=fields.values("tidigare"))
    history = [turn.text for turn in fake.asked[-1].history]
    assert history == [f"Fråga {number}?" for number in range(11 - EARLIER, 11)]
    assert {turn.role for turn in fake.asked[-1].history} == {"user"}


def test_filters_reach_the_question_and_stay_in_the_form(client: TestClient, fake: DoorFake) -> None:
    _, html = ask(client, "Vilka bidrag finns?", plats="Kumla", sort="bidragsregler", galler="ja")
    assert fake.asked[-1].filters == Filters(("Kumla",), ("bidragsregler",), in_force_only=True)
    assert re.search(r'name="plats" value="Kumla" checked>', html)
    ask(client, "Vilka bidrag finns?", plats=["Kumla", "Nora"])
    assert fake.asked[-1].filters.areas == ("Kumla", "Nora")
    assert re.search(r'id="galler" name="galler" value="ja" checked', html)
    assert "Sökningen begränsades till: Kumla, regler för bidrag" in Page(html).text
    ask(client, "Vilka bidrag finns?", plats="Mars", sort="<b>", galler="kanske")
    assert fake.asked[-1].filters == Filters()


def test_it_has_what_the_chat_has(client: TestClient, fake: DoorFake) -> None:
    start = client.get("/enkel").text
    for group in texts.EXAMPLES:
        assert f"<h3>{group.heading}</h3>" in start
        assert all(f'name="fraga" value="{escape(question)}"' in start for question in group.questions)
    _, html = ask(client, "Vad finns i planen?", plats="regionen")
    page = Page(html)
    assert texts.FOLLOW_UPS_HEADING in page.text
    assert texts.COPY_TEXT in page.text
    assert "[1] Föreningsbidrag i Provköping (faktablad)" in html.replace("&#91;", "[").replace("&#93;", "]")
    count = len(fake.asked)
    status, changed = ask(client, "Vad finns i planen?", plats="regionen", andra="ja", tidigare="Och innan?")
    assert (status, len(fake.asked)) == (200, count)
    assert ">Vad finns i planen?</textarea>" in changed
    assert 'name="plats" value="regionen" checked' in changed
    assert Fields(changed).values("tidigare") == ["Och innan?"]


def test_a_day_can_be_asked_about(client: TestClient, fake: DoorFake) -> None:
    _, html = ask(client, "Vad gällde?", dag="2023-05-01")
    assert fake.asked[-1].today == date(2023, 5, 1)
    assert "som det var 1 maj 2023" in Page(html).text
    status, html = ask(client, "Vad gällde?", dag="<b>i går")
    assert (status, texts.BAD_DAY in Page(html).text) == (422, True)


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("   ", 422, texts.EMPTY_QUESTION),
        ("x" * 20_000, 422, "20 000 tecken"),
        ("å" * 20_000, 422, "20 000 tecken"),
        ("Ett fel?", 503, "Inget är inläst än."),
        ("En krasch?", 500, texts.UNEXPECTED),
        ("vägra", 422, "Frågan går inte att förstå."),
    ],
)
def test_a_fault_is_told_in_swedish_and_the_question_is_kept(
    client: TestClient, text: str, status: int, words: str
) -> None:
    code, html = ask(client, text, tidigare="Förra frågan?")
    page = Page(html)
    assert code == status
    assert words in page.text
    assert "/srv/hemligt" not in html
    assert Fields(html).values("fraga") == [text]
    assert Fields(html).values("tidigare") == ["Förra frågan?"]
    assert 'role="alert"' in html
    assert 'aria-describedby="fel hjalp"' in html


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(client: TestClient, text: str) -> None:
    _, html = ask(client, f"{text} {SECRET}", tidigare=[text])
    page = Page(html)
    assert not {"script", "img", "iframe", "svg"} & set(page.tags)
    assert page.tags.count("style") == 1
    assert not {name for name, _ in page.attributes if name.startswith("on")}
    assert all(
        link.startswith(("#", "/", "https://www.kumla.se", "https://example.org", "data:image")) for link in page.links
    )


def test_line_breaks_survive_the_round_trip(client: TestClient) -> None:
    _, html = ask(client, "Rad ett fel\r\nRad två <b>&amp;</b>")
    assert Fields(html).values("fraga") == ["Rad ett fel\nRad två <b>&amp;</b>"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elak.example"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Origin": "http://127.0.0.1:7860"}, 200),
    ],
)
def test_only_our_own_form_is_answered(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.post("/enkel", data={"fraga": "Vad gäller?"}, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"fraga=x&" + b"a=1&" * 500, "application/x-www-form-urlencoded"),
        (b'{"fraga": "x"}', "application/json"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
    ],
)
def test_what_is_no_form_is_refused_in_swedish(client: TestClient, content: bytes, kind: str) -> None:
    reply = client.post("/enkel", content=content, headers={"Content-Type": kind})
    assert reply.status_code == 400
    assert texts.FORM_UNREADABLE in reply.text


def test_bytes_that_are_no_text_do_no_harm(client: TestClient) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for content in (b"fraga=%ff%fe%00", b"\xff\xfe", b"fraga=\xff", b"fraga=%ED%A0%80", b""):
        assert client.post("/enkel", content=content, headers=headers).status_code in (200, 422)


def test_the_chat_shows_the_way_here() -> None:
    html = swedish_page('<html lang="en"><head></head><body style="x">Chatt</body></html>', "")
    assert re.search(r'<body style="x"><noscript>.*href="/enkel".*</noscript>Chatt', html)
    assert 'href="/enkel"' in footer()


def test_a_conversation_is_the_questions_in_order() -> None:
    asked = Asked("Tre?", ("Ett?", "Två?"), Limits(("Kumla",)))
    assert [(one.text, one.earlier) for one in asked.conversation()] == [
        ("Ett?", ()), ("Två?", ("Ett?",)), ("Tre?", ("Ett?", "Två?")),
    ]  # fmt: skip


def test_fifty_questions_leave_no_word_on_disk(client: TestClient, tmp_path: Path) -> None:
    with opened(DoorFake(), Settings(data_dir=tmp_path)) as other:
        for number in range(50):
            ask(other, f"Vad gäller för {SECRET} nummer {number}?")
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
