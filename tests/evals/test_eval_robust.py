from contextlib import contextmanager

import pytest

from evals.robust import PARAPHRASED, SAME_QUESTION, SHUFFLED, robustness, robustness_table
from evals.shuffled import shuffled


@pytest.fixture
def cases(build):
    return [
        build.case(
            id="A1", turns=["Förr?", "Hur stort är BIDRAGET i år?"], paraphrases=["Vad får man?", "Hur mycket?"]
        ),
        build.case(id="A2", turns=["Bidrag"]),
    ]


class Fickle:
    """Answers right when it knows the exact words, and not at all otherwise."""

    def __init__(self, build, *known):
        self.build, self.known, self.asked = build, known, []

    def ask(self, question):
        self.asked.append(question)
        return self.build.answer(*(["Det är 2 000 kr."] if question.text in self.known else []))

    def search(self, question, k):
        return self.build.hits(("boll", "Belopp"))


def test_every_variant_is_paired_with_the_question_as_it_is_written(build, cases):
    fickle = Fickle(build, cases[0].turns[-1], "Bidrag", "Vad får man?")
    rows = build.rows(fickle, cases)
    fickle.asked.clear()

    @contextmanager
    def in_another_order():
        yield Fickle(build, "Bidrag")

    found = {line["variant"]: line for line in robustness(cases, rows, fickle, in_another_order, build.today)}
    fall = {name: line["measures"]["nugget_recall"]["difference"] for name, line in found.items()}
    assert (found[SAME_QUESTION]["n"], found[SAME_QUESTION]["same_answer"], fall[SAME_QUESTION]) == (4, 1, 0)
    assert (found[PARAPHRASED]["n"], fall[PARAPHRASED]) == (2, -0.5)
    assert fall["Små bokstäver"] == -1
    assert fall["Utan å, ä och ö"] == -0.5
    assert (fall[SHUFFLED], found[SHUFFLED]["same_answer"]) == (-0.5, 0.5)
    assert found["Små bokstäver"]["measures"]["false_refusal"]["difference"] == 1
    texts = {question.text for question in fickle.asked}
    assert {"hur stort är bidraget i år?", "Hur stort ar BIDRAGET i ar?", "Hur mycket?"} <= texts
    assert any(question.history and question.history[0].text == "forr?" for question in fickle.asked) is False
    assert any(question.history and question.history[0].text == "Forr?" for question in fickle.asked)


def test_the_table_names_every_variant(build, cases):
    fickle = Fickle(build, "Bidrag")
    found = robustness(cases, build.rows(fickle, cases), fickle, None, build.today)
    shown = robustness_table(found)
    for line in found:
        assert line["variant"] in shown
    assert SHUFFLED not in shown


def test_the_shuffled_index_holds_the_same_in_another_order(settings, assistant, in_process):
    plain = assistant.generation
    with shuffled(settings, plain) as other:
        again = other.generation
        before, after = ([document.id for document in generation.documents()] for generation in (plain, again))
        assert before != after
        assert sorted(before) == sorted(after)
        assert again.structures == plain.structures
        assert again.fingerprint == plain.fingerprint
        assert {passage.id for passage in again.passages()} == {passage.id for passage in plain.passages()}
