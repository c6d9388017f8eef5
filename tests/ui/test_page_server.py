from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import httpx
import pytest
from page_fakes import FakeAssistant
from page_server import serving

from assistant.errors import CivsamError, IndexMissing
from assistant.settings import Settings
from ui import texts
from ui.chat import Answering
from ui.security import ADDRESSES, BODY_LIMIT, content_security_policy, swedish_page
from ui.serving import address_of, listen


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serving(FakeAssistant) as address, httpx.Client(base_url=address) as opened:
        yield opened


def test_the_page_is_swedish_and_names_no_other_host(client: httpx.Client) -> None:
    html = client.get("/").text
    assert '<html\n\tlang="sv"' in html
    head = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert "gradio.app" not in head
    assert "githubusercontent" not in head
    assert "Click to try" not in head


def test_the_policy_allows_only_our_origin_and_exactly_the_scripts_of_the_page(client: httpx.Client) -> None:
    policy = client.get("/").headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts
    assert scripts.count("'sha256-") >= 3
    for part in ("default-src 'self'", "connect-src 'self'", "object-src 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "http" not in policy


def test_the_page_is_made_once_for_each_address(client: httpx.Client) -> None:
    def roots(**headers: str) -> set[str]:
        return set(re.findall(r'"root":"([^"]*)"', client.get("/", headers=headers).text))

    assert client.get("/").content == client.get("/").content
    here, there = roots(), roots(**{"x-forwarded-host": "fragor.example", "x-forwarded-proto": "https"})
    assert there == {"https://fragor.example"}
    assert here == roots() == {str(client.base_url).rstrip("/")}
    for number in range(2 * ADDRESSES):
        assert roots(**{"x-forwarded-host": f"vard{number}.example"}) == {f"http://vard{number}.example"}
    assert roots() == here


def test_the_page_tells_which_day_it_is_also_the_day_after(monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(date):
        @classmethod
        def today(cls) -> date:
            return date(2031, 5, 14)

    with serving(FakeAssistant) as address, httpx.Client(base_url=address) as client:
        assert str(date.today().year) in client.get("/").text
        assert "14 maj 2031" not in client.get("/").text
        for module in ("ui.security", "ui.layout"):
            monkeypatch.setattr(f"{module}.date", Later)
        assert "14 maj 2031" in client.get("/").text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    "path", ["/", "/om", "/dokument", "/halsa", "/dokument/prov-bidrag", "/healthz", "/finns-inte", "/theme.css"]
)
def test_every_answer_has_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "content-security-policy" in headers
    assert "server" not in headers
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload", "/gradio_api/run/predict", "/gradio_api/component_server",
        "/gradio_api/vibe-edit", "/login", "/gradio_api/call/ask",
    ],
)  # fmt: skip
def test_nothing_can_be_uploaded_or_called(client: httpx.Client, path: str) -> None:
    assert client.post(path, files={"files": b"x"}).status_code == 404
    assert client.put(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/hostname", "/gradio_api/file/etc/hostname", "/gradio_api/proxy=http://a.example",
        "/monitoring", "/docs", "/openapi.json", "/gradio_api/info", "/gradio_api/runs", "/gradio_api/deep_link",
    ],
)  # fmt: skip
def test_what_the_page_does_not_use_is_closed(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_body_has_a_limit(client: httpx.Client) -> None:
    assert client.post("/gradio_api/queue/join", content=b"x" * (BODY_LIMIT + 1)).status_code == 413
    assert client.post("/gradio_api/queue/join", content=iter([b"x"])).status_code == 411


def test_health_and_the_page_about_the_service(client: httpx.Client) -> None:
    health = client.get("/healthz")
    assert (health.status_code, health.json()) == (200, {"status": "ok"})
    assert "Om Civsam" in client.get("/om").text


def test_the_documents_are_listed_and_read(client: httpx.Client) -> None:
    listed = client.get("/dokument", params={"sok": "samverkan", "gallande": "ja"})
    assert listed.status_code == 200
    assert "Visar 1 av 4 dokument" in listed.text
    assert "/dokument/prov-plan-2022" in listed.text
    read = client.get("/dokument/prov-bidrag?fran=x&till=9&citat=y")
    assert read.status_code == 200
    assert "Styrelsen skriver under" in read.text
    missing = client.get("/dokument/finns-inte")
    assert missing.status_code == 404
    assert texts.DOCUMENT_MISSING in missing.text
    assert client.post("/dokument").status_code == 404


def test_documents_that_cannot_be_had_are_told_in_swedish() -> None:
    def load() -> FakeAssistant:
        raise IndexMissing("Inget är inläst än", where="/srv/hemligt", next_step="Läs in")

    with serving(load) as address:
        for path in ("dokument", "dokument/x"):
            told = httpx.get(address + path)
            assert told.status_code == 503
            assert "Inget är inläst än." in told.text
            assert "/srv" not in told.text


def test_the_page_opens_before_anything_is_indexed_and_tries_again() -> None:
    tries = []

    def load() -> Answering:
        tries.append(1)
        if len(tries) < 3:
            raise IndexMissing("Inget är inläst än")
        return FakeAssistant()

    from ui.lazy import Lazy

    lazy = Lazy(load)
    for _ in range(2):
        with pytest.raises(IndexMissing):
            lazy.get()
    assert not lazy.ready
    assert lazy.get() is lazy.get()
    assert len(tries) == 3


def test_a_busy_port_is_told_before_anything_is_loaded() -> None:
    from ui.app import serve

    def load() -> Answering:
        raise AssertionError("loaded although the port is busy")

    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CivsamError) as caught:
            serve(load, Settings(port=port))
    assert f"port {port}" in caught.value.what
    assert caught.value.where == f"127.0.0.1:{port}"
    assert f"--port {port + 1}" in caught.value.next_step


def test_an_address_that_is_not_ours_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror("unknown name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(CivsamError) as caught:
        listen("finns.inte", 7860)
    assert "'finns.inte'" in caught.value.what


def test_a_failed_load_frees_the_port_and_comes_through() -> None:
    from ui.app import serve

    def load() -> Answering:
        raise IndexMissing("Inget är inläst än")

    with listen("127.0.0.1", 0) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(IndexMissing):
        serve(load, Settings(port=port))
    with listen("127.0.0.1", port) as again:
        assert address_of(again) == f"http://127.0.0.1:{port}/"


def test_the_rewriting_of_the_page() -> None:
    html = '<html lang="en"><head><meta property="og:title" content="G" /><p lang="en"></p></head></html>'
    assert swedish_page(html, "x()") == '<html lang="sv"><head><script>x()</script><p lang="en"></p></head></html>'
    assert content_security_policy(["x()"]) != content_security_policy()


def test_the_command_line_does_not_wait_for_gradio() -> None:
    code = "import sys, ui, ui.cli, ui.chat, ui.sources; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
