"""What visitors thought: nothing without a yes, nothing about them, nothing for longer than promised."""

from __future__ import annotations

import json
import re
import sqlite3
import stat
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from door_fakes import DoorFake, opened
from hostile import HOSTILE, Page
from page_fakes import SECRET
from starlette.testclient import TestClient

from assistant.answer import Assistant
from assistant.settings import Settings
from evals.cases import CaseError, load_cases
from ui import cli, texts
from ui.feedback_cases import FILL_IN, cases_yaml
from ui.feedback_store import FILE, Feedback, FeedbackError, FeedbackStore, Reason

TODAY = date(2026, 11, 21)
GOOD = {"fraga": f"Vad gäller för {SECRET}?", "tumme": "ner", "orsak": "fel", "samtycke": "ja", "utfall": "answered"}


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path, 90)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with opened(DoorFake(), Settings(data_dir=tmp_path, question_limit=500)) as client:
        yield client


def send(client: TestClient, **fields: object) -> int:
    return client.post("/aterkoppling", data=GOOD | fields, follow_redirects=False).status_code


def stored(tmp_path: Path) -> tuple[Feedback, ...]:
    return FeedbackStore(tmp_path, 90).every(date.today())


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_is_sent_is_stored_without_the_question(client: TestClient, tmp_path: Path) -> None:
    assert send(client, kalla=["prov-bidrag", "prov-bidrag", "hittepå"]) == 303
    (feedback,) = stored(tmp_path)
    assert feedback == Feedback(date.today(), False, Reason.WRONG, "answered", ("prov-bidrag",), ())
    assert SECRET.encode() not in bytes_of(tmp_path)
    assert "hittepå".encode() not in bytes_of(tmp_path)


def test_the_question_is_stored_when_the_visitor_says_so(client: TestClient, tmp_path: Path) -> None:
    assert send(client, spara="ja", tidigare=["Först?"], tumme="upp", orsak="") == 303
    (feedback,) = stored(tmp_path)
    assert feedback.questions == ("Först?", GOOD["fraga"])
    assert feedback.helped


def test_nothing_about_the_visitor_has_a_place() -> None:
    assert set(Feedback.__slots__) == {"day", "helped", "reason", "outcome", "documents", "questions"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"samtycke": ""}, texts.FEEDBACK_NO_CONSENT),
        ({"samtycke": "kanske"}, texts.FEEDBACK_NO_CONSENT),
        ({"tumme": ""}, texts.FEEDBACK_NO_THUMB),
        ({"tumme": "<b>"}, texts.FEEDBACK_NO_THUMB),
    ],
)
def test_without_a_yes_and_a_thumb_nothing_is_stored(
    client: TestClient, tmp_path: Path, fields: dict[str, str], words: str
) -> None:
    reply = client.post("/aterkoppling", data=GOOD | fields)
    assert (reply.status_code, words in Page(reply.text).text) == (422, True)
    assert not (tmp_path / FILE).exists()


def test_what_is_not_ours_is_not_stored(client: TestClient, tmp_path: Path) -> None:
    for text in HOSTILE:
        send(client, orsak=text, utfall=text, kalla=[text], fraga="x" * 20_000, spara="ja")
    for feedback in stored(tmp_path):
        assert (feedback.reason, feedback.outcome, feedback.documents, feedback.questions) == (Reason.NONE, "", (), ())


def test_another_site_cannot_send(client: TestClient, tmp_path: Path) -> None:
    reply = client.post("/aterkoppling", data=GOOD, headers={"Sec-Fetch-Site": "cross-site"})
    assert reply.status_code == 403
    assert not (tmp_path / FILE).exists()


def test_the_thanks_come_after_a_redirect(client: TestClient) -> None:
    reply = client.post("/aterkoppling", data=GOOD)
    assert reply.url.path == "/aterkoppling"
    assert reply.request.method == "GET"
    assert texts.FEEDBACK_THANKS in Page(reply.text).text


def test_nobody_is_thanked_who_has_sent_nothing(client: TestClient) -> None:
    said = Page(client.get("/aterkoppling").text).text
    assert texts.FEEDBACK_THANKS not in said and "sparat" not in said
    assert texts.FEEDBACK_EMPTY in said and texts.FEEDBACK_EMPTY_MORE in said


