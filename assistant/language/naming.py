"""A statement without the ids by which fact sheets point at each other: ", se orten-foreningsbidrag" is not said aloud. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)+"
_IDS = rf"({_ID}(?:(?:, | och ){_ID})*)"
_POINTERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf" \((?:se )?(?:till exempel |även |också )?{_IDS}\)",
        rf"[,;] se (?:till exempel |även |också )?{_IDS}(?=[ .,;:)]|$)",
        rf"(?<=[.!?]) Se (?:till exempel |även |också )?{_IDS}\.",
    )
)
_NAME = re.compile(rf"(?<![\w/.@-]){_ID}(?![\w/@-]|\.\w)")


def without_ids(text: str, title_of: Callable[[str], str | None]) -> str:
    """The text without pointers to documents, and with their titles where their ids stand for them.

    ``title_of`` gives the title of a document; None for what is no document's id.
    """
    if not _NAME.search(text):
        return text

    def is_pointer(found: re.Match[str]) -> str:
        named = re.split(r", | och ", found.group(1))
        return "" if all(map(title_of, named)) else found.group()

    def called(found: re.Match[str]) -> str:
        title = title_of(found.group())
        return f"”{title}”" if title else found.group()

    for pointer in _POINTERS:
        text = pointer.sub(is_pointer, text)
    return _NAME.sub(called, text)
