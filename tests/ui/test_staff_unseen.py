"""What is for staff only cannot be told from outside: every public door answers as if it had never been read in.

Two knowledge bases are made of random sheets: one of all of them, and one of the open ones alone. Everything that a visitor
can fetch is the same from both, to the byte. That covers words, ids and titles, and what statistics over them would tell.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from door_fakes import opened
from sheets import sheet, write_sheets
from starlette.testclient import TestClient

from assistant.adapters.langchain import CivsamRetriever, civsam_runnable
from assistant.adapters.static_embedding import StaticEmbedder
from assistant.answer import Assistant
from assistant.domain import AREAS, Question
from assistant.retrieval import storage
from assistant.settings import Settings
from assistant.wiring import load
from ingest import generations
from ingest.access import FOLDER
from ingest.pipeline import ingest

TODAY = date(2026, 11, 21)
SEEDS = (1, 2)
PDF = Path(__file__).resolve().parents[1] / "ingest/files/plan.pdf"
TOPICS = "startbidrag lokalbidrag lovbidrag kulturstöd idrottspeng jubileumsbidrag resebidrag projektstöd".split()
VERBS = "betalas söks prövas redovisas beslutas granskas".split()
SYLLABLES = "bra kvi flo sten dra mul vång pli rost ske tyl grå".split()
_CHANGING = (
    re.compile(r'"seconds": ?[\d.]+'),
    re.compile(r"\d{4}-\d\d-\d\dT[\d:.+]+"),
)


def rare(luck: random.Random) -> str:
    """A word that stands nowhere else, and looks like Swedish."""
    return "".join(luck.sample(SYLLABLES, 4))


def body(luck: random.Random, word: str) -> str:
    """A sheet's text about common matters, with one rare word."""
    lines = [
        f"- {luck.choice(TOPICS).capitalize()} {luck.choice(VERBS)} senast den {luck.randint(1, 28)} mars "
        f"med högst {luck.randint(2, 90)} 000 kr för {word}."
        for _ in range(luck.randint(1, 4))
    ]
    return "\n".join([f"## {luck.choice(TOPICS).capitalize()}", "", *lines])


def card(name: str, text: str) -> str:
    first = text.splitlines()[2]
    day = re.search(r"\d+ mars", first)
    assert day
    return f"- id: {name}-kort\n  namn: {first.split()[1]}\n  citat: {first[2:]!r}\n  status: öppet\n  tid: {day[0]}\n"


@dataclass
class Mixed:
    """Random sheets, read in with and without those for staff only, and what a visitor might ask."""

    whole: Path
    open_alone: Path
    secrets: list[str]
    hidden_ids: list[str]
    questions: list[str]


def mixed(folder: Path, seed: int) -> Mixed:
    luck = random.Random(seed)
    sheets, hidden, secrets, hidden_ids, questions = {}, {}, [], [], []
    for number in range(luck.randint(8, 12)):
        word, topic, place = rare(luck), luck.choice(TOPICS), luck.choice(AREAS)
        is_hidden = number % 3 == 0
        name = f"{topic.replace('ö', 'o')}-{word.replace('å', 'a')}"
        fields = {"titel": f"{topic.capitalize()} och {word}", "kommun": place}
        fields |= {"ersatter": hidden_ids[0]} if number == 1 else {}
        fields |= {"atkomst": "personal"} if is_hidden else {}
        text = body(luck, word)
        (hidden if is_hidden else sheets)[f"{name}.md"] = sheet(name, text, **fields)
        (hidden if is_hidden else sheets)[f"bidrag/{name}.yaml"] = card(name, text)
        if is_hidden:
            secrets += [word, name]
            hidden_ids.append(name)
        typo = word[:3] + word[4:]
        questions += [f"När söks {topic} i {place}?", f"Vad gäller för {word}?", f"Hur mycket ges för {typo}?"]
    hidden[f"{FOLDER}/anteckning.txt"] = f"Anteckning\n\nOm {(word := rare(luck))} och startbidrag sa vi nej.\n"
    hidden[f"trasig-{word}.md"] = sheet("trasig", f"## A\n\n- {word}.", atkomst="personal", kommun="Ingenstans")
    secrets += [word, "anteckning", FOLDER]
    questions += [f"Vad sa vi om {word}?", "Vilka bidrag finns det?", "Hur många bidrag kan vi söka?"]
    # a public sheet that replaces one for staff is, without it, a sheet that replaces nothing
    alone = {name: re.sub(r"^ersatter: .*\n", "", text, flags=re.MULTILINE) for name, text in sheets.items()}
    corpus = write_sheets(folder / "blandat", sheets | hidden)
    shutil.copy(PDF, corpus / FOLDER / "plan.pdf")
    made = Mixed(folder / "data", folder / "bara-oppna", secrets, hidden_ids, questions)
    for data_dir, source in ((made.whole, corpus), (made.open_alone, write_sheets(folder / "oppet", alone))):
        report = ingest([source], data_dir, StaticEmbedder())
        refused = {Path(failure.path).name for failure in report.failed}
        assert refused <= {f"trasig-{word}.md"}, [str(failure.error) for failure in report.failed]
    return made


