"""What a form without JavaScript sends: the question, the questions before it, and the filters. Nothing else is believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request

from assistant.domain import Question, Turn
from ui import texts
from ui.chat import NO_LIMITS, refused
from ui.limits import Limits
from ui.markup import escape

EARLIER: Final = 6  # questions before this one that are carried along
_DAY: Final = 10  # characters of a date
_FIELDS: Final = 60  # more than any of our forms has
_TYPE: Final = "application/x-www-form-urlencoded"

Form = Mapping[str, Sequence[str]]


class FormError(Exception):
    """The form cannot be used; the message is for a person."""

    def __init__(self, status: int, what: str) -> None:
        self.status = status
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks with a form. Earlier answers are not carried: they would be the sender's words, not ours."""

    text: str = ""
    earlier: tuple[str, ...] = ()
    limits: Limits = NO_LIMITS

    @classmethod
    def of(cls, form: Form, limit: int) -> Asked:
        """Of earlier questions the last few, each as long as a question may be."""
        earlier = [_lines(text.strip()[:limit]) for text in form.get("tidigare", ()) if text.strip()]
        in_force = first(form, "galler") == "ja"
        limits = Limits.of(form.get("plats"), form.get("sort"), in_force, first(form, "dag")[:_DAY])
        return cls(_lines(first(form, "fraga")), tuple(earlier[-EARLIER:]), limits)

    def refusal(self, limit: int, today: date) -> str:
        """Why it cannot be asked, in words for the person; empty when it can."""
        if words := refused(self.text, limit):
            return words
        try:
            self.limits.on(today)
        except ValueError:
            return texts.BAD_DAY
        return ""

    def question(self, today: date) -> Question:
        """Raises ValueError when the day is no date."""
        turns = tuple(Turn("user", text) for text in self.earlier)
        return Question(self.text.strip(), self.limits.on(today), turns, self.limits.filters)

    def conversation(self) -> list[Asked]:
        """Every question of the conversation in order, each with those before it."""
        asked = (*self.earlier, self.text)
        return [Asked(text, asked[:place], self.limits) for place, text in enumerate(asked)]

    def hidden(self) -> str:
        """All of it as hidden fields, for a form that does something with the same conversation."""
        return hidden("fraga", self.text) + self.hidden_rest()

    def hidden_rest(self) -> str:
        """Everything but the question, for a form that asks another with a button."""
        fields = [("plats", area) for area in self.limits.areas]
        fields += [("sort", kind) for kind in self.limits.kinds]
        fields += [("galler", "ja")] if self.limits.in_force_only else []
        fields += [("dag", self.limits.day)] if self.limits.day else []
        return self.hidden_earlier() + "".join(hidden(name, value) for name, value in fields)

    def hidden_earlier(self) -> str:
        """Only the questions before it, for a form that asks another."""
        return "".join(hidden("tidigare", text) for text in self.earlier[-EARLIER:])


async def read_form(request: Request) -> Form:
    """The fields of a form sent from one of our own pages. Raises FormError."""
    if not from_our_own_page(request.headers):
        raise FormError(403, texts.FORM_FOREIGN)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise FormError(400, texts.FORM_UNREADABLE)
    try:
        body = (await request.body()).decode("utf-8", "replace")
        return parse_qs(body, keep_blank_values=True, errors="replace", max_num_fields=_FIELDS)
    except ValueError as error:
        raise FormError(400, texts.FORM_UNREADABLE) from error


def first(form: Form, name: str) -> str:
    """The first value of a field, or nothing."""
    return next(iter(form.get(name, ())), "")


def hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{multiline(value)}">'


def multiline(text: str) -> str:
    """``text`` for a field, with its line breaks."""
    return "&#10;".join(escape(line) for line in text.splitlines())


def _lines(text: str) -> str:
    """With the line breaks of a text, not those of a form, and without halves of characters."""
    return text.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8")


def from_our_own_page(headers: Headers) -> bool:
    """False when the browser says that another site sent the form. Old browsers say nothing, and are let in."""
    if "sec-fetch-site" in headers:
        return headers["sec-fetch-site"] in {"same-origin", "none"}
    origin = headers.get("origin", "null")
    return origin == "null" or urlsplit(origin).netloc == headers.get("host")
