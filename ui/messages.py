"""One exchange → the two messages the chat shows for it. Pure; the HTML is safe and on one line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from assistant.domain import Answer, Outcome, Statement, Status, Turn
from assistant.errors import CivsamError
from ui import texts
from ui.arranging import arranged
from ui.as_text import answer_text, limits_line
from ui.hints import lead_html, next_step
from ui.markup import element, escape
from ui.shapes import Marks, shaped
from ui.sources import earlier

_DASH: Final = re.compile(r"[–-]\s+")


class Problem(NamedTuple):
    """Why there is no answer, in two sentences for the person who asked."""

    what: str
    next_step: str = ""

    @classmethod
    def of(cls, error: CivsamError) -> Problem:
        """What happened and what to do; where it happened is a path on the server, and not shown."""
        return cls(_stopped(error.what), _stopped(error.next_step))


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and how far we have come with its answer."""

    question: str
    draft: str = ""
    answer: Answer | None = None
    problem: Problem | None = None
    stopped: bool = False
    day: date | None = None  # the day it was asked about, when that is not today
    kept: dict[bool, str] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )  # its HTML, latest or not

    @property
    def waiting(self) -> bool:
        return self.answer is None and self.problem is None and not self.stopped


def messages(conversation: Sequence[Exchange]) -> list[dict[str, str]]:
    """The whole conversation for the chat. Only the latest answer's [n] lead to the cards beside it."""
    shown = []
    for place, exchange in enumerate(conversation, start=1):
        shown.append({"role": "user", "content": question_html(exchange.question)})
        shown.append({"role": "assistant", "content": _reply(exchange, latest=place == len(conversation))})
    return shown


def _reply(exchange: Exchange, *, latest: bool) -> str:
    """The reply, made once for as long as it stays as it is."""
    if exchange.waiting:
        return reply_html(exchange, latest=latest)
    if latest not in exchange.kept:
        exchange.kept.clear()  # of the two ways only the one that is shown
        exchange.kept[latest] = reply_html(exchange, latest=latest)
    return exchange.kept[latest]


def history(conversation: Sequence[Exchange]) -> tuple[Turn, ...]:
    """What was asked and answered, oldest first. A question that got no answer is left out."""
    turns: list[Turn] = []
    for exchange in conversation:
        if exchange.answer is not None:
            turns += [Turn("user", exchange.question), Turn("assistant", exchange.answer.text)]
    return tuple(turns)


def question_html(question: str) -> str:
    return element("div", "<br>".join(escape(line) for line in question.splitlines()), css="fraga")


def reply_html(exchange: Exchange, *, latest: bool) -> str:
    """The answer, or what there is of it, or why there is none."""
    if exchange.problem is not None:
        return problem_html(exchange.problem)
    if exchange.answer is not None:
        return answer_html(exchange.answer, latest=latest, day=exchange.day, copy=True)
    if exchange.stopped:
        words = texts.STOPPED if exchange.draft else texts.STOPPED_EARLY
        return element("div", _draft(exchange.draft), element("p", words, css="notis"), css="svar")
    return element("div", _draft(exchange.draft) or element("p", texts.SEARCHING, css="vantar"), css="svar")


def answer_html(answer: Answer, *, latest: bool = True, day: date | None = None, copy: bool = False) -> str:
    """Lead, statements with their [n], notices, what the search was limited to, and who wrote the words.

    ``day``: the day it was asked about, when that is not today. ``copy``: with a button, which needs the script.
    """
    known = {citation.number: citation.status for citation in answer.citations}
    outcome = texts.OUTCOMES[answer.outcome]
    notices = [] if not outcome or answer.lead else [outcome]
    mark = texts.AI_GENERATED if answer.ai_generated else texts.EXTRACTS
    notices += [notice for notice in answer.notices if notice.rstrip(".") != mark]
    quotes = answer.ai_generated or answer.statements or answer.near_misses
    return element(
        "div",
        *lead_html(answer),
        _told(answer, known, latest=latest),
        element("p", step, css="tips") if (step := next_step(answer)) else "",
        *(element("p", escape(notice), css="notis") for notice in notices),
        _limited(answer, day),
        element("p", mark, css="markning ai-ja" if answer.ai_generated else "markning ai-nej") if quotes else "",
        "" if latest else earlier(answer),
        copy_button(answer_text(answer, day)) if copy else "",
        css="svar",
    )


def copy_button(text: str) -> str:
    """A button and what it copies; the text is shown only when the browser says no to copying."""
    lines = (element("p", escape(line)) for line in text.splitlines())
    button = element("button", texts.COPY, css="kopiera")
    return element("div", button, element("div", *lines, css="kopia"), css="kopiering")


def problem_html(problem: Problem) -> str:
    next_step = element("p", escape(problem.next_step)) if problem.next_step else ""
    return element("div", element("p", element("strong", escape(problem.what))), next_step, css="fel")


def _limited(answer: Answer, day: date | None) -> str:
    words = limits_line(answer, day)
    if words and answer.outcome is not Outcome.ANSWERED:
        words = f"{words} {texts.LIMITED_NONE}"
    return element("p", escape(words), css="notis avgransning") if words else ""


def _told(answer: Answer, known: Mapping[int, Status], *, latest: bool) -> str:
    """The statements: rows of a table as a table, a comparison as one, others as a list."""
    said = {id(one): _said(one, known, latest=latest) for one in answer.statements}
    found = (
        answer.outcome is not Outcome.NOT_FOUND
    )  # else what is said is that something is not known, and that holds now
    return "".join(shaped(part, lambda one: said[id(one)], gather=found) for part in arranged(answer))


def _said(statement: Statement, known: Mapping[int, Status], *, latest: bool) -> Marks:
    """The [n] after a statement, and what has to be said about its sources."""
    numbers = [number for number in statement.citations if number in known]
    outdated = dict.fromkeys(texts.OUTDATED.get(known[number], "") for number in numbers)
    return Marks(
        " ".join(_cite(number, latest=latest) for number in numbers),
        ", ".join(words for words in outdated if words),
        "" if statement.verified else texts.UNVERIFIED,
    )


def _cite(number: int, *, latest: bool) -> str:
    if not latest:
        return element("span", f"[{number}]", css="hanvisning")
    return element("a", f"[{number}]", css="cite", attributes=f'href="#kalla-{number}"')


def _draft(draft: str) -> str:
    """Text still on its way: its [n] are plain, since their cards are not there yet."""
    html = []
    for line in draft.splitlines():
        if dash := _DASH.match(line):
            html.append(element("p", escape(line[dash.end() :]), css="punkt"))
        elif line.strip():
            html.append(element("p", escape(line)))
    return "".join(html)


def _stopped(text: str) -> str:
    """``text`` with a full stop, unless it has an end already."""
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."
