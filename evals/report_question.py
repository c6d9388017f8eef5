"""One question of the report."""

from __future__ import annotations

from typing import Any

from evals.attribution import LABELS, Failure
from evals.page_parts import bullets, safe
from evals.record import Row
from evals.table import number

OUTCOMES = {"answered": "besvarad", "partial": "delvis besvarad", "not_found": "inget svar"}


def question(row: Row) -> str:
    """One case: what was asked, what is missing, the answer with its sources, and where the gold places ranked."""
    *earlier, last = row["turns"]
    parts = [
        f'<article id="{safe(row["id"])}">\n<h3>{safe(row["id"])}: {safe(last)}</h3>',
        bullets("Tidigare i samtalet", earlier),
        _verdict(row),
        f'<p class="fault">{LABELS[Failure(row["failure"])]}.</p>' if row["failure"] else "",
        "".join(
            bullets(what, row[name], fault=True)
            for what, name in (
                ("Fakta som saknas", "missing_nuggets"),
                ("Förbjudet som visas", "forbidden_found"),
                ("Källnummer utan källa", "dangling_citations"),
                ("Tal och datum utan stöd", "unsupported_numbers"),
                ("Inaktuellt, texten är ändrad sedan fallet skrevs", "stale"),
            )
        ),
        _answer(row),
        bullets("Rätta avsnitt och deras plats i träfflistan", [_gold(gold) for gold in row["gold"]]),
    ]
    return "\n".join(filter(None, parts)) + "\n</article>"


def _verdict(row: Row) -> str:
    kind = "Besvarbar" if row["answerable"] else "Obesvarbar"
    grade, tags = number(row["scores"]["crag_score"]), safe(", ".join(row["tags"]))
    return f"<p>{kind}, {OUTCOMES[row['outcome']]}. Betyg {grade}. Taggar: {tags}.</p>"


def _answer(row: Row) -> str:
    sources = "".join(_source(citation) for citation in row["citations"])
    head = "<h4>Källor</h4>" if sources else ""
    return f"<h4>Svaret</h4><blockquote>{safe(row['text'])}</blockquote>{head}{sources}"


def _source(citation: dict[str, Any]) -> str:
    page = "" if citation["page"] is None else f", sida {citation['page']}"
    right = " (rätt avsnitt)" if citation["gold"] else ""
    fault = "" if citation["verbatim"] else ' <span class="fault">citatet är inte ordagrant</span>'
    place = f"[{citation['number']}] {safe(citation['title'])}: {safe(' › '.join(citation['headings']))}{page}{right}"
    return f"<p>{place}{fault}</p><blockquote>{safe(citation['quote'])}</blockquote>"


def _gold(gold: dict[str, Any]) -> str:
    where = [gold["document"], gold["section"], gold["page"] and f"sida {gold['page']}"]
    rank = f"plats {gold['rank']}" if gold["rank"] else "inte bland träffarna"
    return f"{' › '.join(filter(None, where))}: {rank}"
