"""What kind of file came: what the server says and what the bytes begin with have to agree. Pure."""

from __future__ import annotations

from ingest.readers import SUPPORTED_SUFFIXES

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    _WORD: ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "text/plain": ".txt",
    "text/markdown": ".md",
}
_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/force-download"})
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<?xml", b"<!--", b"<body")
_HEAD = 1024


def suffix_of(content_type: str, data: bytes) -> str | None:
    """The suffix under which the bytes can be read, None when they are no document that we read."""
    declared = content_type.partition(";")[0].strip().lower()
    seen = _seen(data)
    if declared in _UNTOLD:
        return seen if seen in SUPPORTED_SUFFIXES else None
    suffix = _SUFFIXES.get(declared)
    if suffix is None or suffix not in SUPPORTED_SUFFIXES:
        return None
    if suffix in (".txt", ".md"):
        return suffix if seen is None and b"\0" not in data[:_HEAD] else None
    if suffix in (".docx", ".odt"):
        return suffix if seen == ".docx" else None
    return suffix if seen == suffix or (suffix == ".html" and seen is None and b"\0" not in data[:_HEAD]) else None


def _seen(data: bytes) -> str | None:
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in head:
        return ".pdf"
    if head.startswith(b"PK\x03\x04"):
        return ".docx"
    return ".html" if head[:64].lower().startswith(_HTML_STARTS) else None
