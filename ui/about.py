"""The page about the service: what it is, what happens to your words, and how accessible it is. No Gradio here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from assistant.settings import Settings
from ui import texts
from ui.library import anchor
from ui.markup import element, escape
from ui.shell import whole_page


class Section(NamedTuple):
    """A heading and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


def about_page(settings: Settings) -> str:
    """A whole HTML document. What the operator has not stated is marked as to be filled in."""
    facts = _facts(settings)
    missing = not (settings.operator and settings.operator_contact)
    parts = [Section(*section) for section in texts.ABOUT]
    links = (element("li", element("a", escape(part.heading), attributes=f'href="#{_name(part)}"')) for part in parts)
    return whole_page(
        texts.ABOUT_TITLE,
        element("h1", texts.ABOUT_TITLE),
        element("p", texts.FILL_IN_NOTE, css="notis") if missing else "",
        element("ul", *links, css="inte-papper"),
        element("div", *(_section(part, facts) for part in parts), css="text"),
        element("p", element("a", texts.ABOUT_REPORT, attributes=f'href="{texts.REPORT_URL}" rel="noreferrer"')),
        here="/om",
        css="smal",
    )


def _facts(settings: Settings) -> Mapping[str, str]:
    """What is true of this installation, as HTML, by the name it has in the texts."""
    days = settings.feedback_days
    return {
        "{operator}": escape(settings.operator) or element("mark", texts.FILL_IN_OPERATOR),
        "{contact}": escape(settings.operator_contact) or element("mark", texts.FILL_IN_CONTACT),
        "{model}": texts.ABOUT_MODEL[bool(settings.chat_model)],
        "{log}": texts.ABOUT_LOG[bool(settings.log)],
        "{feedback}": texts.about_feedback(days) if days else texts.ABOUT_NO_FEEDBACK,
    }


def _section(part: Section, facts: Mapping[str, str]) -> str:
    heading = element("h2", escape(part.heading), attributes=f'id="{_name(part)}"')
    return heading + "".join(element("p", _filled(words, facts)) for words in part.paragraphs)


def _filled(words: str, facts: Mapping[str, str]) -> str:
    html = escape(words)
    for name, fact in facts.items():
        html = html.replace(name, fact)
    return html


def _name(part: Section) -> str:
    return anchor([part.heading])
