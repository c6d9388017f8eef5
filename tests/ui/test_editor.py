"""The editors' pages: nobody comes in without a login, nothing changes without a token, and what is done is logged."""

from __future__ import annotations

import json
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from door_fakes import DoorFake
from door_fakes import opened as opened_public
from pydantic import SecretStr
from sheets import sheet, write_sheets
from starlette.testclient import TestClient
from test_border import routes_of

from assistant.errors import SettingsError, Unreadable
from assistant.retrieval import storage
from assistant.settings import Settings
from ui import editor_texts as texts
from ui import editor_upload, staff_texts
from ui.cli import main
from ui.editor_access import ALL_GUESSES, GUESSES, IDLE, WHOLE, WINDOW, Guesses, Sessions, Tokens, editors_of, hashed
from ui.editor_app import create_editor_app, newest_first, serve_editors
from ui.editor_audit import Audit, Deed
from ui.editor_upload import UploadError, folders, safe_name, store
from ui.feedback_store import Feedback, FeedbackStore, Reason

NAME, PASSWORD = "kultur.redaktor", "fyra gamla gula båtar"
HERE = "http://127.0.0.1:7860"
HOME = "/redaktor"
UPLOAD = f"{HOME}/lagg-till"
NOT_CHANGING = {"/enkel", "/exportera/{kind}"}  # they answer and store nothing; the forms are those of the public pages
STAFF = sheet("internt", "## Rutin\n\n- Handläggaren granskar kvastfening.\n", atkomst="personal")
OPEN = sheet("oppet", "## Mer\n\n- Ansökan lämnas senast den 3 mars.\n")


@pytest.fixture(scope="module")
def line() -> str:
    return hashed(NAME, PASSWORD)


@dataclass
class Place:
    """A corpus, a data directory, and an application over them."""

    settings: Settings
    fake: DoorFake = field(default_factory=DoorFake)

    @property
    def corpus(self) -> Path:
        return self.settings.corpus_dir

    def log(self) -> list[dict[str, str]]:
        path = self.settings.data_dir / "editor" / "audit.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []

    @contextmanager
    def client(self, base_url: str = HERE, *, real: bool = False, **options: Any) -> Iterator[TestClient]:
        app = create_editor_app(self.settings, None if real else lambda _: self.fake)
        with TestClient(app, base_url=base_url, follow_redirects=False, **options) as client:
            yield client


@pytest.fixture
def place(tmp_path: Path, line: str) -> Place:
    corpus = write_sheets(tmp_path / "corpus", {"dokument/oppet.md": OPEN})
    return Place(Settings(data_dir=tmp_path / "data", corpus_dir=corpus, editors=SecretStr(line)))


@pytest.fixture
def client(place: Place) -> Iterator[TestClient]:
    """Logged in."""
    with place.client() as opened:
        log_in(opened)
        yield opened


def token_of(client: TestClient, page: str) -> str:
    found = re.search(r'name="nyckel" value="([^"]+)"', client.get(page).text)
    assert found, page
    return found[1]


def log_in(client: TestClient, name: str = NAME, password: str = PASSWORD) -> Any:
    page = f"{HOME}/logga-in"
    return client.post(page, data={"nyckel": token_of(client, page), "namn": name, "losenord": password})


def send(client: TestClient, name: str, text: str | bytes, folder: str = "dokument", **fields: str) -> Any:
    data = {"nyckel": token_of(client, UPLOAD), "mapp": folder} | fields
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(UPLOAD, data=data, files={"fil": (name, content, "application/octet-stream")})


# --- who may start it -------------------------------------------------------------------------------------------


def test_it_is_off_until_somebody_can_log_in(tmp_path: Path, line: str) -> None:
    with pytest.raises(SettingsError, match="ingen redaktör"):
        create_editor_app(Settings(data_dir=tmp_path))
    with pytest.raises(SettingsError, match="Både"):
        create_editor_app(Settings(data_dir=tmp_path, editors=SecretStr(line), editor_header="X-Remote-User"))
    for host in ("0.0.0.0", "192.0.2.7", "::"):
        with pytest.raises(SettingsError, match="bara på den här datorn"):
            serve_editors(Settings(data_dir=tmp_path, editors=SecretStr(line), host=host))


