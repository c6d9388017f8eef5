"""Saving an answer or a conversation as a file: the questions come with the form, the answers are made anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.domain import Question
from assistant.errors import QuestionError
from ui.doors import Doors, told, whole_answer
from ui.enkel import response, start_page
from ui.export_content import Piece, outline
from ui.export_docx import word_document
from ui.export_markdown import markdown
from ui.export_pdf import pdf
from ui.forms import Asked, FormError, first, read_form
from ui.lazy import Served
from ui.messages import Problem

WRITERS: Final[dict[str, Callable[[Sequence[Piece]], bytes]]] = {"md": markdown, "docx": word_document, "pdf": pdf}
_TYPES: Final = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def routes(doors: Doors) -> APIRouter:
    """POST /exportera/md, /docx and /pdf: nothing is kept, and the file's name tells only the day."""
    router = APIRouter()

    @router.post("/exportera/{kind}")
    async def export(kind: str, request: Request) -> Response:
        asked, today = Asked(), date.today()
        try:
            form = await read_form(request)
            asked = Asked.of(form, doors.settings.question_limit)
            if refusal := asked.refusal(doors.settings.question_limit, today):
                raise QuestionError(refusal)
            every = asked.conversation() if first(form, "allt") == "ja" else [asked]
            questions = [one.question(today) for one in every]
            file = await doors.run(lambda served: exported(served, questions, kind, today))
        except FormError as error:
            return response(start_page(asked, today, Problem(str(error))), error.status)
        except Exception as error:  # the last border before a person
            status, problem = told(error)
            return response(start_page(asked, today, problem), status)
        name = f'attachment; filename="civsam-{today}.{kind}"'
        return Response(
            file, media_type=_TYPES[kind], headers={"Content-Disposition": name, "Cache-Control": "no-store"}
        )

    return router


def exported(served: Served, questions: Sequence[Question], kind: str, today: date) -> bytes:
    """The file with the questions and their answers as they are now."""
    return WRITERS[kind](outline([whole_answer(served, question) for question in questions], today))
