"""The page that needs no JavaScript: a form, and the answer with its sources as plain HTML. The accessible floor."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.domain import AREAS, Answer
from ui import texts
from ui.doors import Doors, told
from ui.feedback import feedback_form
from ui.forms import Asked, FormError, multiline, read_form
from ui.limits import Limits
from ui.markup import element, escape
from ui.messages import Problem, answer_html, problem_html, question_html
from ui.shell import whole_page
from ui.sources import panel


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
            asked = Asked.of(await read_form(request), limit)
        except FormError as error:
            return response(start_page(Asked(), today, Problem(str(error))), error.status)
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
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})


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
        element("div", panel(answer), attributes='id="kallpanel"'),
        element("h2", texts.PLAIN_FOLLOW_UP),
        question_form(follow_up),
        _restart(),
        export_form(asked),
        feedback_form(asked, answer, feedback_days) if feedback_days else "",
        here="/enkel",
    )


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
        attributes='method="post" action="/enkel" accept-charset="utf-8"',
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
        element(
            "div",
            _choice("plats", texts.AREA, [("", texts.ANY), *areas], limits.areas),
            _choice("sort", texts.KIND, [("", texts.ANY), *texts.KINDS.items()], limits.kinds),
            css="val",
        ),
        element("p", box, element("label", texts.LIMIT_IN_FORCE, attributes='for="galler"'), css="kryss"),
        element("p", element("label", texts.LIMIT_DAY, attributes='for="dag"')),
        element("p", texts.LIMIT_DAY_HINT, css="hjalp", attributes='id="daghjalp"'),
        element("p", day),
        attributes="open" if limits.chosen else "",
    )


def _choice(name: str, label: str, options: list[tuple[str, str]], chosen: tuple[str, ...]) -> str:
    items = (
        element("option", escape(words), attributes=f'value="{escape(value)}"{" selected" if value in chosen else ""}')
        for value, words in options
    )
    return element(
        "p",
        element("label", label, attributes=f'for="{name}"'),
        element("select", *items, attributes=f'id="{name}" name="{name}"'),
        css="falt",
    )


def _earlier(questions: tuple[str, ...]) -> str:
    if not questions:
        return ""
    items = (element("li", escape(question)) for question in questions)
    return element("section", element("h2", texts.PLAIN_EARLIER), element("ol", *items))


def _restart() -> str:
    return element("p", element("a", texts.RESTART, attributes='href="/enkel"'))
