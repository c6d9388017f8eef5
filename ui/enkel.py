"""The page that needs no JavaScript: a form, and the answer with its sources as plain HTML. The accessible floor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.domain import AREAS, Answer
from ui import texts
from ui.as_text import answer_text
from ui.doors import RETRY_AFTER, Doors, told
from ui.feedback import feedback_form
from ui.followups import followups
from ui.forms import Asked, FormError, first, multiline, read_form
from ui.limits import Limits
from ui.markup import element, escape
from ui.messages import Problem, answer_html, problem_html, question_html
from ui.shell import whole_page
from ui.sources import panel

_POST: Final = 'method="post" action="/enkel" accept-charset="utf-8"'


def routes(doors: Doors) -> APIRouter:
    """GET shows the form, POST answers: a question never stands in an address or a log."""
    router = APIRouter()

    @router.get("/enkel")
    async def start() -> HTMLResponse:
        return response(start_page(Asked(), date.today()))

    @router.post("/enkel")
    async def ask(request: Request) -> HTMLResponse:
        today, limit = date.today(), doors.settings.question_limit
        try:
            form = await read_form(request)
            asked = Asked.of(form, limit)
        except FormError as error:
            return response(start_page(Asked(), today, Problem(str(error))), error.status)
        if first(form, "andra"):
            return response(start_page(asked, today))
        if refusal := asked.refusal(limit, today):
            return response(start_page(asked, today, Problem(refusal)), 422)
        try:
            answer = await doors.answer(asked.question(today))
        except Exception as error:  # the last border before a person
            status, problem = told(error)
            return response(start_page(asked, today, problem), status)
        return response(answer_page(asked, answer, today, doors.settings.feedback_days))

    return router


def response(html: str, status: int = 200) -> HTMLResponse:
    """The page, kept in no cache: an answer is nobody else's business."""
    later = {"Retry-After": RETRY_AFTER} if status == 503 else {}
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"} | later)


def start_page(asked: Asked, today: date, problem: Problem | None = None) -> str:
    """The form, and what was wrong with what was sent."""
    title = texts.PLAIN_FAULT_TITLE if problem else texts.PLAIN_TITLE
    fault = element("div", problem_html(problem), attributes='role="alert" id="fel"') if problem else ""
    carried = _earlier(asked.earlier) + _restart() if asked.earlier else ""
    return whole_page(
        title,
        element("h1", texts.PLAIN_TITLE),
        fault,
        element("p", texts.WELCOME),
        element("p", texts.today_line(today)),
        carried,
        question_form(asked, faulty=problem is not None),
        "" if asked.text or asked.earlier else _examples(),
        here="/enkel",
    )


def answer_page(asked: Asked, answer: Answer, today: date, feedback_days: int) -> str:
    """The question, its answer and sources, and a form for the next question."""
    follow_up = Asked(earlier=(*asked.earlier, asked.text), limits=asked.limits)
    return whole_page(
        texts.PLAIN_ANSWER_TITLE,
        element("h1", texts.PLAIN_ANSWER_TITLE),
        _earlier(asked.earlier),
        question_html(asked.text),
        element(
            "div",
            answer_html(answer, day=None if answer.question.today == today else answer.question.today),
            attributes='id="samtal" tabindex="-1"',
        ),
        _change(asked),
        _as_text(answer, today),
        element("div", panel(answer), attributes='id="kallpanel"'),
        element("h2", texts.PLAIN_FOLLOW_UP),
        _follow_ups(follow_up, answer),
        question_form(follow_up),
        _restart(),
        export_form(asked),
        feedback_form(asked, answer, feedback_days) if feedback_days else "",
        here="/enkel",
    )


def _examples() -> str:
    """Questions to begin with, by who asks."""
    groups = (element("h3", group.heading) + _asking(group.questions, "") for group in texts.EXAMPLES)
    return element("section", element("h2", texts.EXAMPLES_HEADING), *groups, css="exempel")


def _follow_ups(asked: Asked, answer: Answer) -> str:
    """Questions that the sources go on to answer."""
    questions = followups(answer)
    return element("p", texts.FOLLOW_UPS_HEADING) + _asking(questions, asked.hidden_rest()) if questions else ""


def _asking(questions: Sequence[str], fields: str) -> str:
    """A button for each question, which asks it."""
    buttons = (
        element("button", escape(words), attributes=f'type="submit" name="fraga" value="{escape(words)}"')
        for words in questions
    )
    return element("form", fields, *buttons, css="forslag", attributes=_POST)


