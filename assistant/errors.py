"""The error tree. Every error a person can meet says what happened, where, and what to do next.

CivsamError
├── SettingsError         a setting has a value that cannot be used
├── QuestionError         the question is empty or too long
├── KnowledgeBaseError    the data directory
│   ├── IndexMissing      nothing is indexed yet
│   ├── IndexMismatch     made with another embedder, splitter, analyser or format
│   ├── IndexBroken       files are missing, damaged or unreadable
│   ├── DataDirUnusable   not writable, or not a data directory
│   └── WriterBusy        another ingest holds the lock
├── ModelUnavailable      an embedder or language model cannot be had
├── ServerUnavailable     the vector server is down, slow or holds something else
└── DocumentError         one document cannot be used; the others go on
    ├── PathMissing       the path does not exist
    ├── FrontMatterError  a field is unknown, missing or has a value that is not allowed
    ├── DuplicateId       two documents claim one id
    ├── GrantCardError    a grant card says something that does not stand in its document
    ├── UnsupportedType   no reader for this kind of file
    └── Unreadable        empty, encrypted, truncated or without text
"""

from __future__ import annotations


class CivsamError(Exception):
    """An error with a Swedish message in three parts: what, where, what to do next."""

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        super().__init__(what)

    def __str__(self) -> str:
        parts = [self.what if self.what.endswith((".", "?", "!")) else f"{self.what}."]
        if self.where:
            parts.append(f"Plats: {self.where}.")
        if self.next_step:
            parts.append(self.next_step if self.next_step.endswith((".", "?", "!")) else f"{self.next_step}.")
        return ("\n" if "\n" in self.what else " ").join(parts)  # a list is not run together with what comes after it


class SettingsError(CivsamError):
    """A setting has a value that cannot be used."""


class QuestionError(CivsamError):
    """The question is empty or too long."""


class KnowledgeBaseError(CivsamError):
    """The data directory cannot be used as it is."""


class IndexMissing(KnowledgeBaseError):
    """Nothing is indexed yet."""


class IndexMismatch(KnowledgeBaseError):
    """The index was made with another embedder, splitter, analyser or format."""


class IndexBroken(KnowledgeBaseError):
    """Files of the index are missing, damaged or unreadable."""


class DataDirUnusable(KnowledgeBaseError):
    """The data directory is not writable or not a directory."""


class WriterBusy(KnowledgeBaseError):
    """Another ingest holds the lock of the data directory."""


class ModelUnavailable(CivsamError):
    """An embedder or language model cannot be had."""


class ServerUnavailable(CivsamError):
    """The vector server is down, slow or holds something else; there is always a copy beside it."""


class DocumentError(CivsamError):
    """One document cannot be used; the others go on. ``awaits``: the id of another that has to be there first."""

    awaits = ""


class PathMissing(DocumentError):
    """The path does not exist."""


class FrontMatterError(DocumentError):
    """A front-matter field is unknown, missing or has a value that is not allowed."""


class DuplicateId(DocumentError):
    """Two documents claim one id."""


class GrantCardError(DocumentError):
    """A grant card says something that does not stand in its document, or is not written as a card."""


class UnsupportedType(DocumentError):
    """There is no reader for this kind of file."""


class Unreadable(DocumentError):
    """The file is empty, encrypted, truncated or has no text."""
