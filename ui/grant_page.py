"""The page with every grant: a search, choices, and a line for each that opens to its quotes. Made for paper too. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from assistant.domain import AREAS, NATIONAL, REGION
from assistant.grants.cards import Field, Grant, GrantStatus, Kind, Quote, in_order, is_open, status_on
from assistant.grants.deadlines import Unstated
from ui import grant_texts as texts
from ui import grant_words as words
from ui.library import place_address
from ui.markup import element, escape
from ui.shell import whole_page

_FEW: Final = 5  # so many are read at once, and need not be opened


@dataclass(frozen=True, slots=True)
class Wish:
    """Which grants someone wants to see. Empty means all that have not ended."""

    area: str = ""
    kind: str = ""
    open_now: bool = False
    ended: bool = False
    text: str = ""

    def admits(self, grant: Grant, today: date) -> bool:
        """Whether the grant is one of them. Whom it is for, or whether it is open, may be unknown: then it is."""
        return (
            (not self.area or self.area in grant.areas or is_wider(grant))
            and (not self.kind or not grant.kinds or bool({self.kind, Kind.ANY.value} & {*grant.kinds}))
            and (not self.open_now or is_open(grant, today) is not False)
            and (self.ended or status_on(grant, today) is not GrantStatus.ENDED)
            and (not self.text or has_words(grant, self.text))
        )

    @property
    def query(self) -> str:
        """The choices as the end of an address."""
        ticked = {"oppet": "ja" * self.open_now, "upphort": "ja" * self.ended}
        chosen = {"sok": self.text, "kommun": self.area, "slag": self.kind} | ticked
        return urlencode({name: value for name, value in chosen.items() if value})


def has_words(grant: Grant, text: str) -> bool:
    """Whether each word of the text begins a word of the grant's name, of who gives it or of its quotes."""
    said = " ".join((grant.name, grant.giver, *(quote.text for quote in grant.quotes())))
    words = set(_words(said))
    return all(any(word.startswith(wanted) for word in words) for wanted in _words(text))


