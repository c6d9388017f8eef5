"""Hits → a language model's answer, sentence by sentence, each checked before it is shown; else the extract. Pure but for
the model it is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.composition.compose import notices_for
from assistant.domain import Answer, Citation, Delta, Done, Hit, Outcome, Passage, Question, Statement
from assistant.errors import ModelUnavailable
from assistant.language_model.prompt import NO_ANSWER, Prompts
from assistant.language_model.reply import is_ended, parse, ready
from assistant.passages.orders import is_order
from assistant.passages.units import orders_in
from assistant.ports import ChatModel
from assistant.validity import status_of
from assistant.verification.citing import best_unit, flaws, is_verbatim

MOST_SOURCES = 6
MOST_STATEMENTS = 10
MOST_CHARACTERS = 6000  # of a reply; more is not an answer
LOST = 0.5  # an answer that loses more than this share of its sentences is completed with the extract

LEADS = {
    Outcome.ANSWERED: "Så här svarar språkmodellen utifrån källorna:",
    Outcome.PARTIAL: "Källorna svarar bara på en del av frågan. Så här svarar språkmodellen utifrån dem:",
}
AI_GENERATED = "AI-genererat svar – kontrollera källan."
NOT_SUPPORTED = "Språkmodellens svar gick inte att belägga i källorna. Svaret är utdrag ur dokumenten."
NO_REPLY = "Språkmodellen svarade inte. Svaret är utdrag ur dokumenten."
PARTLY_SUPPORTED = "En del av det språkmodellen skrev gick inte att belägga. Därför följer också utdrag ur dokumenten."
WITHHELD = (
    "Källan innehåller en uppmaning till språkmodellen, som därför inte fick läsa den. Svaret är utdrag ur dokumenten."
)
BROKEN_OFF = "Språkmodellen avbröts. Därför följer också utdrag ur dokumenten."


@dataclass
class _Page:
    """The statements kept so far, with their citations numbered through, and how many sentences were dropped."""

    question: Question
    passages: Sequence[Passage]
    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    dropped: int = 0

    @property
    def is_lost(self) -> bool:
        return self.dropped > LOST * (self.dropped + len(self.statements))

    def add(self, text: str) -> None:
        """Keep a sentence when its sources carry it; drop it otherwise."""
        sentence = parse(text, len(self.passages))
        cited = [self.passages[number - 1] for number in sentence.sources] if sentence else []
        if sentence is None or is_order(sentence.text) or flaws(sentence.text, cited):
            self.dropped += 1
            return
        found = [citation for passage in cited if (citation := self._citation(sentence.text, passage))]
        if not found:
            self.dropped += 1
        elif all(sentence.text != statement.text for statement in self.statements):
            self.statements.append(Statement(sentence.text, self._numbers(found), verified=True))

    def extract(self, draft: Answer) -> None:
        """Add what the extract says and is not already quoted."""
        by_number = {citation.number: citation for citation in draft.citations}
        for statement in draft.statements:
            found = [by_number[number] for number in statement.citations]
            if any(self._place(citation) is None for citation in found):
                self.statements.append(replace(statement, citations=self._numbers(found)))

    def _citation(self, text: str, passage: Passage) -> Citation | None:
        unit = best_unit(text, passage)
        if unit is None:
            return None
        status = status_of(passage.document, self.question.today)
        citation = Citation(0, passage, unit.quote, unit.start, unit.end, status)
        return citation if is_verbatim(citation) else None

    def _numbers(self, found: Sequence[Citation]) -> tuple[int, ...]:
        numbers = []
        for citation in found:
            number = self._place(citation)
            if number is None:
                number = len(self.citations) + 1
                self.citations.append(replace(citation, number=number))
            numbers.append(number)
        return tuple(dict.fromkeys(numbers))

    def _place(self, citation: Citation) -> int | None:
        place = (citation.passage.document.id, citation.start, citation.end)
        known = {(c.passage.document.id, c.start, c.end): c.number for c in self.citations}
        return known.get(place)


class Writer:
    """Has a language model write the answer, and shows of it what the sources carry."""

    def __init__(self, model: ChatModel, prompts: Prompts) -> None:
        self._model = model
        self._prompts = prompts

    def stream(self, draft: Answer, hits: Sequence[Hit]) -> Iterator[Delta | Done]:
        """Verified sentences as they come, and last the whole answer. ``draft`` is the extract, the answer to fall back on."""
        if any(map(_gives_orders, (citation.passage for citation in draft.citations))):
            yield from _rest(replace(draft, notices=(*draft.notices, WITHHELD)), "")
            return
        passages = _sources(draft, hits)
        page = _Page(draft.question, passages)
        shown, notice = "", ""
        try:
            for text in self._sentences(draft.question, passages):
                before = len(page.statements)
                page.add(text)
                if len(page.statements) > before:
                    whole = self._answer(draft, page).text
                    yield Delta(whole[len(shown) :])
                    shown = whole
                if len(page.statements) >= MOST_STATEMENTS:
                    break
        except _NothingToSay:
            yield from _rest(draft, shown)
            return
        except ModelUnavailable:
            notice = BROKEN_OFF if page.statements else NO_REPLY
        yield from _rest(self._finished(draft, page, notice), shown)

    def _finished(self, draft: Answer, page: _Page, notice: str) -> Answer:
        """The model's answer, completed with the extract when it lost too much, or the extract alone."""
        if not page.statements:
            return replace(draft, notices=(*draft.notices, notice or NOT_SUPPORTED))
        if not notice and page.is_lost:
            notice = PARTLY_SUPPORTED
        if notice:
            page.extract(draft)
        notices = (*notices_for(page.citations), *([notice] if notice else []), AI_GENERATED)
        return replace(self._answer(draft, page), notices=notices)

    def _answer(self, draft: Answer, page: _Page) -> Answer:
        return replace(
            draft,
            lead=LEADS[draft.outcome],
            statements=tuple(page.statements),
            citations=tuple(page.citations),
            notices=(),
            model=self._model.name,
        )

    def _sentences(self, question: Question, passages: Sequence[Passage]) -> Iterator[str]:
        """The sentences of the reply, each as soon as it is whole. Raises ModelUnavailable, or _NothingToSay."""
        rest, read, any_ready = "", 0, False
        for piece in self._model.stream(*self._prompts.told(question, passages)):
            read += len(piece)
            sentences, rest = ready(rest + piece)
            if not any_ready and _says_nothing((*sentences, rest)[0]):
                raise _NothingToSay
            any_ready = any_ready or bool(sentences)
            yield from sentences
            if read > MOST_CHARACTERS:
                return
        for sentence in ready(f"{rest}\n").sentences:
            yield sentence if is_ended(sentence) else ""


class _NothingToSay(Exception):
    """The model says that the sources do not answer."""


def _says_nothing(text: str) -> bool:
    return text.strip(' *_"”.').upper().startswith(NO_ANSWER)


def _sources(draft: Answer, hits: Sequence[Hit]) -> list[Passage]:
    """The passages that the extract quotes, then the other hits; none that gives orders."""
    passages = [citation.passage for citation in draft.citations] + [hit.passage for hit in hits]
    told = [passage for passage in passages if not _gives_orders(passage)]
    return list({passage.id: passage for passage in told}.values())[:MOST_SOURCES]


def _gives_orders(passage: Passage) -> bool:
    """True when what the model would be told of a passage holds an order to it."""
    around = (passage.document.title, *passage.headings, *passage.lead.splitlines())
    return bool(orders_in(passage)) or any(map(is_order, around))


def _rest(answer: Answer, shown: str) -> Iterator[Delta | Done]:
    """What of the answer is not shown yet, line by line, and the answer."""
    for line in answer.text[len(shown) :].splitlines(keepends=True):
        yield Delta(line)
    yield Done(answer)
