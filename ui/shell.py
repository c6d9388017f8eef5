"""The frame of a page of plain HTML: ours from the first tag to the last, and no script."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from typing import Final, NamedTuple

from ui import grant_texts, texts
from ui.markup import element
from ui.styles import ICON_LINK, plain_css


class Link(NamedTuple):
    """A link in the header: where to, and its words."""

    href: str
    words: str


NAVIGATION: Final = (
    Link("/", texts.TO_QUESTIONS),
    Link("/dokument", texts.TO_DOCUMENTS),
    Link("/bidrag", grant_texts.TO_GRANTS),
    Link("/planer", texts.TO_PLANS),
    Link("/om", texts.TO_ABOUT),
)
_MORE: Final = " · ".join(
    element("a", words, attributes=f'href="{path}"')
    for path, words in (("/enkel", texts.PLAIN_LINK), ("/api", texts.API_LINK))
)


class Frame(NamedTuple):
    """What stands around every page: the site's name, the links of its header, and its foot as safe HTML."""

    name: str
    links: Sequence[Link]
    foot: str


PUBLIC: Final = Frame(texts.TITLE, NAVIGATION, f"<p>{texts.INFORMS}</p><p>{_MORE}</p>")
FRAME: Final = ContextVar("FRAME", default=PUBLIC)  # another application sets its own for each request


def whole_page(title: str, *body: str, here: str = "", css: str = "", head: str = "") -> str:
    """A whole HTML document. ``title``, ``body`` and ``head`` are safe HTML; ``here`` is the address of this page's own link."""
    name, links, foot = FRAME.get()
    items = (element("li", _link(link, current=link.href == here)) for link in links)
    main = element("main", *body, css=css, attributes='id="innehall" tabindex="-1"')
    return (
        f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{title} – {name}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{head}{ICON_LINK}'
        f"<style>{plain_css()}</style></head><body>"
        f'<a class="hoppa" href="#innehall">{texts.SKIP}</a>'
        f'<header class="sidhuvud"><a class="namn" href="/">{name}</a>'
        f'<nav aria-label="{texts.NAVIGATION}"><ul>{"".join(items)}</ul></nav></header>'
        f"{main}"
        f'<footer class="sidfot"><div>{foot}</div></footer></body></html>'
    )


def _link(link: Link, *, current: bool) -> str:
    aria = ' aria-current="page"' if current else ""
    return element("a", link.words, attributes=f'href="{link.href}"{aria}')
