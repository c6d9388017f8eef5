"""Reading eval cases. An error in a case says file, line, case, field, value and what is allowed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.errors import CivsamError
from evals.case_schema import Case, Gold, Nugget
from ingest.yaml_lines import Item, YamlFault, read_list

__all__ = ["DEFAULT_CASES", "Case", "CaseError", "Gold", "Nugget", "load_cases"]

DEFAULT_CASES = Path(__file__).resolve().parent / "cases"
DEV_FILES = "dev"  # a file whose name begins so holds cases that were used in development, whatever their ids
_SUFFIXES = (".yaml", ".yml")


class CaseError(CivsamError):
    """A file with eval cases cannot be used."""


def load_cases(paths: Sequence[Path] = ()) -> tuple[Case, ...]:
    """The cases of every file and folder, in order; no paths means the cases that come with Civsam."""
    cases: list[Case] = []
    seen: dict[str, str] = {}
    for file in _files(tuple(paths) or (DEFAULT_CASES,)):
        for case, line in _read(file):
            place = f"{file.name}, rad {line}"
            if case.id in seen:
                raise CaseError(
                    f"Fallet {case.id!r} finns två gånger",
                    where=f"{seen[case.id]} och {place}",
                    next_step="Ge varje fall ett eget id",
                )
            seen[case.id] = place
            cases.append(case)
    return tuple(cases)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    done: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if file.suffix in _SUFFIXES and file.is_file())
        else:
            found = [path] if path.is_file() else []
        if not found:
            what = "Mappen har inga fall" if path.is_dir() else "Filen med fall finns inte"
            raise CaseError(what, where=str(path), next_step="Ange en .yaml-fil eller en mapp med .yaml-filer")
        for file in found:
            if file.resolve() not in done:
                done.add(file.resolve())
                yield file


def _read(file: Path) -> Iterator[tuple[Case, int]]:
    try:
        items = read_list(file)
    except YamlFault as fault:
        raise CaseError(
            f"Filen med fall går inte att använda: {fault.what}",
            where=f"{file}, rad {fault.line}" if fault.line else str(file),
            next_step="Jämför med ett fall i evals/cases/dev.yaml. Sätt citattecken om värdet "
            "innehåller kolon, eller frågetecken inom hakparenteser",
        ) from fault
    for item in items:
        case = _case(item, file)
        yield case.model_copy(update={"split": "dev"}) if file.name.startswith(DEV_FILES) else case, item.line


def _case(item: Item, file: Path) -> Case:
    try:
        return Case.model_validate(item.data)
    except ValidationError as error:
        name = item.data.get("id", "utan id") if isinstance(item.data, dict) else "utan id"
        sentences = []
        lines = []
        for fault in error.errors():
            sentences.append(_sentence(dict(fault)))
            lines.append(str(item.line_of(fault["loc"])))
        raise CaseError(
            ". ".join(sentences),
            where=f"{file}, rad {', '.join(dict.fromkeys(lines))}, fall {name}",
            next_step="Rätta fallet och kör igen. Fälten förklaras i evals/README.md",
        ) from error


def _sentence(fault: dict[str, Any]) -> str:
    """What is wrong: the field, its value and what is allowed."""
    place: tuple[str | int, ...] = fault["loc"]
    field = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    value = f"Fältet {field!r} har värdet {fault['input']!r} men" if place else "Fallet"
    match fault["type"]:
        case "missing":
            return f"Fältet {field!r} saknas"
        case "extra_forbidden":
            allowed = ", ".join(_model_at(place[:-1]).model_fields)
            return f"Fältet {field!r} (värdet {fault['input']!r}) finns inte. Tillåtna fält: {allowed}"
        case "too_short":
            return f"{value} ska ha minst ett värde"
        case "model_type":
            return f"{value} ska ha fälten {', '.join(_model_at(place).model_fields)}"
        case _:
            return f"{value} {fault['msg'].removeprefix('Value error, ')}"


def _model_at(place: tuple[str | int, ...]) -> type[BaseModel]:
    """The model that stands at ``place`` in a case."""
    if not place:
        return Case
    return Gold if place[0] == "relevant" else Nugget
