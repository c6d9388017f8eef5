"""Web pages: the main text as Markdown, by trafilatura, or by a plain walk when that finds too little."""

from __future__ import annotations

import codecs
import logging
import re

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from assistant.domain import Page
from assistant.errors import Unreadable
from ingest.clean import invisible_characters, without_invisible
from ingest.readers import Reading
from ingest.readers.dates import find_date
from ingest.readers.furniture import without_furniture
from ingest.readers.html_walk import walk
from ingest.readers.markdown import plain_markdown
from ingest.readers.text import decode

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

ENOUGH = 0.6  # of the words in the page's main element: when trafilatura keeps fewer it has lost something

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS_TO_DROP = frozenset(
    ["script", "style", "noscript", "template", "nav", "aside", "footer", "button", "select", "iframe", "svg", "dialog"]
)
_ROLES_TO_DROP = frozenset(["navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "complementary"])
_NAMES_TO_DROP = re.compile(
    r"(?:^|[\s_-])(?:cookies?|kakor|consent|gdpr|breadcrumbs?|brodsmul\w*|skip-?link\w*|skiplinks?|feedback|share|dela|"
    r"social|sidfot|(?:site|page)?-?(?:footer|header)|(?:main|top|sub|side)?-?menu|huvudmeny|sidomeny|meny|sidebar|nav(?:bar|igation)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN_LOOK = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0?\.?0*\s*(?:;|!|$)|font-size\s*:\s*[0-2](?:\.\d+)?\s*(?:px|pt|;|!|$)"
    r"|(?:left|top|right|text-indent|margin-left)\s*:\s*-\d{4,}px"
)
_NO_ROOM = re.compile(r"(?:^|[;\s])(?:max-)?(?:width|height)\s*:\s*[01]?(?:px)?\s*(?:;|$)")
_WHITE = re.compile(r"(?:^|[;\s])color\s*:\s*(?:white|#fff(?:fff)?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)")
_SITE_NAME = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,60}\Z")
_DATES = ("article:modified_time", "dcterms.modified", "last-modified", "article:published_time", "dcterms.created")


def read(data: bytes, *, where: str) -> Reading:
    """The main text of a web page, without menus, cookie texts and page furniture."""
    source, warnings = _decode(data, where)
    try:
        page = lxml_html.document_fromstring(_NOT_XML.sub("", _XML_DECLARATION.sub("", source)))
    except etree.ParserError as error:
        raise _no_text(where) from error
    title, date = _title(page), _date(page)
    hidden = _drop_hidden(page)
    if hidden:
        warnings += (f"{hidden} stycken text som inte syns togs bort",)
    _prune(page)
    invisible = invisible_characters(page.text_content())
    if invisible:
        warnings += (f"{invisible} osynliga tecken togs bort",)
    text = without_invisible(plain_markdown(without_furniture(_main_text(page))))
    if not any(letter.isalnum() for letter in text):
        raise _no_text(where)
    return Reading((Page(None, text),), title, find_date(text) or date, warnings)


def _decode(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """UTF-8 when it is that, else what the page says about itself, else a guess."""
    stated = _CHARSET.search(data[:4096])
    if stated and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            try:
                encoding = codecs.lookup(stated.group(1).decode("ascii")).name
            except LookupError:
                encoding = "utf-8"
            if encoding not in ("utf-8", "utf-16", "utf-32"):
                return data.decode("cp1252" if encoding == "iso8859-1" else encoding, errors="replace"), ()
    return decode(data, where=where)


def _drop_hidden(page: lxml_html.HtmlElement) -> int:
    """Take away what the style of an element itself hides; says how many of them held text."""
    dropped = 0
    for element in list(page.iter(etree.Element)):
        look = element.get("style")
        if not look or element.getparent() is None or element.tag in ("html", "body") or not _is_hidden(look):
            continue
        dropped += bool(element.text_content().strip())
        element.drop_tree()
    return dropped


def _is_hidden(look: str) -> bool:
    look = look.lower()
    if _HIDDEN_LOOK.search(look) or (_NO_ROOM.search(look) and "overflow" in look):
        return True
    return bool(_WHITE.search(look)) and "background" not in look


def _prune(page: lxml_html.HtmlElement) -> None:
    """Take away what is never the matter of a page."""
    for element in list(page.iter(etree.Element)):
        if element.getparent() is not None and _is_furniture(element):
            element.drop_tree()
    for cell in page.iter("td", "th"):
        for name in ("colspan", "rowspan"):
            if not re.fullmatch(r"\d|[1-3]\d", cell.get(name, "1")):
                del cell.attrib[name]  # trafilatura writes out every cell that is spanned


def _is_furniture(element: lxml_html.HtmlElement) -> bool:
    if element.tag in ("html", "body", "main", "article"):
        return False
    if element.tag in _TAGS_TO_DROP or element.get("role") in _ROLES_TO_DROP or element.get("hidden") is not None:
        return True
    if element.tag == "header":
        return not any(parent.tag in ("main", "article") for parent in element.iterancestors())
    if element.find(".//main") is not None or element.find(".//h1") is not None:
        return False
    return bool(_NAMES_TO_DROP.search(f"{element.get('id') or ''} {element.get('class') or ''}"))


def _main_text(page: lxml_html.HtmlElement) -> str:
    found = page.xpath("//main | //*[@role='main']") or page.xpath("//article")
    walked = walk(found[0] if len(found) == 1 else page)
    extracted = _extract(page)
    has_enough = len(found) != 1 or len(extracted.split()) >= ENOUGH * len(walked.split())
    return extracted if extracted.strip() and has_enough and _keeps_structure(extracted, walked) else walked


def _keeps_structure(extracted: str, walked: str) -> bool:
    """False when headings or tables came out as running text, as trafilatura does with very short pages."""
    for mark in ("#", "|"):
        before, after = (sum(line.startswith(mark) for line in text.split("\n")) for text in (walked, extracted))
        if after < ENOUGH * before:
            return False
    return True


def _extract(page: lxml_html.HtmlElement) -> str:
    try:
        return trafilatura.extract(page, output_format="markdown", include_comments=False, include_tables=True) or ""
    except MemoryError:
        raise
    except Exception:  # it must not cost the page: the plain walk reads what this cannot
        return ""


def _title(page: lxml_html.HtmlElement) -> str | None:
    """The only first-level heading, else the title of the page without the name of the site."""
    headings = [text for heading in page.iter("h1") if (text := " ".join(heading.text_content().split()))]
    if len(headings) == 1:
        return headings[0]
    stated = page.findtext(".//title") or ""
    return _SITE_NAME.sub("", " ".join(stated.split())) or None


def _date(page: lxml_html.HtmlElement) -> str | None:
    stated = {
        str(meta.get("property") or meta.get("name") or "").lower(): str(meta.get("content") or "")
        for meta in page.iter("meta")
    }
    return next((stated[name][:10] for name in _DATES if re.match(r"\d{4}-\d{2}-\d{2}", stated.get(name, ""))), None)


def _no_text(where: str) -> Unreadable:
    return Unreadable(
        "Webbsidan har ingen text",
        where=where,
        next_step="Spara hela sidan från webbläsaren, eller kopiera texten till en .txt-fil",
    )
