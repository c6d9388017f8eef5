"""A model that cannot be had says so within seconds; one that does not fit the index leaves the index alone."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sheets import TODAY, write_sheets

from assistant.adapters.embedding import load_embedder
from assistant.domain import Question
from assistant.errors import IndexMismatch, ModelUnavailable
from assistant.settings import BUILTIN_EMBEDDER, Settings
from assistant.wiring import load
from ingest.pipeline import ingest

SECONDS = 10  # a model hub that cannot be reached costs more than a minute when it is asked


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def complaint(name: str) -> ModelUnavailable:
    started = time.monotonic()
    with pytest.raises(ModelUnavailable) as caught:
        load_embedder(Settings(embedder=name))
    assert time.monotonic() - started < SECONDS
    return caught.value


@pytest.mark.usefixtures("make_model")  # the import is not part of the seconds
@pytest.mark.parametrize("name", ["finns-inte", "ingen-utgivare/ingen-modell", "konstigt namn/åäö", "a/b/c"])
def test_an_unknown_model_is_refused_within_seconds_and_without_the_network(name: str) -> None:
    error = complaint(name)
    assert name in error.what
    assert "CIVSAM_EMBEDDER" in error.where
    assert BUILTIN_EMBEDDER in error.next_step


def test_a_folder_that_is_no_model_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    for name in (str(tmp_path), str(tmp_path / "saknas")):
        error = complaint(name)
        assert name in error.what
        assert "modules.json" in error.next_step


@pytest.mark.usefixtures("make_model")
def test_a_folder_with_a_damaged_model_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "skadad"))
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:40])
    error = complaint(str(folder))
    assert str(folder) in error.what
    assert "Hämta" not in error.next_step, "a folder is not something to download"


@pytest.mark.usefixtures("in_process")
def test_another_dimension_than_the_index_stops_and_leaves_the_index_alone(
    make_model: Callable[[Path, int], Path], tmp_path: Path
) -> None:
    model = make_model(tmp_path / "modell", 24)
    settings = Settings(data_dir=tmp_path / "data", corpus_dir=write_sheets(tmp_path / "c"), embedder=str(model))
    ingest([settings.corpus_dir], settings.data_dir, load_embedder(settings))
    shutil.rmtree(model)
    make_model(model, 16)
    before = contents(settings.data_dir)
    with pytest.raises(IndexMismatch, match="civsam ingest --rebuild"):
        load(settings)
    assert contents(settings.data_dir) == before

    ingest([settings.corpus_dir], settings.data_dir, load_embedder(settings), rebuild=True)
    mended = load(settings)
    assert mended.generation.vectors().shape[1] == 16
    assert mended.search(Question("ansökan senast mars", TODAY))
    mended.close()


def test_another_embedder_than_the_index_stops_before_it_is_loaded(settings: Settings, tmp_path: Path) -> None:
    other = settings.model_copy(update={"embedder": str(tmp_path / "en-annan")})
    before = contents(settings.data_dir)
    with pytest.raises(IndexMismatch, match="civsam ingest --rebuild") as caught:
        load(other)
    assert str(tmp_path / "en-annan") in caught.value.what
    assert contents(settings.data_dir) == before
