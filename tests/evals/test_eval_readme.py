import json
import re
from pathlib import Path

import pytest

import evals
from evals import results_table
from evals.attribution import LABELS
from evals.cases import load_cases
from evals.score import BALANCED_ACCURACY, MEASURES

README = (Path(evals.__file__).parent / "README.md").read_text(encoding="utf-8")


def test_the_readme_explains_every_measure_in_the_same_words_as_the_report():
    for measure in (*MEASURES, BALANCED_ACCURACY):
        star = " *" if measure.headline else ""
        assert f"| {measure.label}{star} | `{measure.name}` | {measure.meaning} |" in README


def test_the_readme_explains_no_measure_that_does_not_exist():
    named = re.findall(r"^\| [^|]+ \| `([a-z_@0-9]+)` \|", README, re.MULTILINE)
    assert sorted(named) == sorted(measure.name for measure in (*MEASURES, BALANCED_ACCURACY))


def test_the_example_case_of_the_readme_can_be_read(tmp_path):
    example = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert example
    file = tmp_path / "exempel.yaml"
    file.write_text(example[1], encoding="utf-8")
    (case,) = load_cases([file])
    assert len(case.turns) == 2
    assert case.relevant[1].page == 7
    assert case.nuggets[1].derived


def test_the_readme_explains_every_failure():
    named = dict(re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \|", README, re.MULTILINE))
    for failure, label in LABELS.items():
        assert named[failure.value] == label


def test_the_results_in_the_readme_are_those_of_the_committed_run():
    folder = Path(evals.__file__).parent / "results" / "baseline"
    if not (folder / "summary.json").is_file():
        pytest.skip("make baseline har inte körts")
    about, summary = (json.loads((folder / name).read_text(encoding="utf-8")) for name in ("run.json", "summary.json"))
    assert results_table.results_text(about, summary) in README


def test_the_results_are_put_between_their_marks():
    page = results_table.put_in("före\n" + results_table.START + "gammalt" + results_table.END + "\nefter", "nytt")
    assert re.sub(r"\s+", " ", page) == f"före {results_table.START} nytt {results_table.END} efter"
    with pytest.raises(results_table.CaseError, match="Märkena"):
        results_table.put_in("inget", "nytt")
