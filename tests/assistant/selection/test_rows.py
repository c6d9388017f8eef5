"""Which row of a table answers: that of the giver, or that of what somebody needs the money for."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.domain import Question


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Hur stor del betalar Boverket?", "Boverket – Andel: högst 50 %"),
        ("Hur mycket ger Boverket till en ramp?", "Tillgänglighet – Andel: 100 %"),
        ("Hur mycket betalar Boverket för tillgänglighet?", "Tillgänglighet – Andel: 100 %"),
    ],
)
def test_the_row_of_the_giver_yields_to_that_of_the_matter(real_assistant: Assistant, text: str, first: str) -> None:
    answer = real_assistant.ask(Question(text, date(2026, 11, 28)))
    assert answer.statements[0].text.startswith(first)
