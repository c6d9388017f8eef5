"""The growth bench: collections of any size from a few laws, a small one measured for real, and its picture."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assistant.language.vocabulary import FILE
from assistant.settings import load_settings
from evals import bench_growth, growth_texts
from evals.bench_growth import CHANGED, Size, measure, part, save
from evals.bench_table import table
from evals.growth_picture import PANELS
from evals.growth_texts import Law, Variation, laws, read_laws, write

LAWS = (
    Law(
        "Lag (1990:12) om kvarnar",
        (
            (
                "1 § Inledning",
                "Kvarnägaren i Falun betalar 1250 kronor. " + "Tillsynsmyndigheten granskar avgifterna. " * 60,
            ),
            ("2 §", "Vattenhjulets skovelblad rengörs. " + "Kommunerna beslutar om avgifterna. " * 60),
        ),
    ),
    Law(
        "Lag om broar",
        (("1 §", "Stenbron vid Visby besiktigas vart 25 år. " + "Föreskrifterna granskar myndigheten. " * 60),),
    ),
)


def test_the_originals_come_first_and_the_last_law_is_cut_short() -> None:
    made = list(laws(LAWS, 5))
    assert made[:2] == list(LAWS)
    assert [len(law.provisions) for law in made] == [2, 1, 2]
    assert [law.title for law in made[2:]] == [made[2].title]
    assert made[2].title.endswith("(2)")


def test_a_copy_has_other_numbers_places_and_words_and_is_the_same_every_time() -> None:
    varied = Variation(LAWS)
    copies = [varied.law(LAWS[0], number) for number in range(1, 9)]
    assert [varied.law(LAWS[0], number) for number in range(1, 9)] == copies
    first = [copy.provisions[0][1] for copy in copies]
    sums = {found.group(1) for text in first if (found := re.search(r"betalar (1\d\d\d) kronor", text))}
    assert len(sums) > 4
    assert len({text.split(" betalar")[0].split()[-1] for text in first} & set(growth_texts.TOWNS)) > 3
    old = set(re.findall(r"\w+", " ".join(text for law in LAWS for _, text in law.provisions)))
    new = {word for copy in copies for _, text in copy.provisions for word in re.findall(r"[^\W\d]+", text)} - old
    assert len(new - set(growth_texts.TOWNS)) >= 4


def test_laws_are_read_and_written_as_files(tmp_path: Path) -> None:
    record = {"title": "Lag om köp", "provisions": [{"section": "1", "title": "Priset", "content": "Köparen betalar."}]}
    (tmp_path / "lagar.jsonl.gz").write_bytes(gzip.compress(json.dumps(record).encode("utf-8")))
    found = read_laws(tmp_path / "lagar.jsonl.gz")
    assert found == (Law("Lag om köp", (("1 § Priset", "Köparen betalar."),)),)
    assert write(iter(found), tmp_path / "ut") == 1
    assert write(iter(()), tmp_path / "tomt") == 0
    (file,) = (tmp_path / "ut").rglob("*.md")
    assert file.read_text(encoding="utf-8") == "# Lag om köp\n\n## 1 § Priset\n\nKöparen betalar.\n"


def test_a_small_collection_is_measured_for_real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in, read, changed and swapped by processes of their own, over a corpus of three sheets."""
    corpus, real = tmp_path / "korpus", load_settings().corpus_dir
    (corpus / "dokument").mkdir(parents=True)
    shutil.copy(real / FILE, corpus)
    for sheet in islice(sorted((real / "dokument").glob("*.md")), 3):
        shutil.copy(sheet, corpus / "dokument")
    monkeypatch.setenv("CIVSAM_CORPUS_DIR", str(corpus))
    monkeypatch.setattr(bench_growth, "LONGEST", 120.0)
    size = measure(LAWS, 200, tmp_path, asked=3, searched=10)
    assert size["provisions"] == 200
    assert size["passages"] > 200
    assert size["swap.found"], f"{CHANGED} was not found after the swap"
    for figure in (
        "build.cpu",
        "build.megabytes",
        "change.cpu",
        "search.cpu_p50",
        "ask.cpu_p50",
        "memory.all",
        "disk.all",
    ):
        assert size[figure] > 0
    assert 0 < size["disk.chroma"] < size["disk.generation"] < size["disk.all"]
    bigger = Size({**size.figures, "passages": 10 * size.figures["passages"]})
    save([size, bigger], tmp_path / "ut")
    assert "answers" not in (tmp_path / "ut/growth.json").read_text(encoding="utf-8").replace("same_answers", "")
    picture = ElementTree.parse(tmp_path / "ut/growth.svg").getroot()
    assert all(panel.heading in picture.attrib["aria-label"] for panel in PANELS)
    assert len(picture.findall(".//{http://www.w3.org/2000/svg}polyline")) == len(PANELS)
    assert "Bygga, cpu s" in table(part([size, bigger]))


def test_a_missing_file_is_told_in_swedish(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_growth.main([str(tmp_path / "saknas.gz")]) == 1
    assert "finns inte" in capsys.readouterr().err
