"""Expected questions lead to the place that answers them; without any, and for other embedders, all is as before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sheets import TODAY, World, document, indexed, passage, sheet

from assistant.adapters.fakes import ExactVectorIndex, LetterEmbedder
from assistant.adapters.static_embedding import StaticEmbedder
from assistant.answer import Assistant, _lead
from assistant.answerability import sufficiency
from assistant.answerability.doubt import SURE, SURE_OF_VALUE, doubt, is_near
from assistant.composition.compose import Draft
from assistant.domain import Citation, Outcome, Question, Status
from assistant.language.matching import Matcher
from assistant.language.vocabulary import Vocabulary
from assistant.parts import beside_sure, joint_outcome
from assistant.passages.units import units_of
from assistant.question.query import understand
from assistant.retrieval.expected import NOTHING, OTHER_KIND, OTHER_YEAR, Expected, Pointer, Pointers
from assistant.retrieval.relevance import Asked
from assistant.retrieval.retrieve import Retriever
from assistant.retrieval.weighing import told
from assistant.selection.choosing import closest, nearest
from assistant.wiring import load, open_retriever

SHEET = sheet(
    "cirkuspeng",
    """
## Belopp

- Manegebidraget är 1 200 kr per termin.

## Begränsningar

- Trikåer och sminkväskor bekostas av utövaren.
- Omkostnader vid turné täcks med högst 300 kr per dygn.

## Ansökan

- Formuläret lämnas senast den 30 april 2024.
""",
    titel="Cirkuspeng i Kumla",
)
QUESTIONS = """\
Begränsningar:
  Trikåer och sminkväskor:
    - Vem betalar kläderna?
    - Får vi köpa dräkter för pengarna?
  högst 300 kr per dygn:
    - Vad får vi för hotellnätter på resan?
Ansökan:
  hela:
    - När skulle blanketten vara inne 2024?