@pytest.mark.parametrize(
    "wrong",
    ["anna:", "anna:hemligt", "Anna:{hash}", "{line} {line}", "anna:$argon2i$v=19$m=8,t=1,p=1$YWFhYWFhYWE$YWFhYWFhYWE"],
)
def test_a_setting_that_cannot_be_used_is_told_of_without_showing_it(line: str, wrong: str) -> None:
    setting = wrong.format(line=line, hash=line.partition(":")[2])
    with pytest.raises(SettingsError, match="går inte att läsa") as caught:
        editors_of(setting)
    assert "argon2" not in str(caught.value)
    assert "hemligt" not in str(caught.value)


def test_the_command_makes_a_line_that_lets_one_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert main(["password", NAME]) == 0
    made = capsys.readouterr().out
    assert PASSWORD not in made
    editors = editors_of(made)
    assert editors.know(NAME, PASSWORD)
    assert not editors.know(NAME, PASSWORD + "x")
    assert not editors.know("nagon", PASSWORD)
    monkeypatch.setattr("sys.stdin", io.StringIO("kort\n"))
    assert main(["password", NAME]) == 1
    assert "12 till 256 tecken" in capsys.readouterr().err


# --- nobody comes in --------------------------------------------------------------------------------------------


def routes(client: TestClient) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"GET": set(), "POST": set()}
    for path, methods in routes_of(client.app.routes):  # type: ignore[attr-defined]
        for method in methods & set(found):
            found[method].add(path)
    return found


def filled(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "1", path)


def test_without_a_login_every_route_shows_only_the_way_in(place: Place) -> None:
    with place.client() as client:
        every = routes(client)
        assert {UPLOAD, f"{HOME}/las-in", f"{HOME}/logg", "/enkel", "/dokument"} <= every["GET"]
        for path in every["GET"] - {f"{HOME}/logga-in", "/healthz"}:
            reply = client.get(filled(path))
            assert (reply.status_code, reply.headers["location"]) == (303, f"{HOME}/logga-in"), path
        for path in every["POST"] - {f"{HOME}/logga-in"}:
            assert client.post(filled(path), data={"a": "b"}).status_code == 403, path
        assert client.get("/gradio_api/upload").status_code == 303
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
            assert client.request(method, UPLOAD).status_code == 404
    assert place.fake.asked == []


def test_logged_in_no_route_changes_anything_without_the_token_of_the_session(client: TestClient, place: Place) -> None:
    before = set(place.corpus.rglob("*"))
    changing = routes(client)["POST"] - NOT_CHANGING
    assert len(changing) == 5
    for path in changing - {f"{HOME}/logga-in"}:
        for token in ({}, {"nyckel": ""}, {"nyckel": Tokens().of("cookie:annan")}):
            reply = client.post(
                filled(path), data={"mapp": "dokument", **token}, files={"fil": ("ny.md", OPEN.encode())}
            )
            assert reply.status_code == 403, path
    assert set(place.corpus.rglob("*")) == before
    assert [row["what"] for row in place.log()] == ["login"]
    token = token_of(client, UPLOAD)
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://annan.example"}
    assert client.post(f"{HOME}/las-in", data={"nyckel": token}, headers=foreign).status_code == 403


def test_the_login_needs_a_token_too(place: Place) -> None:
    with place.client() as client:
        form = {"namn": NAME, "losenord": PASSWORD}
        assert client.post(f"{HOME}/logga-in", data=form).status_code == 403
        assert client.post(f"{HOME}/logga-in", data=form | {"nyckel": "0" * 64}).status_code == 403
        assert client.get(HOME).status_code == 303


def test_the_cookie_is_strict_and_new_at_login_and_dead_after_logout(place: Place) -> None:
    with place.client() as client:
        client.get(f"{HOME}/logga-in")
        before = client.cookies["civsam"]
        reply = log_in(client)
        assert (reply.status_code, reply.headers["location"]) == (303, HOME)
        told = reply.headers["set-cookie"].lower()
        assert "httponly" in told
        assert "samesite=strict" in told
        assert "secure" not in told
        assert "expires" not in told
        after = client.cookies["civsam"]
        assert after != before
        assert client.get(HOME).status_code == 200
        assert client.post(f"{HOME}/logga-ut", data={"nyckel": token_of(client, HOME)}).status_code == 303
        for old in (before, after):
            assert client.get(HOME, headers={"cookie": f"civsam={old}"}).status_code == 303
    with place.client("https://redaktor.example.se") as client:
        assert "__Host-civsam=" in log_in(client).headers["set-cookie"]
        assert "secure" in log_in_cookie(client)


