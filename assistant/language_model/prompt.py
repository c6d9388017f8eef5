"""What the language model is told: prompt files with checked placeholders, and sources inside fences that nobody can forge."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from assistant.domain import Document, Passage, Question, Status
from assistant.errors import SettingsError
from assistant.language_model.masking import masked
from assistant.validity import status_of

FOLDER = Path(__file__).resolve().parent / "prompts"
NO_ANSWER = "INGET SVAR"
REMEMBERED = 3  # earlier questions that are told; earlier answers are not: they may be the model's own words
PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "system": frozenset({"nonce", "no_answer"}),
    "fraga": frozenset({"today", "sources", "history", "question", "nonce", "no_answer"}),
    "kalla": frozenset({"number", "title", "heading", "validity", "text", "nonce"}),
    "tidigare": frozenset({"questions", "nonce"}),
    "omskrivning": frozenset({"nonce"}),
    "foljdfraga": frozenset({"history", "question", "nonce"}),
}
_PLACEHOLDER = re.compile(r"\{([^{}\s]*)\}")


def new_nonce() -> str:
    """A code that nobody can guess, anew for each call."""
    return secrets.token_hex(8)


class Told(NamedTuple):
    """The two messages of one call."""

    system: str
    user: str


@dataclass(frozen=True)
class Prompts:
    """The prompt files, checked."""

    files: Mapping[str, str]

    def told(self, question: Question, passages: Sequence[Passage], nonce: Callable[[], str] = new_nonce) -> Told:
        """What the model is told for one question over these sources, numbered from 1. What the visitor wrote is masked."""
        asked, earlier = _said(question)
        code = _code(nonce, [asked, *earlier, *map(_source_text, passages)])
        sources = [self._source(number, passage, question.today, code) for number, passage in enumerate(passages, 1)]
        common = {"nonce": code, "no_answer": NO_ANSWER}
        user = self._filled(
            "fraga",
            common
            | {
                "today": question.today.isoformat(),
                "sources": "\n".join(sources).strip(),
                "history": self._history(earlier, code),
                "question": asked.strip(),
            },
        )
        return Told(self._filled("system", common).strip(), user.strip())

    def told_to_rewrite(self, question: Question, nonce: Callable[[], str] = new_nonce) -> Told:
        """What the model is told when it is to say a follow-up so that it stands alone. What the visitor wrote is masked."""
        asked, earlier = _said(question)
        code = _code(nonce, [asked, *earlier])
        user = self._filled(
            "foljdfraga", {"history": self._history(earlier, code), "question": asked.strip(), "nonce": code}
        )
        return Told(self._filled("omskrivning", {"nonce": code}).strip(), user.strip())

    def _source(self, number: int, passage: Passage, today: date, nonce: str) -> str:
        return self._filled(
            "kalla",
            {
                "number": str(number),
                "title": _one_line(passage.document.title),
                "heading": _one_line(" › ".join(passage.headings)) or "–",
                "validity": validity_in_words(passage.document, today),
                "text": _source_text(passage),
                "nonce": nonce,
            },
        )

    def _history(self, earlier: Sequence[str], nonce: str) -> str:
        if not earlier:
            return ""
        return self._filled("tidigare", {"questions": "\n".join(map(_one_line, earlier)), "nonce": nonce}) + "\n"

    def _filled(self, name: str, values: Mapping[str, str]) -> str:
        """The file with its placeholders filled; braces inside values are left alone."""
        return _PLACEHOLDER.sub(lambda match: values[match[1]], self.files[name])


def load_prompts(folder: Path = FOLDER) -> Prompts:
    """The prompt files of a folder. Raises SettingsError when one is missing or has other placeholders than it should."""
    return Prompts({name: _checked(folder / f"{name}.md", wanted) for name, wanted in PLACEHOLDERS.items()})


def _checked(path: Path, wanted: frozenset[str]) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            "Promptfilen går inte att läsa", where=str(path), next_step="Lägg tillbaka filen"
        ) from error
    found = frozenset(_PLACEHOLDER.findall(text))
    for what, names in (("saknar", wanted - found), ("har en okänd", found - wanted)):
        if names:
            raise SettingsError(
                f"Promptfilen {what} platshållare: {', '.join(f'{{{name}}}' for name in sorted(names))}",
                where=str(path),
                next_step=f"Filen ska ha just dessa: {', '.join(f'{{{name}}}' for name in sorted(wanted))}",
            )
    return text


def earlier_questions(question: Question) -> tuple[str, ...]:
    """The visitor's questions before this one that a language model is told, oldest first."""
    return tuple(turn.text for turn in question.history if turn.role == "user")[-REMEMBERED:]


def _said(question: Question) -> tuple[str, list[str]]:
    """The question and those before it, masked."""
    return masked(question.text), [masked(text) for text in earlier_questions(question)]


def _code(nonce: Callable[[], str], within: Sequence[str]) -> str:
    """A code that stands in none of the texts."""
    return next(code for code in iter(nonce, "") if not any(code in text for text in within))


def validity_in_words(document: Document, today: date) -> str:
    """Whether a source is in force, as a person would say it."""
    since = f" sedan {document.valid_from}" if document.valid_from else ""
    until = f" till och med {document.valid_to}" if document.valid_to else ""
    match status_of(document, today):
        case Status.IN_FORCE:
            return f"gäller{since}{until}"
        case Status.NOT_YET:
            return f"börjar gälla {document.valid_from}"
        case Status.EXPIRED:
            return f"har löpt ut, gällde{until}"
        case Status.SUPERSEDED:
            return "är ersatt av en nyare version"
        case Status.UNKNOWN:
            return "det är inte känt om källan gäller i dag"


def _source_text(passage: Passage) -> str:
    return f"{passage.lead}\n{passage.text}".strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())
