"""What docs/deploy holds works: units that systemd accepts, and nginx in front of the page and of a Chroma server, for real."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from chroma_process import chroma_running, free_port
from nginx_process import DEPLOY, Tls, make_tls, nginx_running, replaced
from page_fakes import FakeAssistant
from page_server import serving
from pydantic import SecretStr

from assistant.adapters.chroma_server import ChromaServer, checked_address
from assistant.errors import ServerUnavailable
from assistant.settings import load_settings
from ui.security import BODY_LIMIT

ROOT = Path(__file__).parents[2]
ANALYZE = shutil.which("systemd-analyze")
UNITS = sorted(path.name for path in DEPLOY.iterdir() if path.suffix in (".service", ".timer"))
PLANTED = "planterad-fråga-4711"
LONG = 60.0  # seconds: longer than a busy machine needs


# --- systemd ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    """With another program in place of those that are not installed under /opt here."""
    assert len(UNITS) == 6
    for name in UNITS:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        target = name.replace("@.", "@7860.")
        (tmp_path / target).write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text), encoding="utf-8")
    paths = [str(tmp_path / name.replace("@.", "@7860.")) for name in UNITS]
    done = subprocess.run([str(ANALYZE), "verify", *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not [line for line in done.stderr.splitlines() if str(tmp_path) in line]


def test_the_units_start_commands_that_exist_on_this_machine_only() -> None:
    started = [
        line for name in UNITS for line in (DEPLOY / name).read_text("utf-8").splitlines() if "ExecStart=" in line
    ]
    assert len(started) == 4
    for line in started:
        assert re.search(r"/bin/(civsam (chat|ingest|fetch)|chroma run)\b", line)
        assert "--host 127.0.0.1" in line or line.endswith((" ingest", " fetch"))


def test_every_unit_and_every_script_is_told_of_in_the_manual() -> None:
    manual = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")
    for path in DEPLOY.iterdir():
        assert path.name in manual or path.stem.rstrip("@") in manual, path.name
    assert "CIVSAM_LOG=json" in (DEPLOY / "civsam@.service").read_text(encoding="utf-8")
    assert "CIVSAM_LOG=json" in (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert load_settings({"CIVSAM_LOG": ""}).log == "", "what the manual says turns the lines off"
    container = re.search(r"podman run -d .*?civsam\n```", manual, re.DOTALL)
    assert container
    assert "CIVSAM_OPERATOR=" in container[0] and "CIVSAM_OPERATOR_CONTACT=" in container[0]


def test_commands_get_the_settings_of_the_service_and_nothing_in_them_is_run(tmp_path: Path) -> None:
    program, setting = tmp_path / "civsam", tmp_path / "miljo"
    program.write_text('#!/bin/bash\nprintf "%s\\n" "$@"\nenv | grep ^CIVSAM_ | sort\n', encoding="utf-8")
    program.chmod(0o755)
    setting.write_text(
        "# CIVSAM_MCP=true\nCIVSAM_OPERATOR=Kommun, $(touch elak) `id`\nPATH=/fel\nCIVSAM_EDITORS='a:$argon b:$x'\nCIVSAM_LOG=",
        encoding="utf-8",
    )
    script = (DEPLOY / "civsam.sh").read_text(encoding="utf-8").replace("!= civsam ]", "= ingen ]")
    script = script.replace("/opt/civsam/.venv/bin/civsam", str(program)).replace("/etc/civsam/miljo", str(setting))
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CIVSAM_")}
    done = subprocess.run(
        ["bash", "-c", script, "civsam", "ask", "Vad gäller?"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=clean,
    )
    assert done.stdout.splitlines() == [
        "ask",
        "Vad gäller?",
        "CIVSAM_CORPUS_DIR=/opt/civsam/corpus",
        "CIVSAM_DATA_DIR=/var/lib/civsam",
        "CIVSAM_EDITORS=a:$argon b:$x",
        "CIVSAM_LOG=",
        "CIVSAM_OPERATOR=Kommun, $(touch elak) `id`",
    ]
    assert not (tmp_path / "elak").exists()


# --- the container file, which nothing here can build ------------------------------------------------------------


def test_the_container_file_copies_what_there_is_and_runs_as_nobody_special() -> None:
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]]
    assert {"assistant", "ingest", "ui", "evals", "corpus", "pyproject.toml", "constraints.txt"} <= set(copied)
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert lines.index("USER civsam") < next(i for i, line in enumerate(lines) if line.startswith("ENTRYPOINT"))
    assert not [line for line in lines if line.startswith("FROM") and ":" not in line]
    installs = [line for line in "\n".join(lines).replace("\\\n", " ").splitlines() if "pip install" in line]
    for command in (part for line in installs for part in line.split("&&") if "pip install" in part):
        assert any(held in command for held in ("--constraint", "--require-hashes", "--no-deps --no-build-isolation"))


# --- nginx in front of a page that tells what reached it ---------------------------------------------------------


class Echo(BaseHTTPRequestHandler):
    """Tells what came, and what of it lay on the proxy's disk meanwhile."""

    protocol_version = "HTTP/1.1"
    proxy_folder: Path
    go_on: threading.Event

    def do_GET(self) -> None:
        if self.path == "/strom":
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"data: ett\n\n")
            self.wfile.flush()
            self.go_on.wait(LONG)
            self.wfile.write(b"data: tva\n\n")
            self.close_connection = True
            return
        self._tell(b"")

    def do_POST(self) -> None:
        self._tell(self.rfile.read(int(self.headers["Content-Length"])))

    def _tell(self, body: bytes) -> None:
        files = [path for path in self.proxy_folder.rglob("*") if path.is_file()]
        on_disk = [path.name for path in files if PLANTED.encode() in path.read_bytes()]
        told = {"headers": dict(self.headers.items()), "size": len(body), "on_disk": on_disk, "path": self.path}
        answer = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Tls:
    return make_tls(tmp_path_factory.mktemp("tls"))