def log_in_cookie(client: TestClient) -> str:
    client.cookies.clear()
    return client.get(f"{HOME}/logga-in").headers["set-cookie"].lower()


def test_guessing_is_stopped_also_for_the_right_password(place: Place) -> None:
    with place.client() as client:
        for _ in range(GUESSES):
            assert log_in(client, password="fel lösenord helt").status_code == 403
        assert log_in(client).status_code == 429
        for status in [403] * GUESSES + [429]:  # a name that nobody has is treated the same
            assert log_in(client, "losenordet-i-fel-falt").status_code == status
    stopped = ["login_failed"] * GUESSES + ["login_stopped"]
    assert [row["what"] for row in place.log()] == stopped * 2
    assert place.log()[-1]["who"] == texts.UNKNOWN
    assert "losenordet" not in json.dumps(place.log())


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def test_guesses_are_forgotten_in_time_and_names_share_a_limit() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    assert [guesses.begin("a") for _ in range(GUESSES + 1)] == [True] * GUESSES + [False]
    guesses.right("a")
    assert guesses.begin("a")
    clock.now += WINDOW + 1
    assert [guesses.begin(str(number)) for number in range(ALL_GUESSES + 1)] == [True] * ALL_GUESSES + [False]
    clock.now += WINDOW + 1
    assert guesses.begin("a")


def test_a_session_ends_when_it_is_idle_and_when_it_is_old() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    token = sessions.begin(NAME)
    begun = clock.now
    while clock.now - begun + IDLE / 2 < WHOLE:
        clock.now += IDLE / 2
        assert sessions.name_of(token) == NAME
    clock.now = begun + WHOLE + 1
    assert sessions.name_of(token) is None
    token = sessions.begin(NAME)
    clock.now += IDLE + 1
    assert sessions.name_of(token) is None
    assert sessions.name_of("") is None


# --- a proxy that logs in ---------------------------------------------------------------------------------------


def test_a_proxy_is_believed_from_this_machine_alone(place: Place) -> None:
    place.settings = place.settings.model_copy(update={"editors": SecretStr(""), "editor_header": "X-Remote-User"})
    told = {"X-Remote-User": "Kultur.Redaktor@region.example"}
    with place.client("https://redaktor.example.se", client=("127.0.0.1", 5000)) as client:
        assert client.get(HOME).status_code == 303
        assert client.get(f"{HOME}/logga-in").status_code == 403
        assert client.post(f"{HOME}/logga-in", data={"namn": NAME}).status_code in {403, 405}
        assert "kultur.redaktor@region.example" in client.get(HOME, headers=told).text
        for odd in ("", "a b", "<b>", "x" * 80):
            assert client.get(HOME, headers={"X-Remote-User": odd}).status_code == 303, odd
        twice = [("X-Remote-User", "ett"), ("X-Remote-User", "tva")]
        assert client.get(HOME, headers=twice).status_code == 303
        assert client.post(f"{HOME}/las-in", data={}, headers=told).status_code == 403
        assert "set-cookie" not in client.get(HOME, headers=told).headers
    with place.client("https://redaktor.example.se", client=("192.0.2.7", 5000)) as client:
        assert client.get(HOME, headers=told).status_code == 303


def test_without_the_setting_no_header_logs_anyone_in(place: Place) -> None:
    with place.client(client=("127.0.0.1", 5000)) as client:
        for header in ("X-Remote-User", "X-Forwarded-User", "Remote-User"):
            assert client.get(HOME, headers={header: NAME}).status_code == 303


# --- the pages --------------------------------------------------------------------------------------------------

SHOWN = ("", "/lagg-till", "/ta-bort", "/las-in", "/aterkoppling", "/matningar", "/logg")


def test_every_page_is_swedish_html_without_script_and_kept_nowhere(client: TestClient) -> None:
    for path in SHOWN:
        reply = client.get(f"{HOME}{path}")
        assert reply.status_code == 200, path
        assert '<html lang="sv">' in reply.text
        assert "<script" not in reply.text
        assert "javascript:" not in reply.text
        assert reply.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert "script-src" not in reply.headers["content-security-policy"]
        assert reply.headers["x-frame-options"] == "DENY"
    missing = client.get("/finns-inte")
    assert (missing.status_code, texts.MISSING in missing.text) == (404, True)


