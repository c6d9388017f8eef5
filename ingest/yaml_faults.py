"""What is wrong with a YAML file that a schema refuses: file, line, field, value and what is allowed, in Swedish. Pure."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.errors import FrontMatterError
from ingest.yaml_lines import Item

Steps = tuple[str | int, ...]


class Fault(Exception):
    """What is wrong beyond the schema, and at which field: "står inte ordagrant i …". ``awaits``: the missing document."""

    def __init__(self, what: str, place: Steps, awaits: str = "") -> None:
        self.what, self.place, self.awaits = what, place, awaits
        super().__init__(what)


def refusal(what: str, file: Path, line: int | None, guide: str, *, awaits: str = "") -> FrontMatterError:
    """The error for one fault in a file; ``guide`` is where an editor can read how it should be."""
    where = f"{file.name}, rad {line}" if line else file.name
    error = FrontMatterError(what, where=where, next_step=f"Rätta filen och läs in igen. Se {guide}")
    error.awaits = awaits
    return error


def explain(error: ValidationError, item: Item, model: type[BaseModel], file: Path, guide: str) -> FrontMatterError:
    """Everything that is wrong with a file, each fault with its line; the error points at the first."""
    faults = error.errors()
    sentences = [f"rad {item.line_of(fault['loc'])}: {_sentence(dict(fault), model)}" for fault in faults]
    return refusal(". ".join(sentences), file, item.line_of(faults[0]["loc"]), guide)


def name_of(place: Steps) -> str:
    """A place in a file as an editor counts: noder.2.under.1.citat."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in place)


def _sentence(fault: dict[str, Any], model: type[BaseModel]) -> str:
    place: Steps = fault["loc"]
    value = f"fältet {name_of(place)!r} har värdet {fault['input']!r} men" if place else "filen"
    match fault["type"]:
        case "missing":
            return f"fältet {name_of(place)!r} saknas"
        case "extra_forbidden":
            allowed = ", ".join(_model_at(model, place[:-1]).model_fields)
            return f"fältet {name_of(place)!r} finns inte. Tillåtna fält: {allowed}"
        case "literal_error":
            return f"{value} ska vara ett av: {fault['ctx']['expected'].replace(' or ', ', ')}"
        case "too_short":
            return f"{value} ska ha minst ett värde"
        case "model_type":
            return f"{value} ska ha fälten {', '.join(_model_at(model, place).model_fields)}"
        case _:
            return f"{value} {fault['msg'].removeprefix('Value error, ')}"


def _model_at(model: type[BaseModel], place: Steps) -> type[BaseModel]:
    """The model whose fields stand at a place."""
    for step in place:
        if isinstance(step, str) and step in model.model_fields:
            model = next(_models_in(model.model_fields[step].annotation), model)
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in typing.get_args(annotation):
        yield from _models_in(part)
