"""What helps a visitor on from an answer: what to write where nothing was found, and links from its first words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlencode

from assistant.domain import MUNICIPALITIES, Answer, Outcome
from assistant.language.places import find_areas
from assistant.question.vague import REPLIES
from ui import texts
from ui.markup import element, escape

_GRANTS: Final = "sidan Bidrag"  # how an answer speaks of the page with every grant
_OF_GRANTS: Final = re.compile(r"bidrag|stöd|sök(?:a|er|t|s|te)?\b|ansök|peng", re.IGNORECASE)
_OF_PLANS: Final = re.compile(
    r"\b(?:handlings|aktivitets|verksamhets|utvecklings|kultur|mål)?plan(?:en|ens|er|erna)?\b|strategi|överenskommelse|avtal"
    r"|\w*program(?:met)?\b|policy|\brus\b|\biop\b|insatsområde|delmål",
    re.IGNORECASE,
)


def next_step(answer: Answer) -> str:
    """What to write instead, where that helps: not what is known already, and nothing beside something to read."""
    if answer.outcome is not Outcome.NOT_FOUND or answer.statements or answer.lead in REPLIES:
        return ""
    asked = _asked(answer)
    if _about_plans(asked):
        return ""
    named = answer.question.filters.areas or any(find_areas(text) for text in asked)
    return texts.NOT_FOUND_NEXT_GRANT if named else texts.NOT_FOUND_NEXT


def lead_html(answer: Answer) -> Iterator[str]:
    """The first words of an answer, a paragraph for each line; where they speak of the page of grants they lead to it."""
    link = element("a", _GRANTS, attributes=f'href="{_grants_address(answer)}"')
    for line in answer.lead.splitlines():
        if line.strip():
            yield element("p", escape(line).replace(_GRANTS, link), css="ingress")


def _grants_address(answer: Answer) -> str:
    """Of one municipality when the answer, or else the question, names just one."""
    named = _municipalities(answer.lead) or _municipalities(answer.question.text)
    return f"/bidrag?{urlencode({'kommun': named[0]})}" if len(named) == 1 else "/bidrag"


def _municipalities(text: str) -> list[str]:
    return [area for area in find_areas(text) if area in MUNICIPALITIES]


def _asked(answer: Answer) -> list[str]:
    """What was asked in the conversation, oldest first."""
    return [*(turn.text for turn in answer.question.history if turn.role == "user"), answer.question.text]


def _about_plans(asked: Sequence[str]) -> bool:
    """Whether the latest question that tells is about a plan or an agreement and not about a grant."""
    for text in reversed(asked):
        if _OF_GRANTS.search(text):
            return False
        if _OF_PLANS.search(text):
            return True
    return False