@contextmanager
def behind_nginx(folder: Path, tls: Tls, *upstreams: int) -> Iterator[tuple[str, int]]:
    """The address with TLS, and the port without."""
    port, plain = free_port(), free_port()
    servers = "\n    ".join(f"server 127.0.0.1:{upstream};" for upstream in upstreams)
    configuration = replaced(
        "nginx-civsam.conf",
        {
            r"server_name civsam.example.se": "server_name 127.0.0.1",
            r"listen 80;": f"listen 127.0.0.1:{plain};",
            r"listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            r"/etc/civsam/tls": str(tls.chain.parent),
            r"/var/log/nginx": str(folder),
            r"server 127.0.0.1:7860;\s+server 127.0.0.1:7861;": servers,
        },
    )
    with nginx_running(folder, configuration, port):
        yield f"https://127.0.0.1:{port}", plain


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory, tls: Tls) -> Iterator[tuple[httpx.Client, int]]:
    folder = tmp_path_factory.mktemp("nginx")
    Echo.proxy_folder, Echo.go_on = folder, threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with (
        behind_nginx(folder, tls, server.server_address[1]) as (address, plain),
        httpx.Client(base_url=address, verify=tls.context, timeout=LONG, trust_env=False) as client,
    ):
        yield client, plain
    server.shutdown()
    server.server_close()


