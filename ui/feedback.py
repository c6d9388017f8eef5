"""Was the answer any help? A small form, stored only when the visitor says so, and never about the visitor."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import date
from typing import Final

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.domain import Answer, Outcome
from ui import texts
from ui.doors import Doors, told
from ui.feedback_store import Feedback, FeedbackError, FeedbackStore, Reason
from ui.forms import Asked, Form, FormError, first, hidden, read_form
from ui.markup import element
from ui.messages import Problem, problem_html
from ui.shell import whole_page

ADDRESS: Final = "/aterkoppling"
SENT: Final = "sparat"  # the field of the address that whoever has sent something comes to
_MOST_DOCUMENTS: Final = 30
_DAY: Final = 24 * 60 * 60  # seconds


def routes(doors: Doors, store: FeedbackStore) -> APIRouter:
    """POST stores, GET thanks whoever comes from there: a reload sends nothing twice."""
    router = APIRouter()

    @router.get(ADDRESS)
    async def thanks(request: Request) -> HTMLResponse:
        if SENT not in request.query_params:
            more = texts.FEEDBACK_EMPTY_MORE if store.days else texts.ABOUT_NO_FEEDBACK
            return _told(texts.FEEDBACK_EMPTY, Problem(more), 200)
        return _told(texts.FEEDBACK_THANKS, Problem(texts.FEEDBACK_THANKS_MORE), 200)

    @router.post(ADDRESS)
    async def send(request: Request) -> Response:
        try:
            form = await read_form(request)
            if first(form, "samtycke") != "ja":
                raise FormError(422, texts.FEEDBACK_NO_CONSENT)
            known = await _documents(doors) if form.get("kalla") else frozenset()
            feedback = feedback_of(form, date.today(), known, doors.settings.question_limit)
            await to_thread.run_sync(store.add, feedback)
        except FormError as error:
            return _told(texts.FEEDBACK_FAULT, Problem(str(error)), error.status)
        except Exception as error:  # the last border before a person
            status, problem = told(error)
            return _told(texts.FEEDBACK_FAULT, problem, status)
        return RedirectResponse(f"{ADDRESS}?{SENT}=ja", 303)

    return router


async def forget_daily(store: FeedbackStore) -> None:
    """Keep the promise of how long things are kept, also when nobody sends anything. Ends when it is cancelled."""
    while True:
        with suppress(FeedbackError):  # told when somebody sends something
            await to_thread.run_sync(lambda: store.forget(date.today()))
        await asyncio.sleep(_DAY)


def feedback_of(form: Form, today: date, known: Collection[str], limit: int) -> Feedback:
    """What the form says, and nothing that is not ours. Raises FormError when there is no thumb."""
    thumb, reason = first(form, "tumme"), first(form, "orsak")
    if thumb not in {"upp", "ner"}:
        raise FormError(422, texts.FEEDBACK_NO_THUMB)
    asked = Asked.of(form, limit)
    keep = first(form, "spara") == "ja" and not asked.refusal(limit, today)
    outcome = first(form, "utfall")
    return Feedback(
        day=today,
        helped=thumb == "upp",
        reason=Reason(reason) if reason in set(Reason) else Reason.NONE,
        outcome=outcome if outcome in set(Outcome) else "",
        documents=tuple(name for name in dict.fromkeys(form.get("kalla", ())) if name in known)[:_MOST_DOCUMENTS],
        questions=(*asked.earlier, asked.text.strip()) if keep else (),
    )


def feedback_form(asked: Asked, answer: Answer, days: int, *, heading: str = "h2", attributes: str = "") -> str:
    """The form for one answer. Without a thumb and a yes it sends nothing."""
    documents = dict.fromkeys(citation.passage.document.id for citation in answer.citations)
    known = hidden("utfall", answer.outcome.value) + "".join(hidden("kalla", name) for name in documents)
    reasons = (
        element("option", words, attributes=f'value="{reason.value}"')
        for reason, words in zip(Reason, texts.FEEDBACK_REASONS, strict=True)
    )
    return element(
        "form",
        element(heading, texts.FEEDBACK_HEADING) if heading else "",
        asked.hidden(),
        known,
        element("fieldset", element("legend", texts.FEEDBACK_QUESTION), *_thumbs(), css="val"),
        element("p", element("label", texts.FEEDBACK_WHY, attributes='for="orsak"')),
        element("p", element("select", *reasons, attributes='id="orsak" name="orsak"')),
        _box("spara", texts.FEEDBACK_KEEP),
        _box("samtycke", texts.feedback_consent(days), required=True),
        element("p", texts.FEEDBACK_WHAT, css="hjalp"),
        element("p", element("button", texts.FEEDBACK_SEND, attributes='type="submit"')),
        css="formular aterkoppling",
        attributes=f'method="post" action="{ADDRESS}" accept-charset="utf-8"{attributes}',
    )


def _thumbs() -> Iterable[str]:
    for value, words in texts.FEEDBACK_THUMBS.items():
        button = f'<input type="radio" id="tumme-{value}" name="tumme" value="{value}" required>'
        yield element("p", button, element("label", words, attributes=f'for="tumme-{value}"'), css="kryss")


def _box(name: str, words: str, *, required: bool = False) -> str:
    box = f'<input type="checkbox" id="{name}" name="{name}" value="ja"{" required" if required else ""}>'
    return element("p", box, element("label", words, attributes=f'for="{name}"'), css="kryss")


async def _documents(doors: Doors) -> frozenset[str]:
    """The ids of our documents; none when they cannot be had just now."""
    try:
        return frozenset(document.id for document in await doors.documents())
    except Exception as error:
        told(error)
        return frozenset()


def _told(title: str, problem: Problem, status: int) -> HTMLResponse:
    words = problem_html(problem) if status >= 400 else element("p", problem.what)
    back = element("p", element("a", texts.FEEDBACK_BACK, attributes='href="/enkel"'))
    html = whole_page(title, element("h1", title), words, back)
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})
