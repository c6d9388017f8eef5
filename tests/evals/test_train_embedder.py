"""A model trained for three steps on a few texts opens as the shipped one does, and is the same every time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.static_embedding import StaticEmbedder
from evals.train_embedder import main, make_model
from evals.training_texts import Text, read_corpus

BODY = (
    "En förening som vill ha bidrag till sin verksamhet ska lämna ansökan senast den {} mars till kommunens {} nämnd, "
    "tillsammans med stadgar, årsberättelse och en plan för hur medlen används."
)
TEXTS = [
    Text(f"Regler om {name}bidrag", name.capitalize(), BODY.format(day, name))
    for day, name in enumerate(("kultur", "idrott", "lokal", "läger", "scen", "teknik"), start=1)
]


def test_three_steps_make_a_model_that_opens(tmp_path: Path) -> None:
    for name in ("en", "två"):
        make_model(TEXTS, tmp_path / name, size=200, dimension=16, steps=3, seed=1)
    embedder = StaticEmbedder(tmp_path / "en")
    assert embedder.dimension == 16
    vectors = embedder.embed_passages([str(text) for text in TEXTS])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    np.testing.assert_array_equal(vectors, StaticEmbedder(tmp_path / "två").embed_passages([str(t) for t in TEXTS]))


def test_a_missing_file_is_told_in_swedish(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--statutes", str(tmp_path / "saknas.jsonl.gz"), "--out", str(tmp_path / "ut")]) == 1
    assert "finns inte" in capsys.readouterr().err
    assert not (tmp_path / "ut").exists()


def test_the_sections_of_a_fact_sheet(tmp_path: Path) -> None:
    sheet = "---\nid: x\ntitel: 'Bidrag i Kumla'\n---\nInledning.\n\n## Tider\n\nSenast 1 mars.\n"
    (tmp_path / "a.md").write_text(sheet, encoding="utf-8")
    assert list(read_corpus(tmp_path)) == [
        Text("Bidrag i Kumla", "", "Inledning."),
        Text("Bidrag i Kumla", "Tider", "Senast 1 mars."),
    ]