def _words(text: str) -> list[str]:
    """The words in small letters; å, ä and ö are letters of their own."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())


def is_wider(grant: Grant) -> bool:
    """True for what can be had in the whole county or country."""
    return bool({REGION, NATIONAL} & {*grant.areas})


def grants_page(grants: Sequence[Grant], wish: Wish, today: date) -> str:
    """A whole HTML document with those the wish admits."""
    found = in_order([grant for grant in grants if wish.admits(grant, today)], today)
    every = [grant for grant in grants if wish.ended or status_on(grant, today) is not GrantStatus.ENDED]
    asked = f"?{wish.query}" if wish.query else ""
    links = (
        (f"/bidrag.ics{asked}", texts.CALENDAR),
        (f"/bidrag.csv{asked}", texts.TABLE),
        ("/bidrag/profil", texts.TO_PROFILE),
    )
    return whole_page(
        texts.TITLE,
        element("h1", texts.TITLE),
        element("p", texts.INTRO),
        _form(wish),
        element(
            "p",
            " · ".join(element("a", text, attributes=f'href="{escape(href)}"') for href, text in links),
            css="inte-papper",
        ),
        element("p", texts.how_many(len(found), len(every)), attributes='role="status"'),
        *_lists(found, wish, today),
        here="/bidrag",
    )


def _lists(found: Sequence[Grant], wish: Wish, today: date) -> list[str]:
    if not found:
        return [element("p", texts.NONE, css="notis")]
    few = len(found) <= _FEW
    if wish.area in ("", REGION, NATIONAL):
        return [_list(found, today, "h2", few=few)]
    parts = (
        (texts.HERE, [one for one in found if not is_wider(one)]),
        (texts.WIDER, [one for one in found if is_wider(one)]),
    )
    return [element("h2", title) + _list(some, today, "h3", few=few) for title, some in parts if some]


def _list(grants: Iterable[Grant], today: date, heading: str, *, few: bool) -> str:
    items = (element("li", _folded(grant, today, heading, opened=few)) for grant in grants)
    return element("ul", *items, css="lista bidrag rader")


def _folded(grant: Grant, today: date, heading: str, *, opened: bool) -> str:
    """One line that opens to the card. A link to the card leads inside, so that a browser opens it."""
    status = status_on(grant, today)
    state = "" if status is GrantStatus.OPEN else element("span", escape(words.STATUS[status]), css="lage")
    told = element("span", escape(words.brief(grant, today)), css="nasta")
    giver = element("span", escape(grant.giver), css="svag")
    summary = element("summary", element(heading, escape(_name(grant))), " ", giver, " ", told, " ", state)
    inside = element("div", *card(grant, today), attributes=f'id="{grant.id}"')
    return element("details", summary, inside, attributes="open" if opened else "")


def card(grant: Grant, today: date) -> list[str]:
    """What is said of one grant, below its name."""
    caveat = words.caveat(grant, today)
    return [
        standing(grant, today),
        element("p", escape(caveat), css="varning")
        if caveat and status_on(grant, today) is not GrantStatus.ENDED
        else "",
        element("dl", *_rows(grant)),
        element("p", escape(words.decides(grant)), css="svag"),
    ]


def head(grant: Grant, today: date, heading: str) -> str:
    """Its name, who gives it, and where its times stand."""
    return element(heading, escape(_name(grant)), attributes=f'id="{grant.id}"') + standing(grant, today)


def standing(grant: Grant, today: date) -> str:
    """Who gives it and where, and where its times stand."""
    when, status = escape(words.when(grant, today)), escape(words.STATUS[status_on(grant, today)])
    return element("p", escape(f"{grant.giver} · {words.place(grant)}"), css="svag") + element(
        "p", element("strong", when), f" {status}."
    )


def _name(grant: Grant) -> str:
    return grant.name[:1].upper() + grant.name[1:]


def _rows(grant: Grant) -> Iterable[str]:
    yield _row(texts.SOURCE_SAYS, grant, [grant.quote])
    times = [
        time.quote for time in grant.times if time.quote != grant.quote and not isinstance(time.deadline, Unstated)
    ]
    if times:
        yield _row(texts.TIMES, grant, list(dict.fromkeys(times)))
    if grant.status_quote:
        yield _row(texts.STATUS, grant, [grant.status_quote])
    if grant.kinds:
        yield element("dt", texts.FOR) + element("dd", escape(", ".join(words.KINDS[kind] for kind in grant.kinds)))
    for field in Field:
        if field in grant.fields:
            yield _row(words.FIELDS[field], grant, grant.fields[field])


def _row(label: str, grant: Grant, quotes: Iterable[Quote]) -> str:
    return element("dt", label) + "".join(element("dd", quoted(grant, quote)) for quote in quotes)


def quoted(grant: Grant, quote: Quote) -> str:
    """The words, and a link to where they stand."""
    shown = quote.text.strip(" |").replace(" | ", " – ")
    href = place_address(grant.document.id, quote.start, quote.end, quote.text)
    link = element(
        "a",
        texts.READ,
        attributes=f'class="inte-papper" href="{escape(href)}" aria-label="{texts.READ}: {escape(shown[:80])}"',
    )
    return f"”{escape(shown)}” {link}"


def _form(wish: Wish) -> str:
    return element(
        "form",
        _search(wish.text),
        choice("kommun", texts.AREA, [(area, words_of_area(area)) for area in AREAS], wish.area),
        choice(
            "slag",
            texts.KIND,
            [(kind.value, name) for kind, name in words.KIND_CHOICES.items()],
            wish.kind,
        ),
        _tick("oppet", texts.OPEN_NOW, wish.open_now),
        _tick("upphort", texts.ENDED, wish.ended),
        element("button", texts.SHOW, attributes='type="submit"'),
        element("a", texts.SHOW_ALL, attributes='href="/bidrag"') if wish != Wish() else "",
        css="sok",
        attributes='action="/bidrag" method="get" role="search"',
    )


def _search(text: str) -> str:
    box = f'<input type="search" id="sok" name="sok" maxlength="100" value="{escape(text)}">'
    return element("div", element("label", texts.SEARCH, attributes='for="sok"'), box, css="falt")


def words_of_area(area: str) -> str:
    """A place as a choice."""
    return {REGION: "hela länet", NATIONAL: "hela landet"}.get(area, area)


def choice(name: str, label: str, choices: Sequence[tuple[str, str]], chosen: str) -> str:
    """A list to choose from."""
    options = (
        element("option", escape(text), attributes=f'value="{escape(value)}"{" selected" * (value == chosen)}')
        for value, text in [("", texts.ANY), *choices]
    )
    control = element("select", *options, attributes=f'id="{name}" name="{name}"')
    return element("div", element("label", label, attributes=f'for="{name}"'), control, css="falt")


def _tick(name: str, label: str, ticked: bool) -> str:
    box = f'<input type="checkbox" id="{name}" name="{name}" value="ja"{" checked" * ticked}>'
    return element("div", box, element("label", label, attributes=f'for="{name}"'), css="kryss")
