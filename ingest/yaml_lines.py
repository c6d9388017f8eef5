"""YAML that remembers its line numbers, and where every value stays the text its author wrote."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


class YamlFault(Exception):
    """The file is not YAML of the wanted form, with the line when it is known."""

    def __init__(self, what: str, line: int | None = None) -> None:
        self.what, self.line = what, line
        super().__init__(what)


class _TextLoader(yaml.SafeLoader):
    """A SafeLoader without conversions: 2024, nej and 1/3 stay text."""


_TextLoader.yaml_implicit_resolvers = {}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the list, and the node that knows its lines."""

    data: Any
    node: yaml.Node

    @property
    def line(self) -> int:
        """The line the item starts on, from 1."""
        return _line(self.node)

    def line_of(self, place: tuple[str | int, ...]) -> int:
        """The line of the value at ``place``, or of the nearest thing above it."""
        node = self.node
        for step in place:
            found = below(node, step)
            if found is None:
                break
            node = found
        return _line(node)

    def line_of_name(self, place: tuple[str, ...]) -> int:
        """The line that names the field at ``place``, which is there."""
        node = self.node
        for step in place[:-1]:
            node = below(node, step) or node
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        return next((_line(key) for key, _ in pairs if key.value == place[-1]), _line(node))


def read_list(file: Path, what: str = "fall") -> list[Item]:
    """The items of a YAML list of ``what``. Raises YamlFault when the file is something else or repeats a field."""
    return read_list_text(_text_of(file), what)


def read_list_text(text: str, what: str = "fall") -> list[Item]:
    """The items of a YAML list that is already text. Raises YamlFault."""
    loader, root = _load(text)
    if not isinstance(root, yaml.SequenceNode) or not root.value:
        raise YamlFault(f"den ska vara en lista med {what} som vart och ett börjar med - id:")
    return [Item(_plain(node, loader), node) for node in root.value]


def read_mapping(file: Path) -> Item:
    """The fields of a YAML file. Raises YamlFault when the file is something else or repeats a field."""
    loader, root = _load(_text_of(file))
    if not isinstance(root, yaml.MappingNode):
        raise YamlFault("den ska ha ett fält per rad, som namn: värde")
    return Item(_plain(root, loader), root)


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError) as error:
        raise YamlFault("den går inte att läsa som text i UTF-8") from error


def _load(text: str) -> tuple[_TextLoader, yaml.Node | None]:
    try:
        loader = _TextLoader(text)
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise YamlFault("den är inte giltig YAML", mark.line + 1 if mark else None) from error
    if root is not None:
        _refuse_repeated_fields(root)
    return loader, root


def _plain(node: yaml.Node, loader: _TextLoader) -> Any:
    try:
        return loader.construct_object(node, deep=True)
    except yaml.YAMLError as error:
        raise YamlFault("ett värde har ett YAML-märke som inte används här", _line(node)) from error


def below(node: yaml.Node, step: str | int) -> yaml.Node | None:
    """The node of a field or of an item right below ``node``; None when it is not there."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    return None


def _refuse_repeated_fields(node: yaml.Node) -> None:
    if isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeated_fields(value)
    elif isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in names:
                raise YamlFault(f"fältet {key.value!r} står två gånger eller är inte ett namn", _line(key))
            names.add(key.value)
            _refuse_repeated_fields(value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
