"""The one front-matter schema of the corpus, checked on every ingest.

Fields are written in Swedish because editors write them; see corpus/README.md. Every error names the file, the field,
the value and what is allowed.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal, get_args

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from assistant.domain import AREAS, PartialDate
from assistant.errors import FrontMatterError

Kind = Literal[
    "bidragsregler", "strategi", "handlingsplan", "kulturplan", "biblioteksplan",
    "overenskommelse", "partnerskap", "uppdrag", "nyhet",
]  # fmt: skip
Completeness = Literal["hel", "delvis", "tunn"]
Access = Literal["öppen", "personal"]
STAFF: Final = "personal"  # the access that keeps a document out of everything the public can reach

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FENCE = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_DASHES = re.compile(r"[\s\-–—−_=*+`]*")  # a blank line, or what a fence can have become
_FIELD_LINE = re.compile(r"[ \t]*([a-z_]+)[ \t]*:(?:[ \t]|$)")
_OPENING: Final = 20  # lines in which a front matter begins
_FIELDS_TOLD: Final = 2  # its first fields; a text that happens to begin with one such word does not go on with another
_MONTHS_OF_DATE = "ett datum som 2024-05-01, en månad som 2024-05 eller ett årtal som 2024"


class _StringLoader(yaml.SafeLoader):
    """YAML where dates and numbers stay the strings the editor wrote (2024 and 2024-05-01 are both dates to us)."""


_StringLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in resolvers if tag in ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _no_duplicate_keys(loader: _StringLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"fältet {key} står två gånger")
    return loader.construct_mapping(node, deep=True)


_StringLoader.add_constructor("tag:yaml.org,2002:map", _no_duplicate_keys)


def _date(value: object) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(str(value))
    except ValueError:
        raise ValueError(f"ska vara {_MONTHS_OF_DATE}") from None


def _identifier(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError("ska bara ha små bokstäver a–z, siffror och bindestreck")
    return value


def _area(value: object) -> str:
    if value not in AREAS:
        raise ValueError("ska vara " + ", ".join(AREAS))
    return str(value)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("ska vara en text som inte är tom")
    return value.strip()


def _url(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
        raise ValueError("ska vara en adress som börjar med https:// eller http://")
    return value


def _as_list(value: object) -> object:
    if value == []:
        raise ValueError("ska ha minst ett värde")
    return value if isinstance(value, list) else [value]


Date = Annotated[PartialDate, BeforeValidator(_date)]
Identifier = Annotated[str, BeforeValidator(_identifier)]
Area = Annotated[str, BeforeValidator(_area)]
Text = Annotated[str, BeforeValidator(_text)]
Url = Annotated[str, BeforeValidator(_url)]


class FrontMatter(BaseModel):
    """What an editor states about a document."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: Identifier
    titel: Text
    utgivare: Text
    dokumenttyp: Kind
    kommun: Annotated[tuple[Area, ...], BeforeValidator(_as_list)]
    beslutad: Date | None = None
    giltig_fran: Date | None = None
    giltig_till: Date | None = None
    ersatter: Annotated[tuple[Identifier, ...], BeforeValidator(_as_list)] = ()
    kalla_url: Url | None = None
    kalla_datum: Date | None = None
    hamtad: Date
    fullstandighet: Completeness
    atkomst: Access = "öppen"


def split_front_matter(text: str) -> tuple[str | None, str]:
    """(the YAML between the fences or None, the rest of the text)."""
    found = _FENCE.match(text)
    if not found:
        return None, text
    return found.group(1), text[found.end() :]


def has_lost_its_fence(text: str) -> bool:
    """True for a text without front matter that begins with fields of one: its first --- is missing or is something else."""
    lines = [line for line in text.split("\n", _OPENING)[:_OPENING] if not _DASHES.fullmatch(line)]
    names = [found.group(1) for line in lines[:_FIELDS_TOLD] if (found := _FIELD_LINE.match(line))]
    return len(names) == _FIELDS_TOLD and set(names) <= set(FrontMatter.model_fields)


def parse_front_matter(source: str, *, file: str) -> FrontMatter:
    """Check the YAML of ``file``. Raises FrontMatterError with file, field, value and what is allowed."""
    try:
        data = yaml.load(source, Loader=_StringLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", rad {mark.line + 2}" if mark else ""
        raise FrontMatterError(
            "Uppgifterna överst i filen går inte att läsa",
            where=f"{file}{line}",
            next_step="Skriv varje uppgift som namn: värde på en egen rad. Sätt citattecken om värdet innehåller kolon",
        ) from error
    except ValueError as error:
        raise FrontMatterError(
            f"Uppgifterna överst i filen är fel: {error}", where=file, next_step="Ta bort den ena raden"
        ) from error
    if not isinstance(data, dict):
        raise FrontMatterError(
            "Uppgifterna överst i filen saknas eller är inte namn och värden",
            where=file,
            next_step="Se corpus/README.md",
        )
    present = {key: value for key, value in data.items() if value is not None}
    try:
        matter = FrontMatter.model_validate(present)
    except ValidationError as error:
        raise _explain(error, present, file) from error
    if matter.giltig_fran and matter.giltig_till and matter.giltig_till.last < matter.giltig_fran.first:
        raise FrontMatterError(
            f"Fältet giltig_till har värdet {str(matter.giltig_till)!r}, som ligger före giltig_fran {str(matter.giltig_fran)!r}",
            where=file,
            next_step="Rätta ett av datumen",
        )
    return matter


def _explain(error: ValidationError, present: dict[str, object], file: str) -> FrontMatterError:
    sentences = []
    for fault in error.errors():
        field = str(fault["loc"][0])
        if fault["type"] == "extra_forbidden":
            allowed = ", ".join(FrontMatter.model_fields)
            sentences.append(f"Fältet {field!r} (värdet {present[field]!r}) finns inte. Tillåtna fält: {allowed}")
        elif fault["type"] == "missing":
            sentences.append(f"Fältet {field!r} saknas")
        elif fault["type"] == "literal_error":
            choices = get_args(FrontMatter.model_fields[field].annotation)
            sentences.append(
                f"Fältet {field!r} har värdet {fault['input']!r} men ska vara ett av: {', '.join(choices)}"
            )
        else:
            rule = fault["msg"].removeprefix("Value error, ")
            sentences.append(f"Fältet {field!r} har värdet {fault['input']!r} men {rule}")
    return FrontMatterError(
        ". ".join(sentences), where=file, next_step="Rätta filen och läs in igen. Se corpus/README.md"
    )