def test_the_overview_of_feedback_counts_and_shows_no_question(client: TestClient, place: Place) -> None:
    store_ = FeedbackStore(place.settings.data_dir, 90)
    today = datetime.now(UTC).date()
    store_.add(Feedback(today, True))
    store_.add(Feedback(today, False, Reason.OUTDATED, "answered", ("oppet",), ("En fråga om kvastfening",)))
    page = client.get(f"{HOME}/aterkoppling").text
    assert "oppet" in page
    assert "kvastfening" not in page
    assert texts.FEEDBACK_NONE not in page


def test_the_newest_finished_run_is_shown(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figure = {"value": 0.8349, "low": 0.8, "high": 0.87, "n": 442}
    for name, value in (("gammal", 0.1), ("ny", 0.8349)):
        folder = tmp_path / "runs" / name
        folder.mkdir(parents=True)
        (folder / "run.json").write_text(json.dumps({"today": "2026-11-26", "cases": 584}), encoding="utf-8")
        measures = {"nugget_recall": figure | {"value": value}}
        (folder / "summary.json").write_text(json.dumps({"overall": {"measures": measures}}), encoding="utf-8")
    import os

    os.utime(tmp_path / "runs/gammal/summary.json", (1, 1))
    assert [path.name for path in newest_first([tmp_path / "runs", tmp_path / "saknas"])] == ["ny", "gammal"]
    monkeypatch.setattr("ui.editor_app.RUNS", (tmp_path / "runs",))
    page = client.get(f"{HOME}/matningar").text
    assert "0,83" in page
    assert "0,80 till 0,87" in page
    assert "584 frågor" in page
    (tmp_path / "runs/ny/run.json").write_text("{", encoding="utf-8")
    assert "0,10" in client.get(f"{HOME}/matningar").text


# --- a document comes in ----------------------------------------------------------------------------------------


def test_a_file_is_put_in_the_chosen_folder_and_told_of(client: TestClient, place: Place) -> None:
    reply = send(client, "C:\\Mina dokument\\Årsplan.md", OPEN.replace("id: oppet", "id: arsplan"))
    assert reply.status_code == 200, reply.text
    assert "dokument/Årsplan.md är sparad. Alla får läsa den" in reply.text
    assert (place.corpus / "dokument" / "Årsplan.md").read_text(encoding="utf-8").count("3 mars") == 1
    reply = send(client, "internt.md", STAFF)
    assert "Den är bara för personal" in reply.text
    reply = send(client, "minnen.txt", "Minnesanteckningar\n\nVi sa nej.\n", "bara-personal")
    assert "Den är bara för personal" in reply.text
    assert (place.corpus / "bara-personal" / "minnen.txt").exists()
    done = [(row["who"], row["what"], row["document"]) for row in place.log()]
    assert done[1:] == [
        (NAME, "upload", "dokument/Årsplan.md"),
        (NAME, "upload", "dokument/internt.md"),
        (NAME, "upload", "bara-personal/minnen.txt"),
    ]
    assert stat.S_IMODE((place.settings.data_dir / "editor/audit.jsonl").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "text", "folder", "words"),
    [
        ("bild.png", b"\x89PNG", "dokument", "inte av en sort"),
        ("README.md", OPEN, "dokument", "inte av en sort"),
        (".md", OPEN, "dokument", "inte av en sort"),
        ("tom.md", b"", "dokument", "Filen är tom"),
        ("trasig.md", OPEN.replace("kommun: Kumla", "kommun: Ingenstans"), "dokument", "Ingenstans"),
        ("oppet.md", OPEN, "dokument", "finns redan"),
        ("OPPET.MD", OPEN, "dokument", "finns redan"),
        ("ny.md", OPEN, "../utanfor", "Mappen finns inte"),
        ("ny.md", OPEN, "/etc", "Mappen finns inte"),
        ("ny.md", OPEN, "bidrag", "Mappen finns inte"),
        ("ny.md", OPEN, "", "Mappen finns inte"),
        ("skadad.pdf", b"%PDF-1.7 ingenting", "dokument", ""),
    ],
)
def test_what_cannot_be_read_or_placed_is_refused_and_leaves_nothing(
    client: TestClient, place: Place, name: str, text: str | bytes, folder: str, words: str
) -> None:
    before = {path: path.read_bytes() for path in place.corpus.rglob("*") if path.is_file()}
    reply = send(client, name, text, folder)
    assert reply.status_code == 422, reply.text
    assert 'role="alert"' in reply.text
    assert words in reply.text
    assert str(place.corpus) not in reply.text
    assert {path: path.read_bytes() for path in place.corpus.rglob("*") if path.is_file()} == before
    assert place.log()[-1]["what"] == "upload_refused"


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\plan.PDF", "plan.pdf"),
        ("/tmp/.gömd.md", "gömd.md"),
        ("a\0b\n<img src=x>.md", "a-b--img src-x-.md"),
        ("A\u030arsplan.md", "Årsplan.md"),
        ("rapport\u202efdp.txt", "rapport-fdp.txt"),
    ],
)
def test_a_name_becomes_a_plain_name(sent: str, name: str) -> None:
    assert safe_name(sent) == name


