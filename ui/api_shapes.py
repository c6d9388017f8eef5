"""What goes in and out of the API, field by field: checked on the way in, and the source of its documentation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt

from assistant.domain import AREAS, Filters, Question, Turn
from assistant.errors import QuestionError
from ui import texts

MOST_TURNS: Final = 40
MOST_HITS: Final = 50


def _day(value: object) -> object:
    if not isinstance(value, str) or len(value) != len("2026-01-31"):
        raise ValueError(texts.API_DATE)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(texts.API_DATE) from None


def _area(value: str) -> str:
    if value not in AREAS:
        raise ValueError(texts.api_one_of(AREAS))
    return value


def _whole(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:  # half a character: no text, and nothing that can be written down
        raise ValueError(texts.API_TEXT) from None
    return value


Text = Annotated[str, AfterValidator(_whole)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TurnIn(_In):
    """En tidigare replik i samtalet."""

    role: Literal["user", "assistant"] = Field(description="Vem som sade det: user eller assistant.")
    text: Text = Field(description="Vad som sades.")


class FiltersIn(_In):
    """Vilka källor svaret får bygga på. Tomt betyder alla."""

    areas: tuple[Annotated[str, AfterValidator(_area)], ...] = Field(
        default=(), description="Kommuner, regionen, nationellt."
    )
    kinds: tuple[Text, ...] = Field(default=(), description="Typer av dokument, till exempel bidragsregler.")
    in_force_only: StrictBool = Field(default=False, description="Hoppa över det som har slutat gälla.")


class AskIn(_In):
    """En fråga, med det som sades före den."""

    question: Text = Field(description="Frågan.", examples=["När ska vi söka aktivitetsstöd i Nora?"])
    history: tuple[TurnIn, ...] = Field(
        default=(), max_length=MOST_TURNS, description="Samtalet före frågan, äldst först."
    )
    filters: FiltersIn = Field(default_factory=FiltersIn, description="Vilka källor svaret får bygga på.")
    today: Annotated[date, BeforeValidator(_day)] | None = Field(
        default=None, description="Vilken dag som räknas som i dag, ÅÅÅÅ-MM-DD. Förval: serverns datum."
    )

    def to_question(self) -> Question:
        history = tuple(Turn(turn.role, turn.text) for turn in self.history)
        filters = Filters(self.filters.areas, self.filters.kinds, self.filters.in_force_only)
        return Question(self.question, self.today or date.today(), history, filters)


class SearchIn(AskIn):
    """En fråga, och hur många avsnitt som ska sökas fram."""

    k: StrictInt = Field(default=10, ge=1, le=MOST_HITS, description="Hur många avsnitt som mest.")


def too_long(asked: AskIn, limit: int) -> None:
    """Earlier questions are searched too, so they have the same limit. Raises QuestionError."""
    lengths = [len(turn.text) for turn in asked.history if turn.role == "user"]
    for length in (len(asked.question), *lengths):
        if length > limit:
            raise QuestionError(texts.too_long(length, limit))


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class HitOut(_Out):
    """Ett avsnitt som sökningen hittade."""

    rank: int = Field(description="Plats i listan, från 1.")
    document_id: str = Field(description="Dokumentets id.")
    path: str = Field(description="Filens plats i kunskapsbasen.")
    title: str = Field(description="Dokumentets titel.")
    headings: list[str] = Field(description="Rubrikerna ovanför avsnittet, ytterst först.")
    page: int | None = Field(description="Sidan, när dokumentet har sidor.")
    page_label: str | None = Field(description="Sidans nummer som det står tryckt, också iv eller A-3.")
    score: float = Field(description="Hur väl avsnittet passar frågan. Går bara att jämföra inom ett svar.")
    text: str = Field(description="Avsnittets text.")


class SearchOut(_Out):
    """Svaret på en sökning: samma JSON som civsam search --json."""

    question: str = Field(description="Frågan.")
    hits: list[HitOut] = Field(description="Avsnitten, bäst först.")


class StatementOut(_Out):
    """Ett påstående i svaret."""

    text: str = Field(description="Påståendet.")
    citations: list[int] = Field(description="Numren på de källor som det bygger på.")


class CitationOut(_Out):
    """En källa i svaret, med orden som citeras."""

    number: int = Field(description="Källans nummer i svaret.")
    document_id: str = Field(description="Dokumentets id.")
    title: str = Field(description="Dokumentets titel.")
    publisher: str | None = Field(description="Vem som har gett ut det.")
    headings: list[str] = Field(description="Rubrikerna ovanför citatet.")
    page: int | None = Field(description="Sidan, när dokumentet har sidor.")
    page_label: str | None = Field(description="Sidans nummer som det står tryckt, också iv eller A-3.")
    quote: str = Field(description="Orden i dokumentet, tecken för tecken.")
    url: str | None = Field(description="Adressen till källan.")
    status: Literal["in_force", "not_yet", "expired", "superseded", "unknown"] = Field(
        description="Gäller, gäller inte än, har gått ut, är ersatt eller oklart."
    )
    valid_from: str | None = Field(description="Första dag: ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD.")
    valid_to: str | None = Field(description="Sista dag, skriven på samma sätt.")


class AnswerOut(_Out):
    """Svaret på en fråga: samma JSON som civsam ask --json."""

    question: str = Field(description="Frågan.")
    outcome: Literal["answered", "partial", "not_found"] = Field(description="Hela svaret, en del av det eller inget.")
    text: str = Field(description="Hela svaret som text, med [1], [2] … efter varje påstående.")
    statements: list[StatementOut] = Field(description="Svaret ett påstående i taget.")
    citations: list[CitationOut] = Field(description="Källorna, i nummerordning.")
    near_misses: list[HitOut] = Field(description="Texter som ligger nära frågan utan att svara på den.")
    notices: list[str] = Field(description="Det som läsaren behöver veta, till exempel att en källa är ersatt.")
    ai_generated: bool = Field(description="Sant när en språkmodell har skrivit svaret. Visa det för läsaren.")
    generation: str = Field(description="Vilken version av kunskapsbasen som svarade.")
    seconds: float = Field(description="Hur lång tid svaret tog.")


class DocumentOut(_Out):
    """Ett dokument i kunskapsbasen."""

    document_id: str = Field(description="Dokumentets id.")
    path: str = Field(description="Filens plats i kunskapsbasen.")
    title: str = Field(description="Dokumentets titel.")
    publisher: str | None = Field(description="Vem som har gett ut det.")
    kind: str | None = Field(description="Typ av dokument.")
    areas: list[str] = Field(description="Kommuner, regionen eller nationellt.")
    status: Literal["in_force", "not_yet", "expired", "superseded", "unknown"] = Field(
        description="Om det gäller i dag."
    )
    decided: str | None = Field(description="När det beslutades.")
    valid_from: str | None = Field(description="Första dag.")
    valid_to: str | None = Field(description="Sista dag.")
    supersedes: list[str] = Field(description="Id för det som dokumentet ersätter.")
    superseded_by: list[str] = Field(description="Id för det som ersätter dokumentet.")
    url: str | None = Field(description="Adressen till källan.")
    source_date: str | None = Field(description="Källans datum.")
    retrieved: str | None = Field(description="När uppgifterna hämtades.")
    completeness: str | None = Field(description="Hur mycket av källan som finns med: hel, delvis eller tunn.")
    fact_sheet: bool = Field(description="Sant när texten är vår sammanfattning och inte källans egna ord.")


class DocumentsOut(_Out):
    """Allt i kunskapsbasen."""

    documents: list[DocumentOut] = Field(description="Dokumenten.")


class GrantTimeOut(_Out):
    """En tid att söka."""

    words: str = Field(description="Tiden, till exempel 25 februari, söndag vecka 17, löpande eller ej angivet.")
    concerns: str = Field(description="Vad tiden gäller, till exempel ett lov eller ett halvår.")
    quote: str = Field(description="Orden i dokumentet.")


class GrantOut(_Out):
    """Ett bidrag. Varje uppgift är källans ord; läget är uträknat för dagen."""

    id: str = Field(description="Bidragets id.")
    name: str = Field(description="Namn.")
    giver: str = Field(description="Den som ger bidraget, och som avgör.")
    areas: list[str] = Field(description="Kommuner, regionen eller nationellt.")
    status: str = Field(description="öppet, pausat, avslutat eller okänt, enligt källan.")
    is_open: bool | None = Field(description="Om det går att söka i dag; null när källan inte säger det.")
    state: str = Field(description="open, closes, opens, rolling, relative, closed eller unstated.")
    opens: str | None = Field(description="Första dag, ÅÅÅÅ-MM-DD.")
    closes: str | None = Field(description="Nästa sista dag, eller den senast kända när state är closed.")
    days: int | None = Field(description="Dagar till stängning eller öppning, eller sedan stängning.")
    told: str = Field(description="Läget i ord.")
    caveat: str = Field(description="Hur gammal källan är, när det spelar roll.")
    kinds: list[str] = Field(description="Vilka slags föreningar det är till för.")
    purposes: list[str] = Field(description="Vad pengarna betalar.")
    ages: list[int | None] | None = Field(description="Deltagarnas ålder, från och till.")
    members: int | None = Field(description="Minsta antal medlemmar.")
    times: list[GrantTimeOut] = Field(description="Tiderna.")
    fields: dict[str, list[str]] = Field(description="Övriga uppgifter, var och en ett citat.")
    quote: str = Field(description="Orden som berättar om bidraget.")
    document_id: str = Field(description="Dokumentets id.")
    title: str = Field(description="Dokumentets titel.")
    url: str | None = Field(description="Adressen till den officiella källan.")
    source_date: str | None = Field(description="Källans datum, så exakt som det är känt.")


class GrantsOut(_Out):
    """Bidragen, efter nästa sista dag. Det som har upphört är inte med."""

    today: str = Field(description="Dagen som läget är räknat för.")
    count: int = Field(description="Hur många de är.")
    grants: list[GrantOut] = Field(description="Bidragen.")


class ErrorOut(_Out):
    """Varför det inte blev något svar."""

    error: str = Field(description="Vad som är fel och vad du kan göra, på svenska.")


_FAULTS: Final = {
    "string_type": texts.API_TEXT,
    "string_unicode": texts.API_TEXT,
    "bool_type": texts.API_TRUTH,
    "int_type": texts.API_NUMBER,
    "int_parsing_size": texts.API_NUMBER,
    "tuple_type": texts.API_LIST,
    "missing": texts.API_MISSING,
    "extra_forbidden": texts.API_UNKNOWN,
    "model_type": texts.API_OBJECT,
    "model_attributes_type": texts.API_OBJECT,
    "dict_type": texts.API_OBJECT,
}


def fault_words(errors: Sequence[Any]) -> str:
    """What is wrong with a body, field by field, in Swedish. What was sent is not repeated."""
    return " ".join(dict.fromkeys(_fault(error) for error in errors[:5]))


def _fault(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"] if part != "body")
    context = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            rule = str(context["error"])
        case "literal_error":
            rule = texts.api_one_of(("user", "assistant"))
        case "too_long":
            rule = texts.api_at_most(context["max_length"])
        case "greater_than_equal" | "less_than_equal":
            rule = texts.api_between(1, MOST_HITS)
        case kind:
            rule = _FAULTS.get(kind, texts.API_UNUSABLE)
    return texts.api_fault(place, rule) if place else texts.API_BODY