def test_where_nothing_is_kept_the_page_promises_no_form(tmp_path: Path) -> None:
    with opened(DoorFake(), Settings(data_dir=tmp_path, feedback_days=0)) as client:
        said = Page(client.get("/aterkoppling").text).text
    assert texts.ABOUT_NO_FEEDBACK in said and texts.FEEDBACK_EMPTY_MORE not in said


def test_the_page_without_script_has_the_form(client: TestClient, tmp_path: Path) -> None:
    html = client.post("/enkel", data={"fraga": "Vad gäller?"}).text
    form = html[html.index('action="/aterkoppling"') :]
    assert texts.feedback_consent(90) in Page(form).text
    assert re.search(r'id="samtycke"[^>]* required', form)
    assert not re.search(r'id="(samtycke|spara)"[^>]* checked', form)
    assert 'name="kalla" value="prov-bidrag"' in form
    with opened(DoorFake(), Settings(data_dir=tmp_path, feedback_days=0)) as off:
        assert "/aterkoppling" not in off.post("/enkel", data={"fraga": "Vad gäller?"}).text
        assert send(off) == 503
    assert not (tmp_path / FILE).exists()


def test_old_feedback_is_forgotten_when_somebody_writes_and_leaves_no_bytes(
    store: FeedbackStore, tmp_path: Path
) -> None:
    store.add(Feedback(TODAY - timedelta(days=91), True, questions=(SECRET,)))
    assert SECRET.encode() in bytes_of(tmp_path)
    store.add(Feedback(TODAY, True))
    assert store.every(TODAY) == (Feedback(TODAY, True),)
    assert SECRET.encode() not in bytes_of(tmp_path)


def test_old_feedback_is_forgotten_at_the_start(tmp_path: Path) -> None:
    FeedbackStore(tmp_path, 90).add(Feedback(date.today() - timedelta(days=91), True, questions=(SECRET,)))
    with opened(DoorFake(), Settings(data_dir=tmp_path)) as client:
        client.get("/om")
        for _ in range(100):
            if SECRET.encode() not in bytes_of(tmp_path):
                break
            threading.Event().wait(0.05)
    assert SECRET.encode() not in bytes_of(tmp_path)


def test_the_last_day_is_kept(store: FeedbackStore) -> None:
    store.add(Feedback(TODAY - timedelta(days=90), True))
    assert len(store.every(TODAY)) == 1
    assert len(store.every(TODAY + timedelta(days=1))) == 0


def test_turned_off_keeps_nothing(tmp_path: Path, store: FeedbackStore) -> None:
    store.add(Feedback(TODAY, True, questions=(SECRET,)))
    off = FeedbackStore(tmp_path, 0)
    with pytest.raises(FeedbackError):
        off.add(Feedback(TODAY, True))
    off.forget(TODAY)
    assert SECRET.encode() not in bytes_of(tmp_path)


