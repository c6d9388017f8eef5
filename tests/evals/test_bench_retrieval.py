"""The benchmarks of the search: reading the sets, the switches, the interval and the table."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.static_embedding import StaticEmbedder
from assistant.language.vocabulary import Vocabulary
from assistant.retrieval import ranking, retrieve
from evals import bench_peers, bench_retrieval, switches
from evals.bench_sets import read_squad, read_statutes
from evals.bench_squad import Bench, article_interval, ask, gain
from evals.bench_table import Part, Row, table

ARTICLES = [
    ("Bidrag_i_Kumla", "Föreningar söker aktivitetsbidrag senast den 10 mars.", "När söks aktivitetsbidrag?"),
    ("Bibliotek", "Biblioteket lånar ut böcker och håller öppet på lördagar.", "Vad lånar biblioteket ut?"),
]


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    data = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": text,
                    "qas": [
                        {"question": question, "answers": [{"text": text[:5], "answer_start": 0}]},
                        {"question": "Vad saknas?", "answers": [], "is_impossible": True},
                    ],
                }
            ],
        }
        for title, text, question in ARTICLES
    ]
    path = tmp_path / "squad.json.gz"
    path.write_bytes(gzip.compress(json.dumps({"data": data}).encode("utf-8")))
    return path


def test_squad_is_searched_as_the_product_searches(
    squad: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.generations.verify", lambda folder: None)
    collection = read_squad(squad)
    assert [document.title for document in collection.documents] == ["Bidrag i Kumla", "Bibliotek"]
    assert [asked.text for asked in collection.questions] == [question for _, _, question in ARTICLES]
    assert {document.title for document in collection.without_titles().documents} == {""}
    for passage in collection.passages:
        assert passage.document.text[passage.start : passage.end] == passage.text
    bench = Bench(collection, tmp_path / "index", StaticEmbedder(), date(2026, 1, 1))
    for rank in (bench.whole, bench.lexical, bench.dense):
        assert ask(collection.questions, rank, bench.reading(Vocabulary())).ranks == [1, 1]
    bench.close()


def test_headings_of_laws_become_questions(tmp_path: Path) -> None:
    law = {
        "title": "Lag om köp",
        "provisions": [{"title": "Priset", "content": "Köparen betalar."}, {"content": "Varan."}],
    }
    path = tmp_path / "lagar.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(law).encode("utf-8")))
    collection = read_statutes(path)
    assert len(collection.passages) == 2
    assert [asked.text for asked in collection.questions] == ["Vad gäller om priset i Lag om köp?"]


def test_switches_are_turned_back_also_after_a_fault() -> None:
    before = ranking.LEG_WEIGHTS, retrieve.BEST_UNIT, ranking.place_factor
    with pytest.raises(ValueError, match="fel"), switches.dense_weight(1.0), switches.without_relevance():
        assert ranking.LEG_WEIGHTS["lexical"] == 0.0
        assert retrieve.BEST_UNIT == 0.0
        raise ValueError("fel")
    with switches.without_entities():
        assert ranking.place_factor is not before[2]
    assert (ranking.LEG_WEIGHTS, retrieve.BEST_UNIT, ranking.place_factor) == before
    with pytest.raises(AttributeError), switches.changed(ranking, FINNS_INTE=1):
        pass


def test_gain_and_interval() -> None:
    assert (gain(1), gain(None)) == (1.0, 0.0)
    assert gain(3) == pytest.approx(0.5)
    low, high = article_interval([1.0, 1.0, 0.0, 0.0], ["a", "a", "b", "b"])
    assert (low, high) == (0.0, 1.0)


def test_a_table_says_what_was_passed_over() -> None:
    shown = table(Part("Rubrik", [Row("Hela", {"nDCG@10": 0.9, "p50 ms": 12.34})], "Hoppar över"))
    assert shown.splitlines()[:2] == ["Rubrik", "Hoppar över"]
    assert "0,900" in shown
    assert "12,3" in shown


def test_missing_packages_are_told_in_swedish(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench_peers, "find_spec", lambda name: None)
    assert bench_peers.main([]) == 1
    assert "[bench]" in capsys.readouterr().err


def test_a_missing_set_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench_retrieval.bench_cases, "measure", lambda folder, today: [])
    assert bench_retrieval.main(["--squad", str(tmp_path / "a.gz"), "--statutes", str(tmp_path / "b.gz")]) == 0
    assert capsys.readouterr().out.count("Hoppar över") == 2