def test_who_asks_is_what_nginx_saw_and_never_what_a_visitor_claims(echo: tuple[httpx.Client, int]) -> None:
    client, _ = echo
    claims = {"X-Forwarded-For": "10.9.9.9", "X-Real-IP": "10.9.9.9", "Forwarded": "for=10.9.9.9", "Cookie": "a=b"}
    headers = {name.lower(): value for name, value in client.get("/", headers=claims).json()["headers"].items()}
    assert headers["x-forwarded-for"] == headers["x-real-ip"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "https"
    assert "10.9.9.9" not in str(headers)
    assert "cookie" not in headers


def test_under_another_name_there_is_nothing(echo: tuple[httpx.Client, int]) -> None:
    client, _ = echo
    assert client.get("/", headers={"Host": "annan.example.se"}).status_code == 421


def test_sentences_come_through_one_by_one(echo: tuple[httpx.Client, int]) -> None:
    """The page sends the second only when the first has arrived at the visitor's."""
    client, _ = echo
    with client.stream("GET", "/strom") as answer:
        parts = answer.iter_raw()
        assert next(parts) == b"data: ett\n\n"
        Echo.go_on.set()
        assert b"".join(parts) == b"data: tva\n\n"


def test_the_largest_question_passes_without_touching_the_disk_and_a_larger_is_refused(
    echo: tuple[httpx.Client, int],
) -> None:
    client, _ = echo
    body = (PLANTED * (BODY_LIMIT // len(PLANTED.encode()))).encode()
    told = client.post("/api/v1/ask", content=body).json()
    assert told["size"] == len(body)
    assert told["on_disk"] == []
    refused = client.post("/api/v1/ask", content=b"x" * 1_100_000)
    assert refused.status_code == 413
    assert "Korta frågan" in refused.text
    assert not [
        path for path in Echo.proxy_folder.rglob("*") if path.is_file() and PLANTED.encode() in path.read_bytes()
    ]


def test_figures_of_the_operation_are_not_shown_outside(echo: tuple[httpx.Client, int]) -> None:
    client, _ = echo
    assert [client.get(path).status_code for path in ("/metrics", "/readyz")] == [404, 404]
    assert client.get("/healthz").json()["path"] == "/healthz"


def test_without_tls_everyone_is_sent_to_tls(echo: tuple[httpx.Client, int]) -> None:
    client, plain = echo
    answer = httpx.get(f"http://127.0.0.1:{plain}/om?x=1", trust_env=False, timeout=LONG)
    assert (answer.status_code, answer.headers["location"]) == (301, "https://civsam.example.se/om?x=1")
    assert client.get("/").headers["strict-transport-security"] == "max-age=31536000"


def test_who_sends_too_much_is_told_to_wait_and_who_reads_is_not(echo: tuple[httpx.Client, int]) -> None:
    client, _ = echo
    for _ in range(600):
        answer = client.post("/api/v1/ask", content=b"{}", headers={"X-Forwarded-For": "10.1.2.3"})
        if answer.status_code != 200:
            break
    assert answer.status_code == 429
    assert "Vänta en minut" in answer.text
    assert client.get("/om").status_code == 200


# --- nginx in front of the page ---------------------------------------------------------------------------------


def test_the_chat_works_in_a_browser_through_nginx(browser: Any, tmp_path: Path, tls: Tls) -> None:
    """Two processes behind it: the one that takes the question is the one whose answer is read."""
    from browsing import answered, visiting

    with serving(FakeAssistant) as one, serving(FakeAssistant) as two:
        ports = [int(address.rstrip("/").rpartition(":")[2]) for address in (one, two)]
        with (
            behind_nginx(tmp_path / "nginx", tls, *ports) as (address, _),
            visiting(browser, f"{address}/", ignore_https_errors=True) as page,
        ):
            answered(page, "En fråga")
            answered(page, "En fråga till")


def test_the_headers_of_the_page_come_through_and_nginx_says_when_it_is_gone(tmp_path: Path, tls: Tls) -> None:
    with serving(FakeAssistant) as inside:
        port = int(inside.rstrip("/").rpartition(":")[2])
        with (
            behind_nginx(tmp_path / "nginx", tls, port) as (address, _),
            httpx.Client(base_url=address, verify=tls.context, timeout=LONG, trust_env=False) as client,
        ):
            with httpx.Client(base_url=inside, timeout=LONG, trust_env=False) as straight:
                for path in ("/om", "/bidrag", "/dokument"):
                    ours, theirs = client.get(path), straight.get(path)
                    assert ours.text == theirs.text
                    for name in ("content-security-policy", "x-frame-options", "referrer-policy"):
                        assert ours.headers[name] == theirs.headers[name]
                assert "set-cookie" not in ours.headers
                assert "1." not in ours.headers.get("server", "")
            page = client.get("/")
            assert page.status_code == 200
            assert "script-src 'self' 'sha256-" in page.headers["content-security-policy"]
            assert client.get("/config").json()["root"].startswith("https://127.0.0.1")
    with behind_nginx(tmp_path / "utan", tls, free_port()) as (address, _):
        gone = httpx.get(address, verify=tls.context, timeout=LONG, trust_env=False)
        assert gone.status_code == 502
        assert "Försök igen om en stund" in gone.text


# --- nginx in front of a Chroma server --------------------------------------------------------------------------


def test_the_vector_server_behind_nginx_wants_its_token_and_tls(
    tmp_path: Path, tls: Tls, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = np.random.default_rng(1).normal(size=(3000, 256)).astype(np.float32)
    vectors = np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
    (tmp_path / "nyckel.conf").write_text('"Bearer ratt-nyckel" 1;\n', encoding="utf-8")
    port, digest = free_port(), "d4" * 32
    with chroma_running(tmp_path / "server") as inside:
        configuration = replaced(
            "nginx-chroma.conf",
            {
                r"listen 8443 ssl": f"listen 127.0.0.1:{port} ssl",
                r"/etc/civsam/tls/vektorer-": f"{tls.chain.parent}/",
                r"include /etc/civsam/chroma-nyckel.conf": f"include {tmp_path}/nyckel.conf",
                r"/var/log/nginx": str(tmp_path),
                r"http://127.0.0.1:8000": inside,
            },
        )
        with nginx_running(tmp_path / "nginx", configuration, port):
            right, wrong = SecretStr("ratt-nyckel"), SecretStr("fel-nyckel")
            url = checked_address(f"https://localhost:{port}", right)
            with pytest.raises(ServerUnavailable):  # nobody vouches for the certificate yet
                ChromaServer(url, right, "civsam").publish(digest, vectors)
            monkeypatch.setenv("SSL_CERT_FILE", str(tls.authority))
            for token in (wrong, SecretStr("")):
                with pytest.raises(ServerUnavailable, match="nyckeln är rätt"):
                    ChromaServer(url, token, "civsam").publish(digest, vectors)
            server = ChromaServer(url, right, "civsam")
            server.publish(digest, vectors)
            index = server.open(digest, vectors)
            assert [number for number, _ in index.query(vectors[17], 1)] == [17]
            index.close()
            assert server.keep_only([]) == [server.name_of(digest)]
            with httpx.Client(verify=tls.context, timeout=LONG, trust_env=False) as client:
                everything = {"Authorization": "Bearer ratt-nyckel"}
                for method, path in (
                    ("POST", "reset"),
                    ("DELETE", "tenants/default_tenant/databases/default_database"),
                ):
                    assert client.request(method, f"{url}/api/v2/{path}", headers=everything).status_code == 404
