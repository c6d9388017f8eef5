"""A run that is not done yet: answered questions lie on disk, so that an interrupted run goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from evals.cases import Case
from evals.record import Row, cannot_save

UNFINISHED = "unfinished.jsonl"


class Unfinished:
    """The rows so far. ``circumstances`` (code, documents, day, settings) must be the same for rows to be used again."""

    def __init__(self, folder: Path, circumstances: Mapping[str, Any]) -> None:
        self._path = folder / UNFINISHED
        self._folder = folder
        self._done = _read(self._path, circumstances)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file: IO[str] = self._path.open("w", encoding="utf-8")
            self._write(dict(circumstances))
            for row in self._done.values():
                self._write(row)
        except OSError as error:
            raise cannot_save(folder, error) from error

    def row_of(self, case: Case) -> Row | None:
        """What was answered before the run was interrupted; None when the case was not reached, or has changed."""
        row = self._done.get(case.id)
        return row if row and row["case_sha256"] == case.digest and tuple(row["tags"]) == case.tags else None

    def add(self, row: Row) -> None:
        """Keep one more row."""
        try:
            self._write(row)
        except OSError as error:
            raise cannot_save(self._folder, error) from error

    def close(self) -> None:
        """Stop for now."""
        self._file.close()

    def _write(self, record: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(record, ensure_ascii=False) + "\n")
        self._file.flush()


def forget(folder: Path) -> None:
    """The run is whole and saved."""
    (folder / UNFINISHED).unlink(missing_ok=True)


def _read(path: Path, circumstances: Mapping[str, Any]) -> dict[str, Row]:
    """The rows by id; none when the file is missing, damaged, or made under other circumstances."""
    try:
        first, *lines = path.read_text(encoding="utf-8").split("\n")
        if json.loads(first) != dict(circumstances):
            return {}
    except (OSError, ValueError):
        return {}
    rows: dict[str, Row] = {}
    for line in filter(None, lines):
        try:
            row = json.loads(line)
            rows[row["id"]] = row
        except (ValueError, KeyError, TypeError):  # the last line may be half written
            break
    return rows