"""


@pytest.fixture(scope="module")
def helped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    files = {"cirkuspeng.md": SHEET, "fragor/cirkuspeng.yaml": QUESTIONS}
    assistant = load(indexed(tmp_path_factory.mktemp("helped"), files))
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def unhelped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = load(indexed(tmp_path_factory.mktemp("unhelped"), {"cirkuspeng.md": SHEET}))
    yield assistant
    assistant.close()


def first(assistant: Assistant, text: str) -> str | None:
    hits = assistant.search(Question(text, TODAY))
    return hits[0].passage.headings[-1] if hits else None


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("Vem betalar våra kläder i cirkusen?", "Begränsningar"),
        ("Vad får man för hotellnätter?", "Begränsningar"),
        ("När skulle blanketten vara inne?", "Ansökan"),
    ],
)
def test_a_section_is_found_by_other_words_than_its_own(helped: Assistant, question: str, heading: str) -> None:
    assert first(helped, question) == heading


def test_without_them_those_words_do_not_lead_there(unhelped: Assistant) -> None:
    assert first(unhelped, "Vad får man för hotellnätter?") != "Begränsningar"


def test_what_is_shown_is_the_document_and_never_the_expected_question(helped: Assistant) -> None:
    answer = helped.ask(Question("Vad får vi för hotellnätter på resan med cirkusen?", TODAY))
    assert "300 kr per dygn" in answer.text
    assert "hotellnätter på resan" not in answer.text
    assert {citation.passage.document.id for citation in answer.citations} == {"cirkuspeng"}


def test_too_few_words_alone_do_not_refuse_what_is_learnt_to_be_near(
    helped: Assistant, unhelped: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sufficiency, "covers", lambda *_: False)
    answer = helped.ask(Question("Vad får vi då för hotellnätter på resan?", TODAY))
    assert answer.outcome is Outcome.PARTIAL
    assert answer.lead.startswith("Jag är inte säker på att det här svarar på din fråga")
    assert "300 kr per dygn" in answer.text
    assert unhelped.ask(Question("Vad får vi då för omkostnader vid turné?", TODAY)).outcome is Outcome.NOT_FOUND


def test_a_name_that_no_source_has_is_refused_however_near_the_rest_is(helped: Assistant) -> None:
    answer = helped.ask(Question("Vad får Trampolinkungarna för hotellnätter på resan?", TODAY))
    assert answer.outcome is Outcome.NOT_FOUND


def near(retriever: Retriever, text: str) -> dict[str, float]:
    query = retriever.understand(Question(text, TODAY), Vocabulary())
    expected = retriever.generation.expected
    assert expected
    vector = StaticEmbedder().embed_query(text)
    return {one.question: likeness for likeness, one in expected.near(query, retriever.asked(query).matcher, vector)}


def test_the_same_question_is_as_like_as_can_be_and_another_kind_or_year_less(tmp_path: Path) -> None:
    settings = indexed(tmp_path, {"cirkuspeng.md": SHEET, "fragor/cirkuspeng.yaml": QUESTIONS})
    retriever = open_retriever(settings, settings.data_dir)
    try:
        same = near(retriever, "När skulle blanketten vara inne 2024?")["När skulle blanketten vara inne 2024?"]
        assert same == pytest.approx(1.0, abs=0.01)
        other_year = near(retriever, "När skulle blanketten vara inne 2021?")
        assert other_year["När skulle blanketten vara inne 2024?"] < OTHER_YEAR
        who, when = near(retriever, "Vem betalar kläderna?"), near(retriever, "När betalar ni kläderna?")
        assert when["Vem betalar kläderna?"] <= OTHER_KIND * who["Vem betalar kläderna?"]
    finally:
        retriever.close()


def test_with_another_embedder_they_change_nothing(tmp_path: Path) -> None:
    world = World(tmp_path / "blad", tmp_path / "data", LetterEmbedder())
    world.write("cirkuspeng.md", SHEET)
    world.write("fragor/cirkuspeng.yaml", QUESTIONS)
    world.ingest()
    generation = world.generation()
    retriever = Retriever(generation, LetterEmbedder(), ExactVectorIndex(generation.vectors()))
    try:
        asked = retriever.asked(retriever.understand(Question("Vem betalar kläderna?", TODAY), Vocabulary()))
        assert generation.expected
        assert (asked.pointers, asked.is_calibrated) == (NOTHING, False)
        assert list(asked.nearness(["kläder och dräkter"])) == [0.0]
    finally:
        retriever.close()


def test_a_question_without_words_of_its_own_is_pointed_nowhere(helped: Assistant) -> None:
    assert helped.search(Question("Vad gäller?", TODAY)) == ()


def test_a_document_that_nothing_is_expected_of_is_answered_as_before(tmp_path: Path) -> None:
    other = sheet("seglarpeng", "## Belopp\n\n- Seglarpengen är 700 kr.", titel="Seglarpeng i Nora", kommun="Nora")
    files = {"cirkuspeng.md": SHEET, "fragor/cirkuspeng.yaml": QUESTIONS, "seglarpeng.md": other}
    assistant = load(indexed(tmp_path, files))
    try:
        answer = assistant.ask(Question("Hur mycket är seglarpengen i Nora?", TODAY))
        assert (answer.outcome, "700 kr" in answer.text) == (Outcome.ANSWERED, True)
    finally:
        assistant.close()


TEXT = "Avgiften är 300 kr per dygn. Lokalen ligger vid torget. Nyckeln hämtas hos vakten."
ABOUT = document(TEXT, id="prov")
UNITS = units_of(passage(ABOUT, headings=("Hyra",)))


def asking(text: str, *nearness: float, learnt: bool = True) -> Asked:
    """A question that the units are this near to, one figure each."""
    query = understand(Question(text, TODAY), Vocabulary())
    near = {told(unit): value for unit, value in zip(UNITS, nearness, strict=True)}
    known = frozenset({"prov"}) if learnt else frozenset()
    return Asked(query, Matcher(query.weights, {}), nearness=lambda texts: [near[one] for one in texts], learnt=known)


def pointed(asked: Asked, likeness: float) -> Asked:
    """The same question with an expected one as like it as this, which the second unit answers."""
    expected = Expected("Var håller ni till?", "prov", ((UNITS[1].start, UNITS[1].end),))
    return asked._replace(pointers=Pointers({"prov": [Pointer(likeness, expected)]}))


def test_an_answer_is_doubtful_when_it_is_neither_near_nor_pointed_at() -> None:
    near = SURE - 0.2
    assert doubt(asking("Var ligger lokalen?", 0.2, near, 0.1), UNITS) == (True, ())
    assert doubt(asking("Var ligger lokalen?", 0.2, SURE + 0.1, 0.1), UNITS) == (False, ())
    assert doubt(pointed(asking("Var ligger lokalen?", 0.2, near, 0.1), 0.3), UNITS) == (False, ())
    its_section = pointed(asking("Var ligger lokalen?", 0.2, near, 0.1), SURE)
    assert doubt(its_section, UNITS[2:]) == (False, ())
    assert doubt(asking("Var ligger lokalen?", 0.2, near, 0.1, learnt=False), UNITS) == (False, ())


def test_less_nearness_is_enough_for_a_value_that_is_told_with_every_word() -> None:
    near = (SURE + SURE_OF_VALUE) / 2
    asked = asking("Hur stor är avgiften?", near, 0.1, 0.1)
    assert doubt(asked, UNITS) == (False, ())
    assert not is_near(asked, UNITS)  # it does not answer in words that no source has
    assert doubt(asked, UNITS[1:]) == (True, ())  # no amount is told
    assert doubt(asking("Hur stor är avgiften för hyttan?", near, 0.1, 0.1), UNITS) == (True, ("hyttan",))
    assert doubt(asking("Var ligger lokalen?", 0.2, near, 0.1), UNITS) == (True, ())


def test_words_that_no_source_mentions_take_their_share_of_the_sureness() -> None:
    near = SURE + 0.1
    assert doubt(asking("Var ligger lokalen?", 0.2, near, 0.1), UNITS) == (False, ())
    assert doubt(asking("Har lokalen hörslinga?", 0.2, near, 0.1), UNITS) == (True, ("hörslinga",))


def test_a_doubtful_answer_begins_by_saying_so() -> None:
    citations = (Citation(1, UNITS[0].passage, "Avgiften", 0, 8, Status.UNKNOWN),)
    unsure = Draft(Outcome.PARTIAL, (), citations, is_doubtful=True)
    assert _lead(unsure).startswith(
        "Jag är inte säker på att det här svarar på din fråga. Det närmaste jag hittar står i "
    )


def test_the_closest_comes_first_and_what_is_further_away_is_left_out() -> None:
    fee, place, key = UNITS
    assert closest(asking("Var ligger lokalen?", 0.3, 0.95, 0.7), UNITS, ()) == [place, key]
    assert closest(asking("Var ligger lokalen?", 0.3, 0.95, 0.7), UNITS, [fee]) == [fee, place, key]
    assert closest(asking("Var ligger lokalen?", 0.3, 0.6, 0.1), UNITS, ()) == list(UNITS)  # nothing is close
    assert closest(asking("Vad kostar lokalen?", 0.3, 0.95, 0.7), UNITS, ()) == list(UNITS)  # the fee would be lost
    assert closest(asking("Var ligger lokalen?", 0.3, 0.95, 0.7, learnt=False), UNITS, ()) == list(UNITS)


def test_sections_far_below_the_nearest_are_left_out_where_they_were_learnt_from() -> None:
    near, far = UNITS[1], units_of(passage(document(TEXT, id="annat"), headings=("Nycklar",)))[2]
    asked = asking("Var ligger lokalen?", 0.3, 0.9, 0.7)
    both = asked._replace(nearness=lambda texts: [0.9, 0.2][: len(texts)], learnt=frozenset({"prov", "annat"}))
    assert nearest(both, [near, far]) == [near]
    assert nearest(both._replace(learnt=frozenset({"prov"})), [near, far]) == [near, far]


def test_questions_taken_away_leave_nothing_behind(tmp_path: Path) -> None:
    world = World(tmp_path / "blad", tmp_path / "data", StaticEmbedder())
    world.write("cirkuspeng.md", SHEET)
    file = world.write("fragor/cirkuspeng.yaml", QUESTIONS)
    name = world.ingest().generation
    assert world.ingest().generation == name  # nothing has changed
    assert world.holds("hotellnätter")
    file.unlink()
    assert world.ingest().generation != name
    assert not world.holds("hotellnätter")


def test_questions_of_a_document_for_staff_are_not_among_the_public_ones(tmp_path: Path) -> None:
    world = World(tmp_path / "blad", tmp_path / "data", StaticEmbedder())
    world.write("cirkuspeng.md", SHEET.replace("\n---\n\n", "\natkomst: personal\n---\n\n"))
    world.write("oppet.md", sheet("oppet", "## Annat\n\n- Något som alla får läsa om Kumla."))
    world.write("fragor/cirkuspeng.yaml", QUESTIONS)
    assert not world.ingest().failed
    public = [path for path in world.data_dir.rglob("*") if path.is_file() and "staff" not in path.parts]
    assert public
    assert not any("hotellnätter".encode() in path.read_bytes() for path in public)


def test_a_question_is_not_remembered_beyond_its_answer(helped: Assistant) -> None:
    helped.ask(Question("Vem betalar kläderna?", TODAY))
    assert not helped._retriever._understood


def test_one_doubtful_part_casts_no_doubt_on_the_others_unless_there_are_words_for_it() -> None:
    near, far = Draft(Outcome.ANSWERED), Draft(Outcome.PARTIAL, is_doubtful=True)
    assert joint_outcome(beside_sure([], [near, far])) is Outcome.ANSWERED
    lacking = Draft(Outcome.PARTIAL, unmentioned=("revisor",), is_doubtful=True)
    assert joint_outcome(beside_sure([], [near, lacking])) is Outcome.PARTIAL
    assert joint_outcome(beside_sure([], [Draft(Outcome.PARTIAL), near])) is Outcome.PARTIAL
