"""What helps a visitor on from an answer: what to write where nothing was found, and links from its first words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hostile import Page
from page_fakes import PLAN, TODAY, cite, passage

from assistant.domain import Answer, Filters, Outcome, Question, Statement, Status, Turn
from assistant.question.vague import REPLIES
from ui import texts
from ui.as_text import answer_text
from ui.hints import next_step
from ui.messages import answer_html

SENTENCE = "Utöver dem finns 18 bidrag för hela länet eller landet; se sidan Bidrag."


def missed(text: str, *before: str, areas: tuple[str, ...] = (), lead: str = "Det finns inget om det.") -> Answer:
    history = tuple(Turn("user", one) for one in before)
    return Answer(Question(text, TODAY, history, Filters(areas=areas)), Outcome.NOT_FOUND, lead, generation="gen-0001")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("Hur mycket kostar en hoppborg?",), texts.NOT_FOUND_NEXT),
        (("Får man bidrag till en hoppborg i Kumla?",), texts.NOT_FOUND_NEXT_GRANT),
        (("Får man bidrag till en ny fotbollsplan?",), texts.NOT_FOUND_NEXT),
        (("Och en ny fotbollsplan?", "Vilka bidrag finns i Nora?"), texts.NOT_FOUND_NEXT_GRANT),
        (("Vad står det i handlingsplanen om rymdfärder?",), ""),
        (("Vem följer upp det?", "Vad säger överenskommelsen om möten?"), ""),
        (("Vilket bidrag kräver avtal i Laxå?",), texts.NOT_FOUND_NEXT_GRANT),
    ],
)
def test_only_what_is_not_named_yet_is_asked_for(asked: Sequence[str], told: str) -> None:
    answer = missed(*asked)
    assert next_step(answer) == told
    html = answer_html(answer)
    assert ('class="tips"' in html) is bool(told) and told in html


def test_a_place_that_was_chosen_is_named() -> None:
    assert next_step(missed("Finns det pengar till hoppborgar?", areas=("Kumla",))) == texts.NOT_FOUND_NEXT_GRANT


def test_what_asks_back_itself_and_what_has_something_to_read_needs_no_hint() -> None:
    assert {next_step(missed("När är sista dagen?", lead=reply)) for reply in REPLIES} == {""}
    assert "tips" not in answer_html(unknown())


def unknown(outcome: Outcome = Outcome.NOT_FOUND) -> Answer:
    """Two statements of one source that is no longer in force."""
    said = tuple(Statement(f"Källan säger inte {what}.", (1,), verified=True) for what in ("när", "hur mycket"))
    quote = cite(passage(PLAN), "Fullmäktige antog den i december.", status=Status.EXPIRED)
    return Answer(Question("Hur mycket?", TODAY), outcome, "Lead.", said, (quote,), generation="gen-0001")


def test_the_age_of_a_source_is_told_at_the_source_where_nothing_was_found() -> None:
    mark = texts.OUTDATED[Status.EXPIRED]
    assert mark == "källan gäller inte längre"
    html = answer_html(unknown())
    assert texts.of_all(mark) not in html and html.count(f"({mark})") == 2
    assert texts.of_all(mark) in answer_html(unknown(Outcome.ANSWERED))


@pytest.mark.parametrize(
    ("question", "lead", "address"),
    [
        ("Vilka bidrag finns?", f"8 bidrag i Kumla. {SENTENCE}", "/bidrag?kommun=Kumla"),
        ("Vilka bidrag finns i Örebro?", SENTENCE, "/bidrag?kommun=%C3%96rebro"),
        ("Vilka bidrag finns i Nora och Laxå?", SENTENCE, "/bidrag"),
        ("Vilka bidrag finns?", SENTENCE, "/bidrag"),
    ],
)
def test_the_page_of_grants_is_a_link_and_the_words_stay(question: str, lead: str, address: str) -> None:
    answer = Answer(Question(question, TODAY), Outcome.ANSWERED, lead, generation="gen-0001")
    html = answer_html(answer)
    assert f'<a href="{address}">sidan Bidrag</a>' in html
    assert lead in Page(html).text
    assert lead in answer_text(answer) and "<a" not in answer_text(answer)


def test_what_stands_around_the_link_is_still_escaped() -> None:
    lead = 'Om "<script>" se sidan Bidrag.'
    html = answer_html(Answer(Question("<b>", TODAY), Outcome.ANSWERED, lead, generation="gen-0001"))
    assert "<script>" not in html and 'href="/bidrag"' in html
