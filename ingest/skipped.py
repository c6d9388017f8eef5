"""Files that lie among those that are read in, but are of a type that no reader exists for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from assistant.language.vocabulary import FILE as VOCABULARY
from ingest.kinds import READERS
from ingest.readers import SUPPORTED_SUFFIXES
from ingest.reading import is_hidden

MOST_NAMED: Final = 5
_DATA_FOLDERS: Final = frozenset(folder for _, folder in READERS)
_DATA_SUFFIX: Final = ".yaml"
_OF_THE_SYSTEM: Final = frozenset({"thumbs.db", "desktop.ini"})  # a file manager puts them there by itself


def find_skipped(paths: Sequence[Path]) -> Iterator[str]:
    """Every file that is passed over because of its type, and not on purpose."""
    for folder in filter(Path.is_dir, paths):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not _is_used(file, folder) and not _is_helper(file, folder):
                yield str(file)


def skipped_words(files: Sequence[str]) -> str:
    """How many they are and what some of them are called."""
    names = [Path(file).name for file in files[:MOST_NAMED]]
    more = f" och {len(files) - MOST_NAMED} till" if len(files) > MOST_NAMED else ""
    counted = "1 fil hoppades" if len(files) == 1 else f"{len(files)} filer hoppades"
    return f"{counted} över, eftersom Civsam inte kan läsa den typen: {', '.join(names)}{more}."


def _is_used(file: Path, folder: Path) -> bool:
    data = file.suffix == _DATA_SUFFIX and file.parent.parent == folder and file.parent.name in _DATA_FOLDERS
    return data or file == folder / VOCABULARY or file.suffix.lower() in SUPPORTED_SUFFIXES


def _is_helper(file: Path, folder: Path) -> bool:
    return is_hidden(file, folder) or file.stem.casefold() == "readme" or file.name.casefold() in _OF_THE_SYSTEM
