"""Assistant: the only conductor. Question in, checked answer out, whole or as a stream."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from assistant import parts
from assistant.composition import compose
from assistant.composition.comparing import asks_for_one_thing, compared, is_on_difference, rows_of_both, said_of_both
from assistant.composition.originals import taken_over
from assistant.domain import MUNICIPALITIES, REGION, Answer, Citation, Delta, Done, Hit, Outcome, Question, Statement
from assistant.errors import IndexBroken, KnowledgeBaseError, QuestionError
from assistant.inquiry import Found, found_in, inquire
from assistant.language import swedish
from assistant.language.naming import without_ids
from assistant.language.vocabulary import Vocabulary
from assistant.language_model.rewriting import NOTICE, Rewriter
from assistant.language_model.writing import Writer
from assistant.memory import Memory, tidied
from assistant.question import asked_again, facets, rephrasing, vague
from assistant.question.intents import Intent
from assistant.retrieval.retrieve import Retriever
from assistant.retrieval.storage import Generation, current_name
from assistant.structured import agreements, differences, plan_answers, plan_sources
from assistant.structured.drafting import Answerer, Asking, answered
from assistant.structured.grant_answers import answer_from_grants, answer_to_need, cards_of, offer_instead
from assistant.structured.grant_notices import closing_notices, standing_notices

RETRIEVED = 8  # hits that composing looks at
NEAR_MISSES = 3
FEWEST_ROWS = 3  # rows that are shown as a table
NOT_FOUND = "Jag hittar inget svar i dokumenten."
ANSWERERS: tuple[Answerer, ...] = (
    differences.answer,
    plan_answers.answer,
    agreements.answer,
    answer_from_grants,
)  # tried in this order

Place = tuple[str, int, int]  # document id, start, end
T = TypeVar("T")
log = logging.getLogger(__name__)


class Assistant:
    """Answers from the serving generation, and notices when a new one takes over."""

    def __init__(
        self,
        data_dir: Path,
        open_retriever: Callable[[Path], Retriever],
        vocabulary: Vocabulary,
        question_limit: int,
        writer: Writer | None = None,
        remembered: int = 0,
        rewriter: Rewriter | None = None,
    ) -> None:
        self._data_dir = data_dir
        self._open = open_retriever
        self._vocabulary = vocabulary
        self._limit = question_limit
        self._writer = writer
        self._rewriter = rewriter
        self._pointed = current_name(data_dir)  # read first: a swap while we open is then noticed at the next question
        self._retriever = open_retriever(data_dir)
        self._users: Counter[Retriever] = Counter()
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._memory: Memory[tuple[Answer, tuple[Hit, ...]]] = Memory(remembered)
        self._memory.belong_to(self._retriever)

    @property
    def generation(self) -> Generation:
        """The generation that serves now."""
        with self._serving() as retriever:
            return retriever.generation

    @property
    def memory(self) -> Memory[tuple[Answer, tuple[Hit, ...]]]:
        """The extracts that are remembered. What a language model makes of one is written anew each time."""
        return self._memory

    def search(self, question: Question, k: int = 10) -> tuple[Hit, ...]:
        """At most k passages, best first. Raises QuestionError."""
        self._check(question)
        found = self._asking(lambda retriever: inquire(retriever, question, self._vocabulary, k))
        return facets.interleave([part.hits for part in found], k)

    def ask(self, question: Question) -> Answer:
        """The whole answer. Raises QuestionError."""
        for event in self.stream(question):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("a stream always ends with Done")

    def stream(self, question: Question) -> Iterator[Delta | Done]:
        """The answer piece by piece, and last the whole, checked answer. Raises QuestionError."""
        started = time.perf_counter()
        self._check(question)
        read = self._alone(question)
        answer, hits = self._asking(lambda retriever: self._extract(retriever, read))
        answer = replace(answer, question=question)
        told = (NOTICE.format(read.text),) if read is not question else ()

        def finished(answer: Answer) -> Answer:
            return replace(answer, notices=(*answer.notices, *told), seconds=time.perf_counter() - started)

        if self._writer and answer.outcome is not Outcome.NOT_FOUND:
            for event in self._writer.stream(answer, hits):
                if isinstance(event, Done):
                    whole = finished(event.answer)
                    if told:
                        yield Delta(whole.text[len(event.answer.text) :])
                    yield Done(whole)
                else:
                    yield event
            return
        answer = finished(answer)
        for line in answer.text.splitlines(keepends=True):
            yield Delta(line)
        yield Done(answer)

    def close(self) -> None:
        """Let go of the index."""
        self._retriever.close()

    def _alone(self, question: Question) -> Question:
        """A follow-up as a question of its own, when there is a language model that says it so; else the same object."""
        if not self._rewriter or not any(turn.role == "user" for turn in question.history):
            return question
        query = self._asking(lambda retriever: retriever.understand(question, self._vocabulary))
        return self._rewriter.rewritten(question) if query.follows_up else question

    def _extract(self, retriever: Retriever, question: Question) -> tuple[Answer, tuple[Hit, ...]]:
        """The extract, remembered or made, and the hits it was made from where a language model will read them."""
        asked = tidied(question)
        found = self._memory.get(retriever, asked)
        if found is None:
            answer, hits = self._compose(retriever, asked)
            found = replace(answer, question=Question("", asked.today)), hits if self._writer else ()
            self._memory.put(retriever, asked, found)
        return replace(found[0], question=question), found[1]

    def _compose(self, retriever: Retriever, question: Question) -> tuple[Answer, tuple[Hit, ...]]:
        """The extract, and the hits it was made from."""
        if reply := vague.small_talk(question):
            return Answer(question, Outcome.NOT_FOUND, reply, generation=retriever.generation.name), ()
        question = rephrasing.outright(asked_again.completed(vague.completed(question)))
        if vague.names_nothing(question, retriever.understand(question, self._vocabulary)):
            name = retriever.generation.name
            return Answer(question, Outcome.NOT_FOUND, vague.ASK_BACK, generation=name), ()
        found = inquire(retriever, question, self._vocabulary, RETRIEVED)
        hits = facets.interleave([part.hits for part in found], RETRIEVED)
        query = retriever.understand(question, self._vocabulary)
        draft = self._from_data(retriever, question) or self._from_hits(retriever, found, question)
        cards = cards_of(retriever.generation)
        answer = Answer(
            question=question,
            outcome=draft.outcome,
            lead=draft.lead or _lead(draft),
            statements=_named(draft, retriever.generation),
            citations=draft.citations,
            near_misses=hits[:NEAR_MISSES] if draft.outcome is not Outcome.ANSWERED else (),
            notices=(
                *compose.spelling_notice(retriever.respelt(question, self._vocabulary)),
                *compose.notices_for(draft.citations, tells_of_ended=draft.tells_of_ended),
                *standing_notices(query, draft, cards, question.today),
                *closing_notices(query, draft, cards, question.today),
                *compose.passed_notice(query, draft, question.today),
            ),
            generation=retriever.generation.name,
        )
        return answer, hits

    def _from_data(self, retriever: Retriever, question: Question) -> compose.Draft | None:
        """The answer from what editors keep as data beside the documents, when that holds the whole of it."""
        asking = Asking(question, retriever.understand(question, self._vocabulary), retriever.generation)
        return answered(asking, ANSWERERS)

    def _from_hits(self, retriever: Retriever, found: list[Found], question: Question) -> compose.Draft:
        """What is composed of the hits of each part of the question."""
        both = self._of_both(retriever, question)
        drafts = self._side_by_side(retriever, found, question)
        silent = parts.Silence()
        if both and both.is_whole:
            drafts = []
        elif not drafts or (both and not _shares_source(both, drafts[0])):
            told = both is not None and is_on_difference(both.citations[0].passage)  # that is the answer
            drafts = [] if told else self._of_parts(retriever, found, question)
            silent = parts.silence(found, drafts) if drafts and not both else silent
        drafts = [both, *drafts] if both else drafts
        if places := parts.places_apart(found):
            drafts = [compose.placed(draft, place) for draft, place in zip(drafts, places, strict=False)]
        asking = Asking(question, retriever.understand(question, self._vocabulary), retriever.generation)
        if len(found) == 1 and (instead := answer_to_need(asking, drafts)):
            return instead
        if not any(draft.citations for draft in drafts) and (instead := self._instead(asking, found)):
            return instead
        doubtful = all(draft.is_doubtful for draft in drafts if draft.citations)
        drafts = drafts if doubtful else parts.beside_sure(found, drafts)
        return compose.Draft(
            parts.joint_outcome(drafts),
            *_merge(drafts),
            unmentioned=parts.unmentioned_by(found, drafts),
            is_doubtful=doubtful,
            is_older=bool(drafts) and all(draft.is_older for draft in drafts),
            is_for_giver=bool(drafts) and all(draft.is_for_giver for draft in drafts),
            unanswered=silent.sure,
            unsure_of=silent.unsure,
            untold=tuple(dict.fromkeys(year for draft in drafts for year in draft.untold)),
        )

    def _instead(self, asking: Asking, found: list[Found]) -> compose.Draft | None:
        """Where nothing answers: what there is to apply for in the place asked about, or what a source says is not known."""
        if offered := offer_instead(asking):
            return offered
        siblings = asking.knowledge.passages_of
        unknown = (compose.compose_unknown(part.asked, part.hits, asking.question.today, siblings) for part in found)
        return next((draft for draft in unknown if draft.citations), None)

    def _of_parts(self, retriever: Retriever, found: list[Found], question: Question) -> list[compose.Draft]:
        """What is composed of the hits of each part."""
        siblings = retriever.generation.passages_of

        def composed(part: Found) -> compose.Draft:
            draft = compose.compose(part.asked, part.hits, question.today, siblings, part.newer)
            return self._from_original(retriever, part, question, draft)

        def again(part: Found, only: frozenset[str]) -> compose.Draft:
            return composed(found_in(retriever, question, part, only, RETRIEVED))

        said_by = plan_sources.asked_for(question.text, retriever.generation)
        about = plan_sources.agreement_of(question.text, retriever.generation)

        def drafted(part: Found) -> compose.Draft:
            if len(found) > 1 and (data := self._of_clause(retriever, question, part)):
                return data
            compares = part.asked.query.wants(Intent.COMPARE)  # that takes more than one source
            own = again(part, said_by or about) if (said_by or about) and not compares else None
            if own and own.citations and (said_by or parts.is_sure(own)):
                return own
            other = parts.gone_on(part, again) or parts.strayed(
                part, composed(part), frozenset() if compares else said_by
            )
            if named := parts.wide_sources_named(part, other):
                wide = again(part, named)
                other = wide if parts.is_sure(wide) else other
            return own if own and own.citations and not parts.is_sure(other) else other

        drafts = [drafted(part) for part in found]
        return parts.from_the_same(found, drafts, again)

    def _of_clause(self, retriever: Retriever, question: Question, part: Found) -> compose.Draft | None:
        """What the agreements tell of one clause of a question: "… och vilka kommuner har en överenskommelse?"."""
        query = part.asked.query
        clause = replace(question, text=query.text, history=())
        return agreements.answer(Asking(clause, query, retriever.generation))

    def _of_both(self, retriever: Retriever, question: Question) -> compose.Draft | None:
        """What a source itself says of both things that a question compares in general; None when none does."""
        query = retriever.understand(question, self._vocabulary)
        sides = facets.sides(query)
        if query.own_areas or query.years or not all(sides):
            return None
        hits = retriever.search(query, question.today, RETRIEVED, question.filters)
        said = said_of_both(sides, hits)
        rows = (
            []
            if said and is_on_difference(said[0].passage)
            else rows_of_both(sides, hits, retriever.generation.passages_of)
        )
        statements, citations = compose.cite(list(dict.fromkeys([*said, *rows])), question.today)
        return compose.Draft(Outcome.ANSWERED, statements, citations, is_whole=bool(rows)) if statements else None

    def _from_original(
        self, retriever: Retriever, part: Found, question: Question, draft: compose.Draft
    ) -> compose.Draft:
        """The draft, from the original of its fact sheet where that has been fetched and answers as fully."""
        generation = retriever.generation

        def search(identifier: str) -> Sequence[Hit]:
            only = frozenset({identifier})
            return retriever.search(part.asked.query, question.today, RETRIEVED, question.filters, only=only)

        def composed(hits: Sequence[Hit]) -> compose.Draft:
            return compose.compose(part.asked, hits, question.today, generation.passages_of)

        return taken_over(draft, generation.originals.get, search, composed)

    def _side_by_side(self, retriever: Retriever, found: list[Found], question: Question) -> list[compose.Draft]:
        """The comparison of two sources as wholes, when that is what is asked for and they have sections in common."""
        parts = [(part.asked, list(dict.fromkeys(hit.passage.document for hit in part.hits))) for part in found]
        best = next((documents[0] for _, documents in parts if documents), None)
        versions = (*best.superseded_by, *best.supersedes) if best else ()
        wanted = next((one.id for one in retriever.generation.catalogue if one.id in versions), "") if versions else ""
        other = retriever.generation.document_called(wanted)
        agreed = plan_sources.agreements_compared(question.text, retriever.generation)
        asked = found[0].asked
        if not agreed or not asked.query.wants(Intent.COMPARE) or asks_for_one_thing(asked, agreed[0]):
            agreed = None
        pair = agreed or compared(parts, other)
        if not pair:
            return []
        draft = compose.compose_side_by_side(*pair, question.today, retriever.generation.passages_of)
        return [draft] if draft.outcome is Outcome.ANSWERED else []

    def _asking(self, work: Callable[[Retriever], T]) -> T:
        """Do the work with the serving generation; once more when that generation was replaced meanwhile."""
        with self._serving() as retriever:
            name = retriever.generation.name
            try:
                return work(retriever)
            except IndexBroken:
                if current_name(self._data_dir) == name:
                    raise
        with self._serving(newest=True) as retriever:
            return work(retriever)

    @contextmanager
    def _serving(self, *, newest: bool = False) -> Iterator[Retriever]:
        """The serving retriever, which stays open until the last question that uses it is done."""
        self._follow_current(wait=newest)
        with self._lock:
            retriever = self._retriever
            self._users[retriever] += 1
        try:
            yield retriever
        finally:
            retriever.let_go()
            with self._lock:
                self._users[retriever] -= 1
                if retriever is not self._retriever and not self._users[retriever]:
                    del self._users[retriever]
                    retriever.close()

    def _follow_current(self, *, wait: bool) -> None:
        """Open the generation that takes over. Who asks while another opens it is answered from the one that is open.

        Opening takes seconds when the collection is large; ``wait`` for it where the open one is no longer to be had.
        """
        if not self._opening.acquire(blocking=wait):
            return
        try:
            name = current_name(self._data_dir)
            if name == self._pointed:
                return
            self._pointed = name
            opened = self._open(self._data_dir)
        except KnowledgeBaseError as fault:
            log.warning("%s Den version som redan är öppen används så länge.", fault)
            return
        else:
            with self._lock:
                old, self._retriever = self._retriever, opened
                self._memory.belong_to(opened)
                if not self._users[old]:
                    del self._users[old]
                    old.close()
        finally:
            self._opening.release()

    def _check(self, question: Question) -> None:
        if not question.text.strip():
            raise QuestionError("Frågan är tom", next_step="Skriv en fråga, till exempel: Vilka bidrag finns i Kumla?")
        if len(question.text) > self._limit:
            raise QuestionError(
                f"Frågan är {len(question.text)} tecken lång. Gränsen är {self._limit}",
                next_step="Korta frågan och försök igen",
            )


def _merge(drafts: list[compose.Draft]) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """All drafts in order with citations numbered through; a quote that two drafts share is said once.

    A place that statements rest on together, a table's column names, keeps one number.
    """
    statements: list[Statement] = []
    citations: dict[Place, Citation] = {}
    said: set[Place] = set()
    for draft in drafts:
        by_number = {citation.number: citation for citation in draft.citations}
        for statement in draft.statements:
            sources = {_place(by_number[number]): by_number[number] for number in statement.citations}
            first = next(iter(sources))
            if first in said:
                continue
            said.add(first)
            for place, source in sources.items():
                citations.setdefault(place, replace(source, number=len(citations) + 1))
            statements.append(replace(statement, citations=tuple(citations[place].number for place in sources)))
    return tuple(statements), tuple(citations.values())


def _place(citation: Citation) -> Place:
    return citation.passage.document.id, citation.start, citation.end


def _named(draft: compose.Draft, generation: Generation) -> tuple[Statement, ...]:
    """Statements as they are read: other documents by their titles, or not at all. Rows that make a table stay as they are."""
    rows = {citation.number for citation in draft.citations if citation.quote.startswith("|")}

    def title_of(identifier: str) -> str | None:
        return next((document.title for document in generation.catalogue if document.id == identifier), None)

    return tuple(
        statement
        if len(rows) >= FEWEST_ROWS and rows.intersection(statement.citations)
        else _retold(statement, without_ids(statement.text, title_of))
        for statement in draft.statements
    )


def _retold(statement: Statement, text: str) -> Statement:
    """A statement in other words; what answers in it is known as long as those words are left."""
    return replace(statement, text=text, focus=statement.focus if statement.focus in text else "")


def _shares_source(one: compose.Draft, other: compose.Draft) -> bool:
    return bool(parts.sources(one) & parts.sources(other))


def _lead(draft: compose.Draft) -> str:
    outcome, citations = draft.outcome, draft.citations
    if outcome is Outcome.NOT_FOUND or not citations:
        return NOT_FOUND + (" Källan säger själv så här:" if citations else "")
    names = list(dict.fromkeys(compose.source_name(citation.passage) for citation in citations))
    where = names[0] if len(names) == 1 else f"{len(names)} källor"
    if draft.unanswered:
        return f"Jag hittar inget svar {_of_what(draft.unanswered)}. Det här hittar jag, i {where}:"
    if draft.unmentioned:
        words = _quoted(draft.unmentioned)
        source = "Källan" if len(names) == 1 else "Källorna"
        return f"{source} nämner inte {words}. Det närmaste jag hittar står i {where}:"
    if draft.is_doubtful:
        return f"Jag är inte säker på att det här svarar på din fråga. Det närmaste jag hittar står i {where}:"
    if draft.unsure_of:
        return f"Jag är inte säker på att det här svarar på {_quoted(draft.unsure_of)}. Det här hittar jag, i {where}:"
    if draft.untold:
        return f"Jag hittar inget för {swedish.listed(map(str, draft.untold))}. Det senaste jag hittar står i {where}:"
    if draft.is_older:
        return f"Jag hittar bara äldre uppgifter, i {where}:"
    if draft.is_for_giver:
        return f"Jag kan inte avgöra det åt dig. Så här står det i {where}:"
    if outcome is Outcome.PARTIAL:
        return f"Jag hittar bara en del av svaret, i {where}:"
    return f"Så här står det i {where}:"


def _of_what(unanswered: Sequence[str]) -> str:
    """The parts of a question without an answer: its places by name, else its own words."""
    if all(part in (*MUNICIPALITIES, REGION) for part in unanswered):
        return f"för {' eller '.join(unanswered)}"
    return f"på {_quoted(unanswered)}"


def _quoted(words: Sequence[str]) -> str:
    return " eller ".join(f"”{word}”" for word in words)
