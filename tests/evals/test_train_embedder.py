"""A model trained for some steps on a few texts and questions opens as the shipped one does, and is the same every time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sheets import sheet

from assistant.adapters.static_embedding import StaticEmbedder
from evals.train_embedder import main, make_model, make_tokenizer
from evals.training_questions import DROPPED, Answered, Questions, read_answered
from evals.training_texts import Text, read_corpus

BODY = (
    "En förening som vill ha bidrag till sin verksamhet ska lämna ansökan senast den {} mars till kommunens {} nämnd, "
    "tillsammans med stadgar, årsberättelse och en plan för hur medlen används."
)
TEXTS = [
    Text(f"Regler om {name}bidrag", name.capitalize(), BODY.format(day, name))
    for day, name in enumerate(("kultur", "idrott", "lokal", "läger", "scen", "teknik"), start=1)
]

SECTIONS = [str(text) for text in TEXTS[:2]]
ANSWERED = [
    Answered("Kan vi få pengar till en konsert?", (SECTIONS[0],), "Regler om kulturbidrag\nkultur"),
    Answered("När ska bollklubben höra av sig?", (SECTIONS[1],)),
]
UNANSWERED = ["Måste vi ha revisor?", "Får vi låna en buss?"]
SHEET = """
## Krav

- Minst tolv medlemmar.
- Säte i Kumla.

## Tider

Ansök senast 1 mars.
"""
QUESTIONS = """
Krav:
  hela:
    - Vilka får söka?
  Säte i Kumla:
    - Kan en klubb i Nora söka?
Tider:
  senast 1 mars:
    - När ska vi höra av oss?
svaras inte:
  - Måste vi ha revisor?
"""


def test_three_steps_make_a_model_that_opens(tmp_path: Path) -> None:
    for name in ("en", "två"):
        make_model(
            TEXTS, ANSWERED, UNANSWERED, tmp_path / name, size=200, dimension=16, steps=3, question_steps=3, seed=1
        )
    embedder = StaticEmbedder(tmp_path / "en")
    assert embedder.dimension == 16
    vectors = embedder.embed_passages([str(text) for text in TEXTS])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    np.testing.assert_array_equal(vectors, StaticEmbedder(tmp_path / "två").embed_passages([str(t) for t in TEXTS]))


def test_a_question_comes_nearer_to_its_section_by_the_second_training(tmp_path: Path) -> None:
    def nearer(question_steps: int) -> float:
        """How much nearer the questions are to their own sections than to each other's."""
        folder = tmp_path / str(question_steps)
        make_model(
            TEXTS, ANSWERED, UNANSWERED, folder, size=200, dimension=16, steps=3, question_steps=question_steps, seed=1
        )
        embedder = StaticEmbedder(folder)
        near = embedder.embed_passages([one.question for one in ANSWERED]) @ embedder.embed_passages(SECTIONS).T
        return float(np.trace(near) - np.trace(near[::-1]))

    assert nearer(200) > nearer(0) + 0.5


def test_the_questions_of_the_editors_and_what_answers_them(tmp_path: Path) -> None:
    (tmp_path / "blad").mkdir()
    (tmp_path / "blad" / "a.md").write_text(sheet("a", SHEET, titel="Peng"), encoding="utf-8")
    (tmp_path / "fragor").mkdir()
    (tmp_path / "fragor" / "a.yaml").write_text(QUESTIONS, encoding="utf-8")
    (tmp_path / "fragor" / "b.yaml").write_text(QUESTIONS, encoding="utf-8")
    answered, unanswered, refused = read_answered(tmp_path / "blad", tmp_path / "fragor")
    requirements = ("Peng\nKrav\n- Minst tolv medlemmar.\n- Säte i Kumla.",)
    assert answered == [
        Answered("Vilka får söka?", requirements),
        Answered("Kan en klubb i Nora söka?", requirements, "Peng\nKrav\nSäte i Kumla."),
        Answered(
            "När ska vi höra av oss?", ("Peng\nTider\nAnsök senast 1 mars.",), "Peng\nTider\nAnsök senast 1 mars."
        ),
    ]
    assert unanswered == ["Måste vi ha revisor?"]
    assert [one.path.name for one in refused] == ["b.yaml"]


def test_a_question_without_an_answer_goes_away_from_every_section(tmp_path: Path) -> None:
    def nearest(unanswered: list[str]) -> float:
        folder = tmp_path / str(len(unanswered))
        make_model(TEXTS, ANSWERED, unanswered, folder, size=200, dimension=16, steps=3, question_steps=200, seed=1)
        embedder = StaticEmbedder(folder)
        return float((embedder.embed_passages(UNANSWERED) @ embedder.embed_passages(SECTIONS).T).max())

    assert nearest(UNANSWERED) < nearest([]) - 0.2


def test_batches_hold_questions_with_what_answers_them_a_kind_at_a_time() -> None:
    section, unit = (SECTIONS[0],), "Regler om kulturbidrag"
    words = "ett två tre fyra fem sex sju åtta nio tio"
    answered = [Answered(words, section), Answered(f"{words} elva", section, unit), ANSWERED[1]]
    tokenizer = make_tokenizer(TEXTS, 200)
    pieces = [len(tokenizer.encode(one).ids) for one in (SECTIONS[0], unit)]
    batches = [Questions(answered, UNANSWERED, tokenizer, np.random.default_rng(1)).draw(step) for step in range(3)]
    assert [sorted(batch.answers) for batch in batches[:2]] == [[0, 0, 1], [0, 0, 1]]
    assert len(batches[2].answers) == 1  # only one of them is answered by a unit
    assert len(batches[2].found[0]) == pieces[1]
    lengths = np.diff([*batches[1].found[1], len(batches[1].found[0])])
    assert (lengths[batches[1].answers == 0] == pieces[0]).all()  # nothing is dropped from a section
    assert batches[0].alone
    assert [len(side[1]) for side in batches[0].alone] == [len(UNANSWERED)] * 2
    whole = sum(len(tokenizer.encode(one.question).ids) for one in answered)
    assert whole * (1 - 2 * DROPPED) < len(batches[0].asked[0]) < whole


@pytest.mark.parametrize("missing", ["--statutes", "--questions"])
def test_a_missing_file_is_told_in_swedish(missing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "lagar.jsonl.gz"
    there.touch()
    assert main(["--statutes", str(there), missing, str(tmp_path / "saknas"), "--out", str(tmp_path / "ut")]) == 1
    told = capsys.readouterr().err
    assert "finns inte" in told
    assert missing in told
    assert not (tmp_path / "ut").exists()


def test_the_sections_of_a_fact_sheet(tmp_path: Path) -> None:
    sheet = "---\nid: x\ntitel: 'Bidrag i Kumla'\n---\nInledning.\n\n## Tider\n\nSenast 1 mars.\n"
    (tmp_path / "a.md").write_text(sheet, encoding="utf-8")
    assert list(read_corpus(tmp_path)) == [
        Text("Bidrag i Kumla", "", "Inledning."),
        Text("Bidrag i Kumla", "Tider", "Senast 1 mars."),
    ]
