"""nginx on loopback with the files of docs/deploy as they stand, but for ports, certificates and where the log lies."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
HEAD = """
{user}daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/fel.log crit;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; access_log off;
    include {folder}/conf.conf;
}}
"""


@dataclass(frozen=True)
class Tls:
    """A certificate of our own making for the names and this machine."""

    authority: Path
    chain: Path
    key: Path

    @property
    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority))


def make_tls(folder: Path) -> Tls:
    made = Tls(folder / "ca.pem", folder / "fullchain.pem", folder / "privkey.pem")
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1", "localhost", "civsam.example.se", "vektorer.example.se")
    authority.cert_pem.write_to_path(str(made.authority))
    made.chain.write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    certificate.private_key_pem.write_to_path(str(made.key))
    return made


def replaced(name: str, changes: Mapping[str, str]) -> str:
    """The text of a file in docs/deploy with these changes, each of which must fit somewhere."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    for pattern, new in changes.items():
        text, count = re.subn(pattern, new, text)
        assert count, pattern
    return text


@contextmanager
def nginx_running(folder: Path, configuration: str, port: int) -> Iterator[None]:
    """nginx with this configuration, until the end of the block; ``port`` is one that it listens on."""
    if NGINX is None:
        pytest.skip("nginx is not installed (apt-get install nginx)")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "conf.conf").write_text(configuration, encoding="utf-8")
    user = "user root; " if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(HEAD.format(folder=folder, user=user), encoding="utf-8")
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    assert "warn" not in tested.stderr, tested.stderr
    running = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield
    finally:
        running.terminate()
        running.wait(30)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    pytest.fail("nginx did not start")
