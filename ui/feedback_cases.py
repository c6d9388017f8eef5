"""What visitors thought → eval cases that a person completes. What is left to fill in does not pass the strict loader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import yaml

from ui.feedback_store import Feedback

FILL_IN: Final = "FYLL I"
_HEAD: Final = f"""\
# Fall ur återkoppling, att göra färdiga. Fälten förklaras i evals/README.md.
# Byt varje {FILL_IN} mot det som stämmer, och ta bort personuppgifter som någon kan ha skrivit.
# civsam eval säger vilka fält som saknas. Ett fall utan svar i dokumenten: answerable: false, och ta bort nuggets.
"""


def cases_yaml(every: Sequence[Feedback]) -> str:
    """One case for each stored question; a question asked twice is one case."""
    first: dict[tuple[str, ...], Feedback] = {}
    for feedback in every:
        if feedback.questions:
            first.setdefault(feedback.questions, feedback)
    return "\n".join([_HEAD, *(_case(number, feedback) for number, feedback in enumerate(first.values(), 1))])


def _case(number: int, feedback: Feedback) -> str:
    tags = ["aterkoppling", "hjalpte" if feedback.helped else "hjalpte-inte"]
    tags += [f"orsak-{feedback.reason.value}"] if feedback.reason else []
    known = {
        "id": f"ATER{number:04d}",
        "tags": tags,
        "turns": list(feedback.questions),
        "answerable": FILL_IN,
        "relevant": [{"document": FILL_IN}],
        "nuggets": [{"name": FILL_IN, "any": []}],
    }
    shown = ", ".join(feedback.documents) or "inget"
    comment = f"# {feedback.day}. Svaret blev {feedback.outcome or 'okänt'} och byggde på: {shown}\n"
    return comment + yaml.safe_dump([known], allow_unicode=True, sort_keys=False, width=120)
