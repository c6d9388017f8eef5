"""The promises of ports.Reranker, kept by every reranker; and what the setting CIVSAM_RERANKER does to a search."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sheets import TODAY

from assistant.adapters.fakes import WordReranker
from assistant.adapters.reranking import CrossEncoderReranker, load_reranker
from assistant.domain import Hit, Question
from assistant.errors import ModelUnavailable
from assistant.ports import Reranker
from assistant.retrieval import ranking
from assistant.settings import Settings
from assistant.wiring import load

TEXTS = ["bidrag förening", "", "x" * 5_000, "kumla nora ansökan senast mars", "bidrag " * 400]
QUESTION = "bidrag ansökan senast"
SECONDS = 10


@pytest.fixture(scope="module", params=["words", "cross-encoder"])
def reranker(request: pytest.FixtureRequest) -> Reranker:
    if request.param == "words":
        return WordReranker()
    folder: Path = request.getfixturevalue("tiny_cross_encoder")
    return CrossEncoderReranker(str(folder))


def test_one_figure_from_0_to_1_for_each_text(reranker: Reranker) -> None:
    figures = reranker.relevances(QUESTION, TEXTS)
    assert figures.shape == (len(TEXTS),)
    assert figures.dtype == np.float32
    assert ((figures >= 0) & (figures <= 1)).all()


def test_no_texts_give_no_figures(reranker: Reranker) -> None:
    assert reranker.relevances(QUESTION, []).shape == (0,)


def test_a_text_has_the_same_figure_in_any_company(reranker: Reranker) -> None:
    together = reranker.relevances(QUESTION, TEXTS)
    np.testing.assert_allclose(reranker.relevances(QUESTION, TEXTS[::-1]), together[::-1], atol=1e-5)
    for text, figure in zip(TEXTS, together, strict=True):
        assert float(reranker.relevances(QUESTION, [text])[0]) == pytest.approx(float(figure), abs=1e-5)


def test_texts_are_told_apart(reranker: Reranker) -> None:
    one, other = reranker.relevances(QUESTION, [TEXTS[0], TEXTS[3]])
    assert abs(float(one) - float(other)) > 1e-4


# --- blending ---------------------------------------------------------------------------------------------------


def test_the_reranker_and_the_score_weigh_alike_and_the_unread_come_last(settings: Settings) -> None:
    assistant = load(settings)
    passages = [hit.passage for hit in assistant.search(Question("bidrag förening ansökan", TODAY), 3)]
    assistant.close()
    hits = [Hit(passage, score) for passage, score in zip(passages, (2.0, 1.0, 0.9), strict=True)]
    blended = ranking.blend(hits, [0.0, 1.0])
    assert [hit.score for hit in blended] == pytest.approx([1.0, 1.5, 0.45])
    assert ranking.blend([], []) == []


# --- the setting ------------------------------------------------------------------------------------------------


def test_none_by_default() -> None:
    assert load_reranker(Settings()) is None


def test_a_configured_reranker_orders_the_hits(settings: Settings, tiny_cross_encoder: Path) -> None:
    question = Question("När ska ansökan om bidrag vara inne?", TODAY)
    plain, reranked = load(settings), load(settings.model_copy(update={"reranker": str(tiny_cross_encoder)}))
    before, after = plain.search(question, 100), reranked.search(question, 5)
    plain.close()
    reranked.close()
    assert {hit.passage.id for hit in after} <= {hit.passage.id for hit in before}
    assert [hit.score for hit in before[:5]] != [hit.score for hit in after]
    assert [hit.score for hit in after] == sorted((hit.score for hit in after), reverse=True)


def refusal(settings: Settings) -> ModelUnavailable:
    started = time.monotonic()
    with pytest.raises(ModelUnavailable) as caught:
        load(settings)
    assert time.monotonic() - started < SECONDS
    assert "CIVSAM_RERANKER" in caught.value.where
    assert "CIVSAM_RERANKER" in caught.value.next_step
    return caught.value


@pytest.mark.usefixtures("make_cross_encoder")  # the import is not part of the seconds
@pytest.mark.parametrize("name", ["finns-inte", "ingen-utgivare/ingen-modell"])
def test_a_missing_reranker_is_refused_within_seconds_and_without_the_network(settings: Settings, name: str) -> None:
    assert name in refusal(settings.model_copy(update={"reranker": name})).what


@pytest.mark.usefixtures("make_cross_encoder")
def test_a_folder_that_is_no_model_and_a_model_that_is_no_reranker(
    settings: Settings, make_cross_encoder: Callable[[Path, int], Path], tmp_path: Path
) -> None:
    assert "config.json" in refusal(settings.model_copy(update={"reranker": str(tmp_path)})).next_step
    three = make_cross_encoder(tmp_path / "tre", 3)
    assert "3 värden" in refusal(settings.model_copy(update={"reranker": str(three)})).what
