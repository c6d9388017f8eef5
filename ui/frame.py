"""What stands around the chat: header, welcome, status line and footer. Pure."""

from __future__ import annotations

from datetime import date

from ui import texts
from ui.markup import element, escape


def header(today: date) -> str:
    return element(
        "div",
        element("h1", texts.TITLE),
        element("p", texts.TAGLINE),
        element("p", texts.today_line(today), css="idag"),
        css="huvud",
    )


def welcome() -> str:
    return element("div", element("p", texts.WELCOME, css="valkommen"))


def examples_heading() -> str:
    return element("div", element("h2", texts.EXAMPLES_HEADING))


def group_heading(heading: str) -> str:
    return element("div", element("h3", heading))


def status(words: str, *, alarming: bool) -> str:
    return element("div", element("p", escape(words), css="fel" if alarming else "")) if words else ""


def footer() -> str:
    new_tab = element("span", f" ({texts.NEW_TAB})", css="dold")
    link = element("a", texts.ABOUT_LINK, new_tab, attributes='href="/om" target="_blank"')
    return element("div", element("p", texts.INFORMS), element("p", link), css="fot")
