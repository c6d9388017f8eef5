"""An original takes over from its fact sheet where it answers; where it does not, the sheet does. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.composition.compose import Draft
from assistant.domain import Hit, Outcome

Compose = Callable[[Sequence[Hit]], Draft]


def taken_over(
    draft: Draft, original_of: Callable[[str], str | None], search: Callable[[str], Sequence[Hit]], compose: Compose
) -> Draft:
    """The same answer from the original, when all of it rests on one fact sheet whose original answers as fully.

    ``original_of`` gives the id of a sheet's original, ``search`` the hits in one document, ``compose`` a draft of hits. An
    answer from several sources stays as it is: which of them an original should replace is not known.
    """
    sheets = {c.passage.document.id for c in draft.citations if c.passage.document.is_fact_sheet}
    if len(sheets) != 1:
        return draft
    original = original_of(*sheets)
    others = {c.passage.document.id for c in draft.citations} - sheets
    if original is None or not others <= {original}:
        return draft
    anew = compose(search(original))
    is_as_full = anew.outcome is draft.outcome or anew.outcome is Outcome.ANSWERED
    return anew if anew.citations and is_as_full else draft
