"""What stands around the chat: header, welcome, status line and footer. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ui import texts
from ui.markup import element, escape
from ui.shell import NAVIGATION


def header(today: date) -> str:
    return element(
        "div",
        element("h1", texts.TITLE),
        element("p", texts.TAGLINE),
        _navigation(),
        element("p", texts.today_line(today), css="idag"),
        css="huvud",
    )


def _navigation() -> str:
    """The other pages, each in a tab of its own, so that the conversation stays as it is."""
    links = (element("li", _new_tab(link.href, link.words)) for link in NAVIGATION if link.href != "/")
    return element("nav", element("ul", *links), attributes=f'aria-label="{texts.NAVIGATION}"')


def _new_tab(address: str, words: str) -> str:
    """A link that leaves the conversation as it is."""
    told = element("span", f" ({texts.NEW_TAB})", css="dold")
    return element("a", words, told, attributes=f'href="{address}" target="_blank"')


def welcome() -> str:
    return element("div", element("p", texts.WELCOME, css="valkommen"))


def examples_heading() -> str:
    return element("div", element("h2", texts.EXAMPLES_HEADING))


def group_heading(heading: str) -> str:
    return element("div", element("h3", heading))


def followups_heading() -> str:
    return element("div", element("h2", texts.FOLLOW_UPS_HEADING))


def limits_hint() -> str:
    return element("div", element("p", texts.LIMITS_HINT))


def status(words: str, *, alarming: bool = False) -> str:
    return element("div", element("p", escape(words), css="fel" if alarming else "")) if words else ""


def state(names: Iterable[str] = ()) -> str:
    """What the page is in the middle of, for the style sheet, which shows and hides by it."""
    return element("i", css=" ".join(names))


def footer() -> str:
    link = _new_tab("/om", texts.ABOUT_LINK)
    plain = element("a", texts.PLAIN_LINK, attributes='href="/enkel"')
    return element("div", element("p", texts.INFORMS), element("p", link), element("p", plain), css="fot")


def without_script() -> str:
    """What a browser without JavaScript shows instead of the chat."""
    plain = element("a", texts.PLAIN_LINK, attributes='href="/enkel"')
    return element("noscript", element("p", texts.NEEDS_SCRIPT), element("p", plain))