def test_only_what_is_ticked_is_replaced_and_never_what_is_for_staff_by_something_open(
    place: Place, tmp_path: Path
) -> None:
    def put(text: str, **options: bool) -> editor_upload.Stored:
        file = tmp_path / "sand.md"
        file.write_text(text, encoding="utf-8")
        with file.open("rb") as handle:
            return store(place.corpus, "dokument", "internt.md", handle, **options)

    assert put(STAFF).for_staff
    with pytest.raises(UploadError, match="finns redan"):
        put(STAFF)
    assert put(STAFF.replace("granskar", "läser"), replace=True).replaced
    unmarked = STAFF.replace("atkomst: personal\n", "")
    with pytest.raises(UploadError, match="säger inget om det"):
        put(unmarked, replace=True)
    assert "läser" in (place.corpus / "dokument/internt.md").read_text(encoding="utf-8")
    assert not put(STAFF.replace("atkomst: personal", "atkomst: öppen"), replace=True).for_staff
    assert sorted(path.name for path in (place.corpus / "dokument").iterdir()) == ["internt.md", "oppet.md"]


def test_a_file_that_is_too_large_is_refused_before_and_while_it_is_read(
    client: TestClient, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor_upload, "LARGEST", 100)
    assert "för stor" in send(client, "stor.txt", b"a" * 101).text
    monkeypatch.setattr("ui.editor_gate.UPLOAD_LIMIT", 1000)
    assert send(client, "stor.txt", b"a" * 2000).status_code == 413
    assert client.post(f"{HOME}/las-in", content=b"a" * 300_000, headers={"content-type": "x/y"}).status_code == 413
    assert not (place.corpus / "dokument/stor.txt").exists()


def test_links_and_hidden_folders_cannot_be_chosen(place: Place, tmp_path: Path) -> None:
    (tmp_path / "annan").mkdir()
    (place.corpus / "lank").symlink_to(tmp_path / "annan")
    (place.corpus / ".gömd").mkdir()
    (place.corpus / "bidrag").mkdir()
    (place.corpus / "dokument/kumla").mkdir()
    assert folders(place.corpus) == ["dokument", "dokument/kumla", "bara-personal"]


# --- and is read in ---------------------------------------------------------------------------------------------


