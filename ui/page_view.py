"""One page of a PDF as a picture with the quoted words marked, and the way to the other pages. Pure."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from ui import texts
from ui.blocks import Span
from ui.library import PICTURE_ANCHOR, digest
from ui.markup import element, escape
from ui.pdf_pages import Box, Picture


class Wanted(NamedTuple):
    """The quoted words someone came for: their place, and the fingerprint of what stood there then."""

    span: Span
    fingerprint: str

    def found_in(self, text: str) -> Span | None:
        """The place, when the same words still stand there."""
        start, end = self.span
        return self.span if 0 <= start < end <= len(text) and digest(text[start:end]) == self.fingerprint else None

    @property
    def address(self) -> str:
        """The part of an address that asks for it."""
        return f"fran={self.span.start}&till={self.span.end}&citat={self.fingerprint}"


class Shown(NamedTuple):
    """The page that is shown, the document it is of, and whether quoted words ought to stand on it."""

    document_id: str
    number: int
    picture: Picture | None
    has_quote: bool


def picture(page: Shown, here: str, wanted: Wanted | None) -> str:
    """The page as a picture, or why there is none."""
    if page.picture is None:
        return element("p", texts.PAGE_NOT_DRAWN, css="notis", attributes=f'id="{PICTURE_ANCHOR}"')
    name = texts.page_of(page.number, page.picture.pages)
    told = f"{name} {_marking(page)}".rstrip()
    source = f"/sida/{page.number}/{quote(page.document_id, safe='/')}"
    image = (
        f'<img src="{escape(source)}" alt="{escape(name)} {texts.PAGE_PICTURE}" '
        f'width="{page.picture.width}" height="{page.picture.height}" loading="lazy">'
    )
    sheet = element("div", image, *map(_box, page.picture.boxes), css="blad")
    caption = element("figcaption", escape(told), " ", _as_text(page.number))
    return element(
        "section",
        element("h2", texts.PAGE_PICTURE),
        element("figure", caption, sheet),
        _turning(page, here, wanted),
        css="sidbild",
        attributes=f'id="{PICTURE_ANCHOR}"',
    )


def page_break(number: int, here: str) -> str:
    """Where a page begins in the text, with the way to its picture."""
    link = element("a", texts.page_number(number), attributes=f'href="{escape(here)}?sida={number}#{PICTURE_ANCHOR}"')
    return element("p", link, css="sidbrytning", attributes=f'id="sida-{number}"')


def _marking(page: Shown) -> str:
    if not page.has_quote:
        return ""
    return texts.PAGE_MARKED if page.picture and page.picture.boxes else texts.PAGE_NOT_MARKED


def _as_text(number: int) -> str:
    return element("a", texts.PAGE_AS_TEXT, attributes=f'href="#sida-{number}"')


def _box(box: Box) -> str:
    place = f"left:{box.x0:.2%};top:{box.y0:.2%};width:{box.x1 - box.x0:.2%};height:{box.y1 - box.y0:.2%}"
    return element("span", css="markerat", attributes=f'style="{place}"')


def _turning(page: Shown, here: str, wanted: Wanted | None) -> str:
    keeping = f"&{wanted.address}" if wanted else ""
    pages = page.picture.pages if page.picture else page.number
    links = (
        element("a", words, attributes=f'href="{escape(here)}?sida={number}{escape(keeping)}#{PICTURE_ANCHOR}"')
        for words, number in ((texts.PAGE_BEFORE, page.number - 1), (texts.PAGE_AFTER, page.number + 1))
        if 1 <= number <= pages
    )
    return element("p", *links, css="lankar inte-papper")
