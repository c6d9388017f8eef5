"""``civsam eval`` from parsed arguments: cases over the serving index, a foreign set over its own, two runs, a review."""

from __future__ import annotations

import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from assistant.adapters.chat import LangChainChatModel
from assistant.adapters.embedding import load_embedder
from assistant.adapters.patience import PatientChatModel
from assistant.answer import Assistant
from assistant.retrieval.storage import embedding_text
from assistant.settings import Settings
from assistant.wiring import load
from evals.cases import Case, CaseError
from evals.compare import compare, digests_of, refuse_unlike
from evals.compare_table import comparison_table, differences_text
from evals.imports import Imported, read_beir, read_squad
from evals.judge import Judge
from evals.main import Options, Subject, main_eval
from evals.record import pretty_json, read_run, write_page
from evals.report_comparison import comparison_page
from evals.review import review
from evals.shuffled import shuffled
from evals.sources import by_document
from ingest import generations
from ingest.pipeline import stamp_for

JUDGE_CACHE = Path("cache") / "judge.jsonl"
DIFFERENCES = "jamforelse.html"


def command(options: Namespace, settings: Settings) -> int:
    """Do what was asked for; returns the exit code."""
    match [str(path) for path in options.cases]:
        case ["compare", *runs]:
            return _compare([Path(run) for run in runs], options.out, as_json=options.json)
        case ["review", *rest]:
            return _review(rest, options)
    if options.squad or options.beir:
        imported = read_squad(options.squad) if options.squad else read_beir(options.beir)
        with _indexed(imported, settings) as assistant:
            return _run(options, settings, assistant, imported.cases)
    assistant = load(settings)
    try:
        return _run(options, settings, assistant)
    finally:
        assistant.close()


def _run(options: Namespace, settings: Settings, assistant: Assistant, imported: Sequence[Case] | None = None) -> int:
    generation = assistant.generation
    subject = Subject(
        assistant=assistant,
        fingerprint=generation.fingerprint,
        passages=by_document(generation.passages()),
        settings={name: str(getattr(settings, name)) for name in ("embedder", "reranker", "chat_model")},
        shuffled=partial(shuffled, settings, generation),
    )
    asked = Options(
        cases=options.cases,
        out=options.out,
        baseline=options.baseline,
        split=options.split,
        today=options.today,
        as_json=options.json,
        robust=options.robust,
        judge=_judge(options.judge, settings) if options.judge else None,
    )
    return main_eval(asked, subject, imported)


def _judge(model: str, settings: Settings) -> Judge:
    """A judge at the address and with the key of CIVSAM_CHAT_BASE_URL and CIVSAM_CHAT_API_KEY."""
    chat = LangChainChatModel(
        model,
        base_url=settings.chat_base_url,
        api_key=settings.chat_api_key.get_secret_value(),
        timeout=settings.chat_timeout,
    )
    return Judge(PatientChatModel(chat, settings.chat_timeout), settings.data_dir / JUDGE_CACHE)


@contextmanager
def _indexed(imported: Imported, settings: Settings) -> Iterator[Assistant]:
    """An assistant over an index of its own, made as an ingest makes it and removed afterwards."""
    embedder = load_embedder(settings)
    vectors = embedder.embed_passages([embedding_text(passage) for passage in imported.passages])
    with tempfile.TemporaryDirectory(prefix="civsam-eval-") as folder:
        data_dir = Path(folder)
        generations.write_generation(
            data_dir, imported.documents, imported.passages, vectors, stamp_for(embedder), lambda _: None
        )
        assistant = load(settings.model_copy(update={"data_dir": data_dir}))
        try:
            yield assistant
        finally:
            assistant.close()


def _compare(runs: Sequence[Path], out: Path | None, *, as_json: bool) -> int:
    """Two stored runs side by side; 1 when a headline measure surely fell."""
    if len(runs) != 2:
        raise CaseError("Det ska vara två körningar", next_step="Skriv: civsam eval compare FÖRRA NYA")
    before, after = map(read_run, runs)
    refuse_unlike(before, digests_of(after), fingerprint=after.about["corpus_fingerprint"])
    comparison = compare(before, after)
    if out is not None:
        write_page(out, DIFFERENCES, comparison_page(comparison))
    shown = (
        pretty_json(comparison) if as_json else f"{comparison_table(comparison)}\n\n{differences_text(comparison)}\n"
    )
    sys.stdout.write(shown.rstrip("\n") + "\n")
    return int(bool(comparison["worse"]))


def _review(rest: Sequence[str], options: Namespace) -> int:
    """Go through the answers of a run with a person, and write what they say as cases."""
    if not rest:
        raise CaseError("Ange en körning att granska", next_step="Skriv: civsam eval review KÖRNING [FALL …]")
    run = read_run(Path(rest[0]))
    out = options.out or Path("granskade.yaml")
    count = review(run.rows, rest[1:], out, day=options.today or date.today(), ask=input, say=_say)
    _say(f"{count} fall skrivna till {out}. Kör dem med: civsam eval {out}" if count else "Inga fall skrivna.")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
