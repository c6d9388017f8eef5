"""What corpus/README.md tells an editor is true: the example is valid and the messages are the real ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
import yaml

from assistant.domain import AREAS
from assistant.errors import FrontMatterError
from ingest.front_matter import Completeness, FrontMatter, Kind, parse_front_matter, split_front_matter
from ingest.plan_schema import FACTS, Change, ComparisonFile, NodeKind, PlanFile
from ingest.questions import UNANSWERED, UNDER, WHOLE

README = (Path(__file__).resolve().parents[2] / "corpus" / "README.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```markdown\n(.*?)```", README, re.DOTALL)
MISTAKES = re.findall(r"```yaml\n(.*?)\n```\n+```text\n(.*?)\n```", README, re.DOTALL)


def example_front_matter() -> str:
    source, _ = split_front_matter(EXAMPLE[0])
    assert source is not None
    return source


def test_the_example_is_valid_and_shows_every_field() -> None:
    assert len(EXAMPLE) == 1
    matter = parse_front_matter(example_front_matter(), file="exempel.md")
    assert matter.model_fields_set == set(FrontMatter.model_fields)


def test_every_field_and_value_is_explained() -> None:
    for word in (*FrontMatter.model_fields, *get_args(Kind), *get_args(Completeness)):
        assert f"`{word}`" in README
    for area in AREAS:
        assert area in README


def test_required_fields_are_marked_as_required() -> None:
    marked = dict(re.findall(r"^\| `(\w+)` \| (ja|nej) \|", README, re.MULTILINE))
    assert marked == {name: "ja" if field.is_required() else "nej" for name, field in FrontMatter.model_fields.items()}


def test_there_are_mistakes_to_learn_from() -> None:
    assert len(MISTAKES) == README.count("```yaml")


@pytest.mark.parametrize(("line", "message"), MISTAKES, ids=[line for line, _ in MISTAKES])
def test_each_mistake_gives_the_message_shown(line: str, message: str) -> None:
    field = line.partition(":")[0]
    kept = [kept for kept in example_front_matter().splitlines() if not kept.startswith(f"{field}:")]
    with pytest.raises(FrontMatterError) as caught:
        parse_front_matter("\n".join([line, *kept]), file="exempel.md")
    assert str(caught.value).startswith(message)
    assert "exempel.md" in str(caught.value)


def test_the_example_of_questions_is_of_the_form_that_is_read() -> None:
    example = re.findall(r"```yml\n(.*?)```", README, re.DOTALL)[0]
    sections = yaml.load(example, Loader=yaml.BaseLoader)
    assert sections.pop(UNANSWERED)
    assert WHOLE in sections["Vem kan söka"] and any(UNDER in heading for heading in sections)
    assert all(isinstance(several, list) for quotes in sections.values() for several in quotes.values())


def test_the_examples_of_plans_and_comparisons_are_valid_and_every_word_is_explained() -> None:
    _, plan, comparison = re.findall(r"```yml\n(.*?)```", README, re.DOTALL)
    PlanFile.model_validate(yaml.load(plan, Loader=yaml.BaseLoader))
    ComparisonFile.model_validate(yaml.load(comparison, Loader=yaml.BaseLoader))
    explained = README.partition("## Planer")[2]
    for word in (*PlanFile.model_fields, *ComparisonFile.model_fields, *get_args(NodeKind), *get_args(Change), *FACTS):
        assert word in explained, word