@pytest.fixture(scope="module", params=SEEDS)
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mixed]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generations, "verify", generations.probe)
        yield mixed(tmp_path_factory.mktemp("blandat"), request.param)


@pytest.fixture(scope="module")
def served(base: Mixed) -> Iterator[tuple[Assistant, Assistant]]:
    both = load(Settings(data_dir=base.whole)), load(Settings(data_dir=base.open_alone))
    yield both
    for assistant in both:
        assistant.close()


def test_every_answer_and_search_is_the_same_as_without_them(base: Mixed, served: tuple[Assistant, Assistant]) -> None:
    for text in base.questions:
        question = Question(text, TODAY)
        first, second = ((one.ask(question), one.search(question, 10)) for one in served)
        assert first[0].text == second[0].text
        assert [hit.passage.text for hit in first[0].near_misses] == [hit.passage.text for hit in second[0].near_misses]
        assert [(hit.passage.id, hit.score) for hit in first[1]] == [(hit.passage.id, hit.score) for hit in second[1]]
        chained = [civsam_runnable(one, today=TODAY).invoke(text) for one in served]
        found = [CivsamRetriever(assistant=one, today=TODAY).invoke(text) for one in served]
        assert chained[0] == chained[1]
        assert found[0] == found[1]


def told(client: TestClient, base: Mixed) -> dict[str, bytes]:
    """Everything a visitor can get, by what was asked for; without times."""
    pages = ["/dokument", "/halsa", "/planer", "/planer/versioner", "/bidrag", "/bidrag/profil", "/bidrag.csv"]
    pages += ["/bidrag.ics", "/enkel", "/om", "/api", "/api/v1/documents", "/api/v1/grants", "/api/v1/openapi.json"]
    for name in (*base.hidden_ids, f"{FOLDER}/plan", f"{FOLDER}/anteckning"):
        pages += [f"/dokument/{name}", f"/sida/1/{name}", f"/original/{name}", f"/dokument?sok={name}"]
    pages += ["/readyz", "/healthz"]
    got = {page: client.get(page) for page in pages}
    for text in base.questions:
        asked = {"question": text, "today": TODAY.isoformat()}
        got[f"ask {text}"] = client.post("/api/v1/ask", json=asked)
        got[f"search {text}"] = client.post("/api/v1/search", json=asked)
        call = {"name": "fraga", "arguments": {"question": text, "today": TODAY.isoformat()}}
        got[f"mcp {text}"] = client.post(
            "/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
        )
    for text in base.questions[::4]:
        form = {"fraga": text, "dag": TODAY.isoformat()}
        got[f"enkel {text}"] = client.post("/enkel", data=form)
        got[f"md {text}"] = client.post("/exportera/md", data=form)
    return {name: f"{reply.status_code}".encode() + _still(reply.content) for name, reply in got.items()}


def _still(content: bytes) -> bytes:
    text = content.decode("utf-8", "replace").replace('\\"', '"')
    for pattern in _CHANGING:
        text = pattern.sub("", text)
    return text.encode()


def test_every_public_door_is_the_same_as_without_them(base: Mixed, served: tuple[Assistant, Assistant]) -> None:
    both = []
    for assistant, data_dir in zip(served, (base.whole, base.open_alone), strict=True):
        with opened(assistant, Settings(data_dir=data_dir, mcp=True)) as client:  # type: ignore[arg-type]
            both.append(told(client, base))
            metrics = client.get("/metrics").text
            assert not any(secret in metrics for secret in base.secrets)
    different = [name for name in both[0] if both[0][name] != both[1][name]]
    assert different == []
    unasked = b"\n".join(content for name, content in both[0].items() if name.startswith("/") and "?" not in name)
    for secret in base.secrets:
        assert secret.encode() not in unasked.replace(f"/{secret}".encode(), b""), secret


def test_no_byte_of_what_the_public_reads_tells_of_them(base: Mixed) -> None:
    inner = storage.staff_dir(base.whole)
    files = [path for path in base.whole.rglob("*") if path.is_file() and not path.is_relative_to(inner)]
    assert len(files) > 10
    for path in files:
        data = path.name.encode() + path.read_bytes()
        for secret in (*base.secrets, "trasig"):
            assert secret.encode() not in data, (secret, path)
            assert secret.encode("utf-16-le") not in data, (secret, path)


def test_staff_find_all_of_it(base: Mixed) -> None:
    """That the same questions do find it in the other collection shows that the tests above could fail."""
    inner = load(Settings(data_dir=storage.staff_dir(base.whole)))
    held = {document.id for document in inner.generation.catalogue}
    assert held >= {*base.hidden_ids, f"{FOLDER}/anteckning", f"{FOLDER}/plan"}
    found = [inner.search(Question(f"Vad gäller för {word}?", TODAY), 3) for word in base.secrets[0:6:2]]
    assert all(hits and hits[0].passage.document.staff_only for hits in found)
    inner.close()
