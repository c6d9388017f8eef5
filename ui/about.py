"""The page about the service: what it is, what happens to your words, and how accessible it is. No Gradio here."""

from __future__ import annotations

from typing import NamedTuple

from ui import texts
from ui.library import anchor
from ui.markup import element, escape
from ui.shell import whole_page


class Section(NamedTuple):
    """A heading and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


def about_page() -> str:
    """A whole HTML document."""
    parts = [Section(*section) for section in texts.ABOUT]
    links = (element("li", element("a", escape(part.heading), attributes=f'href="#{_name(part)}"')) for part in parts)
    return whole_page(
        texts.ABOUT_TITLE,
        element("h1", texts.ABOUT_TITLE),
        element("ul", *links, css="inte-papper"),
        element("div", *map(_section, parts), css="text"),
        element("p", element("a", texts.ABOUT_REPORT, attributes=f'href="{texts.REPORT_URL}" rel="noreferrer"')),
        here="/om",
        css="smal",
    )


def _section(part: Section) -> str:
    heading = element("h2", escape(part.heading), attributes=f'id="{_name(part)}"')
    return heading + "".join(element("p", escape(words)) for words in part.paragraphs)


def _name(part: Section) -> str:
    return anchor([part.heading])
