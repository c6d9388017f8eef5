"""The error tree is the one drawn, and every error says what happened, where, and what to do next."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from assistant import errors
from assistant.errors import CivsamError

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("assistant/**/*.py", "ingest/**/*.py", "evals/**/*.py", "ui/cli.py")  # the page has words of its own


def drawn() -> dict[str, str]:
    """Class → parent, read from the tree in the module's docstring."""
    found, above = {}, ["CivsamError"]
    for line in (errors.__doc__ or "").splitlines():
        branch = re.match(r"^([│ ]*)[├└]── (\w+)", line)
        if branch:
            depth = len(branch.group(1)) // 4 + 1
            above[depth:] = [branch.group(2)]
            found[branch.group(2)] = above[depth - 1]
    return found


def defined() -> dict[str, str]:
    """Class → parent, as the classes are."""
    classes = inspect.getmembers(errors, lambda item: inspect.isclass(item) and item.__module__ == errors.__name__)
    return {name: kind.__bases__[0].__name__ for name, kind in classes if kind is not CivsamError}


def test_the_tree_that_is_drawn_is_the_tree_that_is() -> None:
    assert len(drawn()) > 10
    assert drawn() == defined()


def test_every_error_has_a_docstring_and_is_a_civsam_error() -> None:
    for name in drawn():
        kind = getattr(errors, name)
        assert issubclass(kind, CivsamError)
        assert kind.__doc__


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({}, "Filen finns inte."),
        ({"where": "a/b.md, rad 3"}, "Filen finns inte. Plats: a/b.md, rad 3."),
        ({"next_step": "Kontrollera stavningen"}, "Filen finns inte. Kontrollera stavningen."),
        ({"where": "b.md", "next_step": "Är den flyttad?"}, "Filen finns inte. Plats: b.md. Är den flyttad?"),
    ],
)
def test_a_message_is_what_where_and_what_to_do(parts: dict[str, str], text: str) -> None:
    error = CivsamError("Filen finns inte", **parts)
    assert str(error) == text
    assert (error.what, error.where, error.next_step) == (
        "Filen finns inte", parts.get("where", ""), parts.get("next_step", ""),
    )  # fmt: skip


def made() -> list[tuple[str, ast.Call]]:
    """Every place in the product where one of our errors is made."""
    names = {"CivsamError", "CaseError", *drawn()}
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno}", node)
        for place in PLACES
        for path in sorted(ROOT.glob(place))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]


def test_every_error_says_what_to_do_next() -> None:
    assert len(made()) > 40
    silent = [place for place, call in made() if "next_step" not in {keyword.arg for keyword in call.keywords}]
    assert silent == []


def test_no_message_is_empty_or_ends_its_parts_twice() -> None:
    for place, call in made():
        texts = [call.args[0], *(keyword.value for keyword in call.keywords)]
        for text in texts:
            if isinstance(text, ast.Constant):
                assert isinstance(text.value, str), place
                assert text.value.strip() == text.value != "", place
                assert not text.value.endswith(".."), place
