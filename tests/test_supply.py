"""What is installed: the lock and the constraints say the same, every file has a hash, and no host is named."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCK, CONSTRAINTS = ROOT / "requirements.lock", ROOT / "constraints.txt"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)(?: ; ([^\\\n]+))?", re.MULTILINE)
BUILD = {"hatchling", "editables", "trove-classifiers", "setuptools"}  # what makes the package, and what torch asks for
GRAPHICS = ("torch", "triton", "nvidia-", "cuda-")
SBOM = ROOT / ".tools/bin/cyclonedx-py"


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(text: str) -> Mapping[str, tuple[str, str]]:
    """Name → version and the platforms it is for."""
    return {normal(name): (version, marker.strip()) for name, version, marker in PINNED.findall(text)}


@pytest.fixture(scope="module")
def lock() -> str:
    return LOCK.read_text(encoding="utf-8")


def test_the_lock_and_the_constraints_agree(lock: str) -> None:
    locked, tested = pinned(lock), pinned(CONSTRAINTS.read_text(encoding="utf-8"))
    assert len(locked) > 100
    assert {name: version for name, (version, _) in locked.items() if name in tested} == {
        name: version for name, (version, _) in tested.items() if name in locked
    }, "kör make lock"
    unknown = {name for name, (_, marker) in locked.items() if name not in tested and not marker}
    assert unknown <= BUILD, "only what other platforms need may be untested"


def test_everything_the_service_asks_for_is_locked(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["model"]]
    names = {normal(re.split(r"[<>=~!\[; ]", line, maxsplit=1)[0]) for line in asked}
    assert names <= set(pinned(lock))
    assert "torch" in pinned(CONSTRAINTS.read_text(encoding="utf-8")), "installed first, by its version"
    assert not [name for name in pinned(lock) if name.startswith(GRAPHICS)]


def test_every_file_has_a_hash_and_no_host_is_named(lock: str) -> None:
    for block in re.split(r"\n(?=\S)", lock.strip()):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", block), block[:80]
    assert "://" not in lock
    assert not re.search(r"^\s*-", re.sub(r"--hash=\S+", "", lock), re.MULTILINE), "no option that points anywhere"


def test_the_bill_of_materials_is_the_same_every_time(lock: str, tmp_path: Path) -> None:
    if not SBOM.exists():
        pytest.skip("cyclonedx-bom saknas: kör make sbom")
    made = []
    for name in ("a.json", "b.json"):
        command = [SBOM, "requirements", LOCK, "--output-reproducible", "--output-format", "JSON"]
        subprocess.run([*command, "--output-file", tmp_path / name], check=True, capture_output=True, env=os.environ)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    assert {normal(part["name"]) for part in json.loads(made[0])["components"]} == set(pinned(lock))


def test_no_package_is_below_the_version_that_mended_a_known_fault() -> None:
    table = (ROOT / "docs/sarbarheter.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z0-9-]+) \| ([0-9.]+) \| (\S+) \|$", table, re.MULTILINE)
    assert len(rows) > 20
    tested = pinned(CONSTRAINTS.read_text(encoding="utf-8"))
    for package, lowest, advisory in rows:
        assert re.fullmatch(r"CVE-20\d\d-\d{4,}|GHSA(-[23456789cfghjmpqrvwx]{4}){3}", advisory)
        assert package in tested, f"{package} används inte längre: ta bort raden"
        assert Version(tested[package][0]) >= Version(lowest), (package, advisory)
    assert rows == sorted(rows, key=lambda row: (row[0], Version(row[1])))