def wait(until: Callable[[], bool], seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.usefixtures("in_process")
def test_from_upload_over_ingest_to_an_answer_that_only_editors_get(place: Place) -> None:
    with place.client(real=True) as client:
        log_in(client)
        assert texts.NOTHING_INGESTED in client.get(HOME).text
        assert client.get(f"{HOME}/halsa").status_code == 503
        assert send(client, "internt.md", STAFF).status_code == 200
        reply = client.post(f"{HOME}/las-in", data={"nyckel": token_of(client, f"{HOME}/las-in")})
        assert (reply.status_code, reply.headers["location"]) == (303, f"{HOME}/las-in")
        wait(lambda: 'http-equiv="refresh"' not in client.get(f"{HOME}/las-in").text)
        page = client.get(f"{HOME}/las-in").text
        assert "1 nya, 0 ändrade" in page
        assert "1 dokument är bara för personal" in page
        assert "2 dokument är inlästa, varav 1 bara för personal" in client.get(HOME).text
        assert "internt" in client.get(f"{HOME}/halsa").text
        for page in (
            client.get("/dokument/internt").text,
            client.post("/enkel", data={"fraga": "Vem granskar kvastfening?"}).text,
        ):
            assert "kvastfening" in page
            assert staff_texts.MARK in page
            assert texts.FOOT in page
        assert staff_texts.MARK not in client.get("/dokument/oppet").text
        assert "Kvastfening" not in json.dumps(place.log())
    assert [row["what"] for row in place.log()] == ["login", "upload", "ingest", "ingest_done"]
    from assistant.wiring import load

    with opened_public(load(place.settings), place.settings) as public:  # type: ignore[arg-type]
        assert public.get("/dokument/internt").status_code == 404
        assert public.get("/dokument/oppet").status_code == 200
        assert "kvastfening" not in public.post("/enkel", data={"fraga": "Vem granskar ansökan?"}).text


# --- a document goes out ----------------------------------------------------------------------------------------

REMOVAL = f"{HOME}/ta-bort"
SECOND = sheet("andra", "## Mer\n\n- Vadmalspengen betalas i november.\n")


def ask_to_remove(client: TestClient, name: str) -> Any:
    return client.get(REMOVAL, params={"dokument": name})


def confirm(client: TestClient, page: str, **changed: str) -> Any:
    """Press the button of the page that asks."""
    fields = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.partition(f'action="{REMOVAL}"')[2])
    )
    return client.post(REMOVAL, data=fields | changed)


def test_a_file_is_removed_when_it_is_confirmed_and_not_before(client: TestClient, place: Place) -> None:
    write_sheets(place.corpus, {"dokument/andra.md": SECOND, "bara-personal/internt.md": STAFF})
    page = client.get(REMOVAL).text
    assert re.findall(r'<option value="([^"]+)"', page) == [
        "dokument/andra.md",
        "dokument/oppet.md",
        "bara-personal/internt.md",
    ]
    asked = ask_to_remove(client, "bara-personal/internt.md").text
    assert "Ska bara-personal/internt.md tas bort? Den är bara för personal." in asked
    assert (place.corpus / "bara-personal/internt.md").exists()
    reply = confirm(client, asked)
    assert reply.status_code == 200
    assert "bara-personal/internt.md är borttagen." in reply.text
    assert not (place.corpus / "bara-personal/internt.md").exists()
    assert (place.corpus / "dokument/andra.md").exists()
    last = place.log()[-1]
    assert (last["who"], last["what"], last["document"]) == (NAME, "remove", "bara-personal/internt.md")
    assert texts.DEEDS["remove"] in client.get(f"{HOME}/logg").text


def test_what_has_changed_since_it_was_chosen_is_left(client: TestClient, place: Place) -> None:
    write_sheets(place.corpus, {"dokument/andra.md": SECOND})
    asked = ask_to_remove(client, "dokument/andra.md").text
    write_sheets(place.corpus, {"dokument/andra.md": SECOND.replace("november", "december")})
    reply = confirm(client, asked)
    assert (reply.status_code, texts.CHANGED_MEANWHILE in reply.text) == (422, True)
    assert confirm(client, asked, innehall="").status_code == 422
    assert (place.corpus / "dokument/andra.md").exists()
    assert place.log()[-1]["what"] == "remove_refused"


def test_only_documents_in_the_folders_can_be_removed_and_never_the_last(
    client: TestClient, place: Place, tmp_path: Path
) -> None:
    (tmp_path / "hemligt.md").write_text(OPEN, encoding="utf-8")
    (place.corpus / "dokument/lank.md").symlink_to(tmp_path / "hemligt.md")
    for name in ("README.md", ".gomd.md", "bild.png"):
        (place.corpus / "dokument" / name).write_text("x", encoding="utf-8")
    (place.corpus / "bidrag").mkdir()
    (place.corpus / "bidrag/oppet.yaml").write_text("[]", encoding="utf-8")
    reply = ask_to_remove(client, "dokument/oppet.md")
    assert (reply.status_code, texts.LAST_ONE in reply.text) == (422, True)
    write_sheets(place.corpus, {"dokument/andra.md": SECOND})
    for name in (
        "../hemligt.md", "dokument/../../hemligt.md", "/etc/passwd", str(tmp_path / "hemligt.md"), "dokument/lank.md",
        "dokument/README.md", "dokument/.gomd.md", "dokument/bild.png", "bidrag/oppet.yaml", "dokument", "x\0y",
    ):  # fmt: skip
        reply = ask_to_remove(client, name)
        assert (reply.status_code, texts.NOT_REMOVABLE in reply.text) == (422, True), name
        token = token_of(client, UPLOAD)
        assert client.post(REMOVAL, data={"nyckel": token, "dokument": name, "innehall": "0"}).status_code == 422, name
    assert (tmp_path / "hemligt.md").exists()
    assert "bidrag/oppet.yaml hör till dokumentet" in ask_to_remove(client, "dokument/oppet.md").text


