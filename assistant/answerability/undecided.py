"""What became of something, which a source says that it does not know: a step that was planned is no answer to that. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain import Passage
from assistant.language import swedish
from assistant.language.matching import best_match
from assistant.language.plain import is_plain
from assistant.language.swedish import normalise, sentences
from assistant.passages.units import Unit, units_of
from assistant.selection.absence import is_absence
from assistant.selection.rows import GRANT_WORD

SAME_MATTER = 0.8  # how well a word of the question must match one of what is not known
_BECAME = (
    r"(?:fick|blev|beviljades|beslutade?s?|röstade|biföll|antogs?|godkändes?|infördes|öppna(?:de|r)|genomfördes|hävdes"
    r"|fortsatte|höjdes|sänktes)"
)
_ASKS = re.compile(
    rf"^(?:och |men )?{_BECAME}\b|\btill slut\b|\bblev det (?:något|nåt|lag|av|verklighet)\b|\bvad (?:hände|blev det av)\b"
    r"|\bhur (?:gick|slutade) det\b(?! till\b)|\bkom \w+ fram till\b|\bblev (?:resultatet|utfallet|slutsatsen)\b"
    r"|(?:^(?:och |men )?|, )har (?!(?:vi|jag|man|ni)\b).*\b(?:öppnat|beslutat|beslutats|antagit|antagits|fått|blivit|beviljats"
    r"|hävts|godkänts|godkänt|klubbat|klubbats|röstat|bifallit|fortsatt)\b"
    r"|^(?:och |men )?är .*\b(?:beslutade?|antagna?|godkända?|beviljade?)\b"
)
_ENDED = re.compile(
    r"\butfall|\butgången\b|\bresultatet\b|\bbiföll\b|\bbeslutade\b|\bbeslutet\b|\bantagna\b|\bträdde i kraft\b|\böppnade\b"
    r"|\bfortfarande\b|\bfattade beslut\b|\bfortsatte\b|\bfortsätter\b"
)


def how_it_ended(text: str, units: Sequence[Unit], passages: Sequence[Passage]) -> list[Unit]:
    """The first that sources say is not known of what became of something, of a question that asks for that; else nothing.

    What the ``units`` that answer say themselves, then their own sections, then the rest of their ``passages``, but for
    what speaks of a grant that is not asked about.
    """
    if not _ASKS.search(normalise(text)):
        return []
    own = {unit.passage.id for unit in units}
    others = sorted(passages, key=lambda passage: passage.id not in own)
    matter = [word for word in swedish.content_words(text) if not (is_plain(word) or word.isdigit())]

    def is_of_it(unit: Unit) -> bool:
        of_a_grant = any(map(GRANT_WORD.fullmatch, unit.words))
        return (
            not of_a_grant
            or unit.passage.id in own
            or any(best_match(word, unit.words) >= SAME_MATTER for word in matter)
        )

    every = [*units, *(unit for passage in others for unit in units_of(passage) if is_of_it(unit))]
    return [unit for unit in every if any(map(_is_open, _sentences(unit.text)))][:1]


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def _is_open(sentence: str) -> bool:
    return is_absence(sentence) and bool(_ENDED.search(normalise(sentence)))
