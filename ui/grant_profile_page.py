"""The page where an association is held against every grant: what it says of itself, and a checklist for each. Pure.

It is asked in the address and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from assistant.domain import MUNICIPALITIES
from assistant.grants.cards import Field, Grant, GrantStatus, Kind, Purpose, status_on
from assistant.grants.profile import Check, Match, Profile, Rule, Verdict, match
from ui import grant_texts as texts
from ui import grant_words as words
from ui.grant_page import choice, head, quoted
from ui.markup import element, escape
from ui.shell import whole_page

_MOST = 1_000_000
_LONGEST = 20  # characters of a number that are shown again
_NUMBERS = ("medlemmar", "fran", "till")


class Asked(NamedTuple):
    """A profile, what was written in the fields it was read from, and what is wrong with some of them."""

    profile: Profile
    written: Mapping[str, str]
    faults: Mapping[str, str]


def read_profile(given: Mapping[str, str]) -> Asked:
    """The profile in an address. What cannot be read is unknown."""
    written = {name: given.get(name, "").strip()[:_LONGEST] for name in _NUMBERS}
    numbers = {name: _number(text) for name, text in written.items()}
    faults = {name: texts.NO_NUMBER for name, number in numbers.items() if written[name] and number is None}
    known = [age for age in (numbers["fran"], numbers["till"]) if age is not None]
    if known != sorted(known):
        faults["till"] = texts.AGES_TURNED
        known = []
    area, kind, purpose = (given.get(name, "") for name in ("kommun", "slag", "andamal"))
    profile = Profile(
        municipality=area if area in MUNICIPALITIES else None,
        kind=Kind(kind) if kind in list(Kind) else None,
        purpose=Purpose(purpose) if purpose in list(Purpose) else None,
        members=numbers["medlemmar"],
        ages=(known[0], known[-1]) if known else None,
    )
    return Asked(profile, written, faults)


def _number(text: str) -> int | None:
    return min(int(text), _MOST) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def profile_page(grants: Sequence[Grant], asked: Asked, today: date) -> str:
    """A whole HTML document: the form and, when something is said, every grant with its checklist."""
    return whole_page(
        texts.PROFILE_TITLE,
        element("h1", texts.PROFILE_TITLE),
        element("p", texts.PROFILE_INTRO),
        element("p", texts.FAULTS, css="fel", attributes='role="alert"') if asked.faults else "",
        _form(asked),
        *(_matches(grants, asked.profile, today) if asked.profile != Profile() else ()),
        element("p", element("a", texts.TO_LIST, attributes='href="/bidrag"')),
        here="/bidrag",
    )


def _matches(grants: Sequence[Grant], profile: Profile, today: date) -> list[str]:
    found = match([one for one in grants if status_on(one, today) is not GrantStatus.ENDED], profile, today)
    found.sort(
        key=lambda one: bool(words.mark(one.grant, today))
    )  # those one can count on first, else in the same order
    fits = [one for one in found if not one.count(Verdict.NOT_MET)]
    named = [one for one in fits if profile.kind is None or _names_kind(one)]
    unclear = [one for one in fits if one not in named]
    against = [one for one in found if one.count(Verdict.NOT_MET)]
    heading = texts.NAMES_YOU if profile.kind else texts.FITS
    return [
        element("h2", f"{heading} ({len(named)})") + _list(named, today),
        _folded(texts.UNCLEAR, unclear, today),
        _folded(texts.AGAINST, against, today),
    ]


def _names_kind(found: Match) -> bool:
    return any(check.rule is Rule.KIND and check.verdict is Verdict.MET for check in found.checks)


def _folded(name: str, matches: Sequence[Match], today: date) -> str:
    summary = element("summary", f"{name} ({len(matches)})")
    return element("details", summary, _list(matches, today)) if matches else ""


def _list(matches: Sequence[Match], today: date) -> str:
    return element("ul", *(_item(one, today) for one in matches), css="lista bidrag")


def _item(found: Match, today: date) -> str:
    caveat = words.caveat(found.grant, today)
    decided = found.grant.fields.get(Field.DECIDED_BY, ())
    return element(
        "li",
        head(found.grant, today, "h3"),
        element("p", escape(marked), css="lage") if (marked := words.mark(found.grant, today)) else "",
        element("p", escape(caveat), css="varning") if caveat else "",
        _table(found),
        *(element("p", quoted(found.grant, quote)) for quote in decided),
        element("p", escape(words.decides(found.grant)), css="svag"),
    )


def _table(found: Match) -> str:
    heads = (element("th", name, attributes='scope="col"') for name in (texts.RULE, texts.VERDICT, texts.WORDS))
    return element(
        "table",
        element("caption", escape(found.grant.name), css="dold"),
        element("thead", element("tr", *heads)),
        element("tbody", *(_row(found.grant, check) for check in found.checks)),
        css="checklista",
    )


def _row(grant: Grant, check: Check) -> str:
    css = {Verdict.MET: "ja", Verdict.NOT_MET: "nej", Verdict.UNKNOWN: "okant"}[check.verdict]
    place = f" ({escape(words.place(grant))})" if check.rule is Rule.PLACE else ""
    return element(
        "tr",
        element("th", f"{check.rule.value}{place}", attributes='scope="row"'),
        element("td", check.verdict.value, css=css),
        element("td", quoted(grant, check.quote)),
    )


def _form(asked: Asked) -> str:
    profile = asked.profile
    kinds = [(kind.value, name) for kind, name in words.KIND_CHOICES.items()]
    ages = _field("fran", texts.AGE_FROM, asked) + _field("till", texts.AGE_TO, asked)
    purposes = [(purpose.value, name) for purpose, name in words.PURPOSES.items()]
    return element(
        "form",
        choice("kommun", texts.AREA, [(area, area) for area in MUNICIPALITIES], profile.municipality or ""),
        choice("slag", texts.KIND, kinds, profile.kind or ""),
        choice("andamal", texts.PURPOSE, purposes, profile.purpose or ""),
        _field("medlemmar", texts.MEMBERS, asked),
        element("fieldset", element("legend", texts.AGES), element("div", ages, css="tva"), css="falt"),
        element("button", texts.TRY, attributes='type="submit"'),
        css="sok par",
        attributes='action="/bidrag/profil" method="get"',
    )


def _field(name: str, label: str, asked: Asked) -> str:
    """A box for a number, with what was written in it and, when that is wrong, why."""
    fault = asked.faults.get(name, "")
    wrong = f' aria-invalid="true" aria-describedby="{name}-fel"' if fault else ""
    value = escape(asked.written.get(name, ""))
    box = f'<input type="text" inputmode="numeric" maxlength="7" id="{name}" name="{name}" value="{value}"{wrong}>'
    told = element("p", fault, css="fel", attributes=f'id="{name}-fel"') if fault else ""
    return element("div", element("label", label, attributes=f'for="{name}"'), box, told, css="falt")