def _change(asked: Asked) -> str:
    """Back to the form, with the question in its field."""
    button = element("button", texts.EDIT, attributes='type="submit" name="andra" value="ja"')
    return element("form", asked.hidden(), button, css="forslag", attributes=_POST)


def _as_text(answer: Answer, today: date) -> str:
    """The answer with its sources, to mark and copy."""
    text = answer_text(answer, None if answer.question.today == today else answer.question.today)
    field = f'<textarea rows="8" readonly aria-label="{texts.COPY_TEXT}">{multiline(text)}</textarea>'
    return element("details", element("summary", texts.COPY_TEXT), element("p", texts.COPY_HINT, css="hjalp"), field)


def question_form(asked: Asked, *, faulty: bool = False) -> str:
    """One field, three filters and a button."""
    described = ' aria-describedby="fel hjalp" aria-invalid="true"' if faulty else ' aria-describedby="hjalp"'
    field = f'<textarea id="fraga" name="fraga" rows="3" required{described}>{multiline(asked.text)}</textarea>'
    return element(
        "form",
        asked.hidden_earlier(),
        element("p", element("label", texts.QUESTION_LABEL, attributes='for="fraga"')),
        element("p", texts.QUESTION_HINT, css="hjalp", attributes='id="hjalp"'),
        field,
        _limits(asked.limits),
        element("p", element("button", texts.SEND, css="framfor", attributes='type="submit"')),
        css="formular",
        attributes=_POST,
    )


def export_form(asked: Asked, *, heading: str = "h2", attributes: str = "") -> str:
    """The same questions again, to a file. One button for each kind of file."""
    buttons = (
        element("button", words, attributes=f'type="submit" formaction="/exportera/{kind}"')
        for kind, words in texts.EXPORT_KINDS.items()
    )
    box = '<input type="checkbox" id="hela-samtalet" name="allt" value="ja">'
    whole = element("p", box, element("label", texts.EXPORT_WHOLE, attributes='for="hela-samtalet"'), css="kryss")
    return element(
        "form",
        element(heading, texts.EXPORT_HEADING) if heading else "",
        element("p", texts.EXPORT_INTRO),
        asked.hidden(),
        whole if asked.earlier else "",
        element("p", *buttons),
        css="formular",
        attributes=f'method="post" action="/exportera/docx" accept-charset="utf-8"{attributes}',
    )


def _limits(limits: Limits) -> str:
    """The same choices as beside the chat, folded until one is made."""
    areas = [(name, texts.area(name)) for name in AREAS]
    checked = " checked" if limits.in_force_only else ""
    box = f'<input type="checkbox" id="galler" name="galler" value="ja"{checked}>'
    day = f'<input type="text" id="dag" name="dag" maxlength="10" aria-describedby="daghjalp" value="{escape(limits.day)}">'
    return element(
        "details",
        element("summary", escape(texts.limits_label(limits.chosen))),
        element("p", texts.LIMITS_HINT, css="hjalp"),
        _choices("plats", texts.AREA, areas, limits.areas),
        _choices("sort", texts.KIND, texts.KINDS.items(), limits.kinds),
        element("p", box, element("label", texts.LIMIT_IN_FORCE, attributes='for="galler"'), css="kryss"),
        element("p", element("label", texts.LIMIT_DAY, attributes='for="dag"')),
        element("p", texts.LIMIT_DAY_HINT, css="hjalp", attributes='id="daghjalp"'),
        element("p", day),
        attributes="open" if limits.chosen else "",
    )


def _choices(name: str, label: str, options: Iterable[tuple[str, str]], chosen: tuple[str, ...]) -> str:
    """As many as one likes, as in the chat."""
    boxes = (
        element(
            "span",
            f'<input type="checkbox" id="{name}-{place}" name="{name}" value="{escape(value)}"'
            f"{' checked' if value in chosen else ''}>",
            element("label", escape(words), attributes=f'for="{name}-{place}"'),
            css="kryss",
        )
        for place, (value, words) in enumerate(options, 1)
    )
    return element("fieldset", element("legend", label), element("div", *boxes, css="val"))


def _earlier(questions: tuple[str, ...]) -> str:
    if not questions:
        return ""
    items = (element("li", escape(question)) for question in questions)
    return element("section", element("h2", texts.PLAIN_EARLIER), element("ol", *items))


def _restart() -> str:
    return element("p", element("a", texts.RESTART, attributes='href="/enkel"'))