def test_only_the_owner_may_read_the_file(store: FeedbackStore, tmp_path: Path) -> None:
    store.add(Feedback(TODAY, True))
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_many_at_once_are_all_stored(store: FeedbackStore) -> None:
    threads = [threading.Thread(target=lambda: store.add(Feedback(TODAY, True))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.every(TODAY)) == 20


def test_the_file_has_an_end(store: FeedbackStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.feedback_store.MOST_ROWS", 2)
    for _ in range(2):
        store.add(Feedback(TODAY, True))
    with pytest.raises(FeedbackError, match=texts.FEEDBACK_FULL):
        store.add(Feedback(TODAY, True))


def test_a_damaged_file_is_told_and_does_not_stop_the_page(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"inte sqlite" * 500)
    with pytest.raises(FeedbackError):
        FeedbackStore(tmp_path, 90).every(TODAY)
    with opened(DoorFake(), Settings(data_dir=tmp_path)) as client:
        reply = client.post("/aterkoppling", data=GOOD)
        assert (reply.status_code, texts.FEEDBACK_UNUSABLE in Page(reply.text).text) == (503, True)
        assert client.post("/enkel", data={"fraga": "Vad gäller?"}).status_code == 200


def test_it_is_a_plain_table(store: FeedbackStore, tmp_path: Path) -> None:
    store.add(Feedback(TODAY, False, Reason.OUTDATED, "partial", ("a",), ("b",)))
    with sqlite3.connect(tmp_path / FILE) as connection:
        row = connection.execute("SELECT day, helped, reason, outcome, documents, questions FROM feedback").fetchone()
    connection.close()
    assert row == ("2026-11-21", 0, "gammalt", "partial", '["a"]', '["b"]')


def test_exported_cases_say_what_is_missing_and_load_when_it_is_filled_in(tmp_path: Path) -> None:
    every = [
        Feedback(TODAY, False, Reason.MISSED, "partial", ("doc-a",), ("Först: vad?", "Och 'sedan' – #1?")),
        Feedback(TODAY, False, Reason.MISSED, "partial", ("doc-a",), ("Först: vad?", "Och 'sedan' – #1?")),
        Feedback(TODAY, True),
        Feedback(TODAY, True, questions=("Rad ett\nrad två: ja",)),
    ]
    file = tmp_path / "fall.yaml"
    file.write_text(cases_yaml(every), encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        load_cases([file])
    assert "answerable" in str(caught.value)
    assert "nuggets.1.any" in str(caught.value)
    text = file.read_text(encoding="utf-8")
    text = text.replace(f"answerable: {FILL_IN}", "answerable: true").replace("any: []", "any: [x]")
    file.write_text(text, encoding="utf-8")
    first, second = load_cases([file])
    assert first.turns == ("Först: vad?", "Och 'sedan' – #1?")
    assert second.turns == ("Rad ett\nrad två: ja",)
    assert "orsak-missar" in first.tags
    assert "# 2026-11-21. Svaret blev partial och byggde på: doc-a" in text


def test_the_command_line_counts_and_exports(
    tmp_path: Path, store: FeedbackStore, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["feedback", "--data-dir", str(tmp_path)]
    out = tmp_path / "ut.yaml"
    assert cli.main(arguments) == 0
    assert "0 svar har fått en tumme" in capsys.readouterr().out
    assert cli.main([*arguments, "--export", str(out)]) == 1
    assert texts.FEEDBACK_NO_QUESTIONS in capsys.readouterr().err
    assert not out.exists()
    store.add(Feedback(date.today(), True, questions=("Vad gäller?",)))
    store.add(Feedback(date.today(), False, Reason.WRONG))
    assert cli.main([*arguments, "--json"]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert (counts["helped"], counts["did_not_help"], counts["with_question"]) == (1, 1, 1)
    assert counts["reasons"]["fel"] == 1
    assert cli.main([*arguments, "--export", str(out)]) == 0
    assert "Vad gäller?" in out.read_text(encoding="utf-8")
    assert "Något i svaret är fel" in capsys.readouterr().out
    out.write_text("färdiga fall", encoding="utf-8")
    assert cli.main([*arguments, "--export", str(out)]) == 1
    assert "--force" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "färdiga fall"
    assert cli.main([*arguments, "--export", str(out), "--force"]) == 0
    assert "Vad gäller?" in out.read_text(encoding="utf-8")


def test_fifty_questions_through_every_door_leave_no_word_on_disk(tmp_path: Path) -> None:
    with opened(DoorFake(), Settings(data_dir=tmp_path)) as client:
        for number in range(50):
            text = f"Vad gäller för {SECRET} nummer {number}?"
            client.post("/enkel", data={"fraga": text, "tidigare": [text]})
            client.post("/api/v1/ask", json={"question": text})
            client.post("/api/v1/search", json={"question": text})
            client.post("/exportera/md", data={"fraga": text})
            client.post("/aterkoppling", data=GOOD | {"fraga": text})
    assert SECRET.encode() not in bytes_of(tmp_path)


def test_the_real_assistant_leaves_no_word_on_disk_either(assistant: Assistant, settings: Settings) -> None:
    own = f"{SECRET}-på-riktigt"  # a word of its own: an index made in this process may hold scraps of its memory
    before = {path: path.stat().st_size for path in settings.data_dir.rglob("*") if path.is_file()}
    with opened(assistant, settings) as client:  # type: ignore[arg-type]
        for number in range(50):
            text = f"Hur mycket är träningspengen i Kumla för {own} nummer {number}?"
            door = number % 3
            if door == 0:
                reply = client.post("/enkel", data={"fraga": text, "tidigare": [text]})
            elif door == 1:
                reply = client.post("/api/v1/ask", json={"question": text})
            else:
                reply = client.post("/exportera/md", data={"fraga": text})
            assert reply.status_code == 200
    assert own.encode() not in bytes_of(settings.data_dir)
    assert {path: path.stat().st_size for path in settings.data_dir.rglob("*") if path.is_file()} == before
