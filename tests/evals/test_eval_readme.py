import re
from pathlib import Path

import evals
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