@pytest.mark.usefixtures("in_process")
def test_after_the_next_ingest_nothing_of_a_removed_document_is_left(place: Place) -> None:
    write_sheets(place.corpus, {"dokument/andra.md": SECOND})
    with place.client(real=True) as client:
        log_in(client)

        def read_in() -> str:
            client.post(f"{HOME}/las-in", data={"nyckel": token_of(client, f"{HOME}/las-in")})
            wait(lambda: 'http-equiv="refresh"' not in client.get(f"{HOME}/las-in").text)
            return client.get(f"{HOME}/las-in").text

        read_in()
        assert held(place, "Vadmalspengen")
        confirm(client, ask_to_remove(client, "dokument/andra.md").text)
        assert "1 borttagna" in read_in()
        assert held(place, "Vadmalspengen") == []
        assert client.get("/dokument/andra").status_code == 404
        assert client.get("/dokument/oppet").status_code == 200


def held(place: Place, words: str) -> list[Path]:
    """The files of the data directory that hold the words, as they are written or as they are searched."""
    needles = {words.encode(), words.lower().encode()}
    files = (path for path in place.settings.data_dir.rglob("*") if path.is_file())
    return [path for path in files if any(needle in path.read_bytes() for needle in needles)]


def test_an_ingest_that_fails_says_so_and_another_can_be_started(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    faults = [Unreadable("Inget gick att läsa", next_step="Lägg till dokument"), RuntimeError("hemlig plats")]

    def failing(*_: object) -> None:
        raise faults.pop(0)

    monkeypatch.setattr("ui.editor_app._ingest", failing)
    with place.client() as client:
        log_in(client)
        for words in ("Inget gick att läsa", texts.INGEST_UNEXPECTED):
            client.post(f"{HOME}/las-in", data={"nyckel": token_of(client, f"{HOME}/las-in")})
            wait(lambda: 'http-equiv="refresh"' not in client.get(f"{HOME}/las-in").text)
            page = client.get(f"{HOME}/las-in").text
            assert words in page
            assert "hemlig plats" not in page
    assert [row["what"] for row in place.log()][1:] == ["ingest", "ingest_failed"] * 2


def test_the_log_forgets_what_is_too_old(tmp_path: Path) -> None:
    audit, now = Audit(tmp_path, 365), datetime(2026, 11, 26, 12, tzinfo=UTC)
    audit.write("anna", Deed.UPLOAD, "gammalt.md", now=now - timedelta(days=366))
    audit.write("anna", Deed.UPLOAD, "nytt.md", now=now - timedelta(days=364))
    audit.forget(now)
    assert [entry.document for entry in audit.latest(10)] == ["nytt.md"]
    assert b"gammalt" not in (tmp_path / "editor/audit.jsonl").read_bytes()
    assert [path.name for path in (tmp_path / "editor").iterdir()] == ["audit.jsonl"]


# --- the public profile -----------------------------------------------------------------------------------------


def test_the_public_profile_has_none_of_it(place: Place) -> None:
    with place.client() as client:
        every = routes(client)
    with opened_public(DoorFake(), place.settings) as public:
        for path in every["GET"] | {f"{HOME}/{name}" for name in ("", "x")}:
            if path.startswith(HOME):
                assert public.get(filled(path)).status_code == 404, path
        for path in every["POST"]:
            if path.startswith(HOME):
                assert public.post(filled(path), data={"a": "b"}).status_code == 404, path
        assert "set-cookie" not in public.get("/enkel").headers
    assert not (place.settings.data_dir / "editor").exists()
    assert not storage.staff_dir(place.settings.data_dir).exists()
