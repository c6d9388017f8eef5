"""What one can do with an answer in the chat besides going on: save it, and say what one thought. Pure, and no script.

The forms open a new tab, so that the conversation stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ui import texts
from ui.enkel import export_form
from ui.feedback import feedback_form
from ui.forms import EARLIER, Asked
from ui.limits import Limits
from ui.markup import element
from ui.messages import Exchange

_NEW_TAB: Final = ' target="_blank" rel="noopener"'


def after(conversation: Sequence[Exchange], feedback_days: int) -> str:
    """Two folded forms for the latest answer; nothing while there is none."""
    last = conversation[-1] if conversation else None
    if last is None or last.answer is None:
        return ""
    asked = _asked(conversation)
    saving = _folded(texts.EXPORT_HEADING, export_form(asked, heading="", attributes=_NEW_TAB))
    if not feedback_days:
        return element("div", saving, css="efter")
    thinking = feedback_form(asked, last.answer, feedback_days, heading="", attributes=_NEW_TAB)
    return element("div", saving, _folded(texts.FEEDBACK_HEADING, thinking), css="efter")


def _asked(conversation: Sequence[Exchange]) -> Asked:
    """The latest question as a form asks it: with the answered ones before it, and its own limits."""
    last = conversation[-1]
    earlier = [exchange.question for exchange in conversation[:-1] if exchange.answer is not None]
    filters = last.answer.question.filters if last.answer else Limits().filters
    day = last.day.isoformat() if last.day else ""
    limits = Limits(filters.areas, filters.kinds, filters.in_force_only, day)
    return Asked(last.question, tuple(earlier[-EARLIER:]), limits)


def _folded(heading: str, form: str) -> str:
    return element("details", element("summary", heading), element("p", texts.OPENS_TAB), form)
