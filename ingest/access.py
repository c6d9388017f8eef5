"""Which files are for staff only, told from the files themselves before anything of them is read in.

A fact sheet says so in its field ``atkomst``; any file says so by lying in a folder called ``bara-personal``, however that is
spelled (``Bara personal``). Where it cannot be told, because the front matter is damaged, the answer is yes: a mistake must
never publish anything.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from assistant.errors import DataDirUnusable, DocumentError
from assistant.retrieval import storage
from ingest.front_matter import STAFF, FrontMatter, parse_front_matter, split_front_matter
from ingest.readers import LARGEST_FILE, MARKDOWN_SUFFIXES
from ingest.readers.text import decode

FOLDER: Final = "bara-personal"
QUESTIONS: Final = "fragor"  # the folder of expected questions
_MARK: Final = re.compile(r"tkomst\W{0,3}[:=]", re.IGNORECASE)  # atkomst, åtkomst, however å is written
_ID: Final = re.compile(r"^\W{0,3}id\W{0,3}[:=]\W{0,3}([a-z0-9-]+)", re.MULTILINE)
_WORDS: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_VALUES: Final = re.compile(r"[\n:,/]")  # what stands between the values of a YAML file
_OPENING: Final = 40  # lines in which the mark of a damaged front matter can stand


@dataclass(frozen=True, slots=True)
class Apart:
    """What is for staff only: files, and for each what its document is called, as far as that can be told."""

    files: Mapping[Path, frozenset[str]] = field(default_factory=dict)

    @property
    def ids(self) -> frozenset[str]:
        """What the documents are called."""
        return frozenset().union(*self.files.values())

    def named_in(self, text: str) -> list[str]:
        """Which of their ids a text names. One that is a single word may be any word, and is not looked for."""
        words = set(_WORDS.findall(text))
        return sorted(name for name in self.ids & words if "-" in name)

    def has_data(self, file: Path) -> bool:
        """True when a file of the editors' data (grant cards, a plan, a comparison, questions) is about one of the documents."""
        ids = self.ids
        if not ids:
            return False
        if file.stem in ids:
            return True
        text = _text(file) or ""
        if file.parent.name == QUESTIONS:  # any line of them may be any word
            return bool(self.named_in(text))
        return bool(self.named_in(text)) or any(line.strip(" -[]{}\"'") in ids for line in _VALUES.split(text))


def apart(files: Iterable[tuple[Path, str]], known: Collection[str] = ()) -> Apart:
    """What is for staff among (path, its name in the knowledge base). ``known`` are names that were for staff before."""
    return Apart({path: _ids(path) for path, name in files if is_for_staff(path, was=name in known)})


def refuse_staff_dir(data_dir: Path) -> None:
    """Raise DataDirUnusable for the folder of what staff see, which is filled from the one above it.

    Filled by itself, it would be taken for one to publish.
    """
    if storage.is_for_staff(data_dir):
        raise DataDirUnusable(
            "Mappen är för personalens dokument och fylls på av sig själv",
            where=str(data_dir),
            next_step=f"Kör i stället med --data-dir {data_dir.parent}",
        )


def is_for_staff(path: Path, *, was: bool = False) -> bool:
    """True when the file is, or when it ``was`` and does not say clearly that it no longer is."""
    if any(map(is_staff_folder, (*path.absolute().parent.parts, *path.resolve().parent.parts))):
        return True
    if path.suffix.lower() not in MARKDOWN_SUFFIXES:
        return False
    text = _text(path)
    if text is None:
        return was
    matter = _matter(text)
    return matter.atkomst == STAFF if matter else was or bool(_MARK.search(_opening(text)))


def is_staff_folder(name: str) -> bool:
    """True when what lies in a folder of this name is for staff only."""
    return _letters(name) == _letters(FOLDER)


def _letters(name: str) -> str:
    """What of a name does not hang on how it is spelled: its letters, small."""
    return "".join(filter(str.isalpha, name.casefold()))


def names_of(path: Path) -> frozenset[str]:
    """What the document of any file may be called, also when the file cannot be read."""
    return _ids(path) | {path.stem}


def _ids(path: Path) -> frozenset[str]:
    """What the document may be called: as it says, or as its file is called when that cannot be read."""
    if path.suffix.lower() not in MARKDOWN_SUFFIXES:
        return frozenset()
    text = _text(path) or ""
    matter = _matter(text)
    return frozenset([matter.id]) if matter else frozenset([path.stem, *_ID.findall(_opening(text))])


def _text(path: Path) -> str | None:
    """None when it cannot be read at all."""
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
    except OSError:
        return None
    try:
        return decode(data, where=path.name)[0]
    except DocumentError:
        return data.replace(b"\0", b"").decode("latin-1")


def _matter(text: str) -> FrontMatter | None:
    source, _ = split_front_matter(text)
    try:
        return parse_front_matter(source, file="") if source is not None else None
    except DocumentError:
        return None


def _opening(text: str) -> str:
    """The lines before the first heading, where a front matter stands however damaged it is."""
    lines = text.split("\n")[:_OPENING]
    first = next((number for number, line in enumerate(lines) if line.startswith("#")), len(lines))
    return "\n".join(lines[:first])
