"""The command line. Errors go to standard error in Swedish: exit 1; wrong usage: exit 2."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import shlex
import signal
import sys
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import environment
from assistant.domain import Answer, Hit, Question, Status
from assistant.errors import CivsamError, DataDirUnusable, DocumentError, IndexMissing, KnowledgeBaseError, PathMissing
from assistant.settings import Settings, load_settings
from ui import staff_texts, texts
from ui.arguments import parse

if TYPE_CHECKING:
    from assistant.answer import Assistant
    from ingest.pipeline import IngestReport

_ADVICE = re.compile(r"civsam ingest(?: --rebuild)?")

STATUS_WORDS = {
    Status.IN_FORCE: "gäller",
    Status.NOT_YET: "gäller inte ännu",
    Status.EXPIRED: "har löpt ut",
    Status.SUPERSEDED: "ersatt",
    Status.UNKNOWN: "giltighet okänd",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    _write_anything()
    options = parse(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if options.command == "chat":
            environment.refuse(os.environ)
        environment.make_harmless(os.environ)
        settings = load_settings(
            data_dir=getattr(options, "data_dir", None),
            host=getattr(options, "host", None),
            port=getattr(options, "port", None),
        )
        if settings.log:
            from ui.logs import log_as_json

            log_as_json()
        _check_folder(options, settings)
        code = COMMANDS[options.command](options, settings)
        sys.stdout.flush()
        return code
    except CivsamError as error:
        _complain(_told(error, options))
        return 1
    except KeyboardInterrupt:
        _complain("Avbrutet. Det som redan fanns är kvar.")
        return 130
    except BrokenPipeError:  # nobody reads any more, and what is left to write must not be complained about at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        _complain(str(_refused(error)))
        return 1


def _refused(error: OSError) -> CivsamError:
    """What the system would not do, told as our own errors are."""
    from ingest.lock import reason

    where = str(error.filename or "")
    if isinstance(error, FileNotFoundError):
        return CivsamError(texts.NOT_THERE, where=where, next_step=texts.NOT_THERE_NEXT)
    return CivsamError(texts.refused(reason(error)), where=where, next_step=texts.REFUSED_NEXT)


def _check_folder(options: Namespace, settings: Settings) -> None:
    """A data directory that is a file, and one that is given by name and holds nothing to show, are told as what they are."""
    folder = settings.data_dir
    if hasattr(options, "data_dir") and folder.exists() and not folder.is_dir():
        raise DataDirUnusable(texts.DATA_DIR_IS_FILE, where=str(folder), next_step=texts.DATA_DIR_IS_FILE_NEXT)
    if options.command == "feedback" and not folder.exists():
        raise DataDirUnusable(texts.DATA_DIR_MISSING, where=str(folder), next_step=texts.DATA_DIR_MISSING_NEXT)


def _told(error: CivsamError, options: Namespace) -> str:
    """The error's words, with what is known of the data directory that was given."""
    folder = getattr(options, "data_dir", None)
    if folder is not None and isinstance(error, IndexMissing) and not folder.exists():
        error = IndexMissing(texts.index_missing(error.what), where=error.where, next_step=texts.INDEX_MISSING_NEXT)
    return _for_folder(str(error), options)


def _for_folder(words: str, options: Namespace) -> str:
    """The words, where the commands that they advise keep to the data directory that was given."""
    folder = getattr(options, "data_dir", None)
    if folder is None:
        return words
    flag = f"--data-dir {shlex.quote(str(folder))}"
    told = _ADVICE.sub(lambda advice: f"{advice[0]} {flag}", words)
    return (
        told.removesuffix(".") if told.endswith(f"{flag}.") else told
    )  # who copies the command must not get the full stop


def _check_corpus(settings: Settings, next_step: str) -> None:
    """Raises PathMissing when the folder that is read without a PATH does not exist."""
    if not settings.corpus_dir.exists():
        raise PathMissing(
            texts.CORPUS_MISSING,
            where=f"inställningen CIVSAM_CORPUS_DIR, {settings.corpus_dir}",
            next_step=next_step,
        )


def _write_anything() -> None:
    """A character that the terminal or the file cannot show is written as its number; JSON reads it back."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _ingest(options: Namespace, settings: Settings) -> int:
    from assistant.adapters.embedding import load_embedder
    from assistant.language import vocabulary
    from assistant.retrieval.storage import staff_dir
    from assistant.wiring import vector_server
    from ingest.pipeline import ingest
    from ingest.progress import progress_for_terminal
    from ui.as_json import report_json

    if not options.paths:
        _check_corpus(settings, texts.CORPUS_MISSING_INGEST)
    paths = options.paths or [settings.corpus_dir]
    started = time.perf_counter()
    server = vector_server(settings)
    embedder = load_embedder(settings)
    report = ingest(
        paths, settings.data_dir, embedder,
        rebuild=options.rebuild, progress=progress_for_terminal(),
        catalogue_dir=None if options.paths else settings.corpus_dir, server=server,
        word_list=settings.corpus_dir / vocabulary.FILE,
    )  # fmt: skip
    seconds = time.perf_counter() - started
    if options.json:
        _print_json(report_json(report, seconds))
    else:
        _print_report(report, seconds, whole_corpus=not options.paths)
        if report.staff:
            folder = str(staff_dir(settings.data_dir))
            _print(staff_texts.for_staff(len(report.staff.documents), folder, report.staff.generation))
    for failure in report.failed:
        _complain(str(failure.error))
    return 1 if report.failed else 0


def _print_report(report: IngestReport, seconds: float, *, whole_corpus: bool) -> None:
    from ingest.skipped import skipped_words

    rows = [
        ("nya", report.added),
        ("ändrade", report.changed),
        ("oförändrade", report.unchanged),
        ("borttagna", report.removed),
    ]
    parts = [f"{len(names)} {word}" for word, names in rows] + [f"{len(report.failed)} misslyckade"]
    _print(f"Dokument: {', '.join(parts)}.")
    for word, names in rows:
        if names and word != "oförändrade":
            _print(f"  {word}: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}")
    for path, kept in report.duplicates:
        _print(f"  samma innehåll: {path} är samma dokument som {kept}, som används")
    for warning in report.warnings:
        _print(f"  obs: {warning}")
    if report.skipped:
        _print(f"  {skipped_words(report.skipped)}")
    _print(
        f"{report.passages} avsnitt och {report.grants} bidragskort i {report.generation}; "
        f"{report.embedded} vektorer beräknade. Klart på {seconds:.1f} s."
    )
    if len(report.removed) > len(report.changed) + len(report.unchanged):
        _print(texts.most_removed(len(report.removed), whole_corpus=whole_corpus))


def _search(options: Namespace, settings: Settings) -> int:
    from ui.as_json import search_json

    def answer_one(assistant: Assistant, question: Question) -> dict[str, object]:
        return search_json(question.text, assistant.search(question, options.k))

    def show(assistant: Assistant, question: Question) -> None:
        _print_hits(assistant.search(question, options.k))

    return _questions(options, settings, answer_one, show)


def _ask(options: Namespace, settings: Settings) -> int:
    from ui.as_json import answer_json

    def answer_one(assistant: Assistant, question: Question) -> dict[str, object]:
        return answer_json(assistant.ask(question))

    def show(assistant: Assistant, question: Question) -> None:
        _print_answer(assistant.ask(question))

    return _questions(options, settings, answer_one, show)


def _questions(
    options: Namespace,
    settings: Settings,
    answer_one: Callable[[Assistant, Question], dict[str, object]],
    show: Callable[[Assistant, Question], None],
) -> int:
    from assistant.wiring import load

    today = options.today or date.today()
    assistant = load(settings)
    try:
        if options.batch:
            return _run_batch(assistant, options.batch, today, answer_one)
        question = Question(_readable(options.question), today)
        if options.json:
            _print_json(answer_one(assistant, question))
        else:
            show(assistant, question)
        return 0
    finally:
        assistant.close()


def _run_batch(
    assistant: Assistant, file: Path, today: date, answer_one: Callable[[Assistant, Question], dict[str, object]]
) -> int:
    code = 0
    for identifier, question in _batch_lines(file, today):
        record: dict[str, object] = {"id": identifier}
        try:
            if isinstance(question, CivsamError):
                raise question
            record |= answer_one(assistant, question)
        except CivsamError as error:
            record |= {"error": str(error)}
            _complain(str(error))
            code = 1
        _print(json.dumps(record, ensure_ascii=False))
    return code


def _batch_lines(file: Path, today: date) -> Iterator[tuple[object, Question | CivsamError]]:
    """(id, question) of every line, and what is wrong with a line that holds no question."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise PathMissing(f"Filen {file} finns inte", where="--batch", next_step="Kontrollera sökvägen") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(
            "Filen går inte att läsa som text i UTF-8", where=str(file), next_step="Spara om den"
        ) from error
    for number, line in enumerate(text.split("\n"), 1):  # a question may hold what splitlines() takes for a line end
        if line.strip():
            yield _batch_line(line, f"{file}, rad {number}", today)


def _batch_line(line: str, where: str, today: date) -> tuple[object, Question | CivsamError]:
    from assistant.question.query import history_from

    identifier: object = None
    try:
        record: Any = json.loads(line)
        identifier = record.get("id")
        text, history = record["question"], history_from(record.get("history") or ())
        if not isinstance(text, str):
            raise TypeError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        example = '{"id": "1", "question": "När söker man?"}'
        return identifier, DocumentError("Raden är inte en fråga", where=where, next_step=f"Skriv raden som {example}")
    turns = tuple(replace(turn, text=_readable(turn.text)) for turn in history)
    return identifier, Question(_readable(text), today, turns)


def _readable(text: str) -> str:
    """The text with marks in place of what is no character: halves of pairs, and bytes from another encoding."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _print_hits(hits: Sequence[Hit]) -> None:
    if not hits:
        _print("Inga avsnitt hittades.")
    for rank, hit in enumerate(hits, 1):
        passage = hit.passage
        page = f", sidan {passage.printed_page}" if passage.printed_page else ""
        _print(
            f"{rank}. {passage.document.title} – {' › '.join(passage.headings) or passage.document.path}{page}  ({hit.score:.3f})"
        )
        _print("   " + " ".join(passage.text.split())[:200])


def _print_answer(answer: Answer) -> None:
    _print(answer.text)
    if answer.statements and not answer.ai_generated:
        _print("(Utdrag ur dokument. Ingen text är AI-genererad. Den som ger bidraget beslutar alltid.)")
    for citation in answer.citations:
        document = citation.passage.document
        kind = "Faktablad" if document.is_fact_sheet else "Dokument"
        page = f", sidan {citation.passage.printed_page}" if citation.passage.printed_page else ""
        where = " › ".join((document.title, *citation.passage.headings))
        _print(f"[{citation.number}] {kind}: {where}{page} ({STATUS_WORDS[citation.status]})")
        if document.source_url:
            _print(f"    Källa: {document.source_url}")
    if answer.near_misses:
        _print("Kan vara relevant:")
        for hit in answer.near_misses:
            _print(f"  {hit.passage.document.title} › {' › '.join(hit.passage.headings)}")


def _status(options: Namespace, settings: Settings) -> int:
    from assistant.retrieval import storage
    from assistant.validity import status_of
    from assistant.wiring import server_state
    from ingest.health import health_report
    from ingest.originals import Originals
    from ingest.quarantine import Quarantine
    from ui.keeping import health_json, health_lines

    generation = storage.open_current(settings.data_dir)
    today = date.today()
    report = health_report(
        generation.catalogue, generation.health(), Originals(settings.data_dir), Quarantine(settings.data_dir)
    )
    counts = Counter(status_of(document, today) for document in generation.catalogue)
    manifest = generation.manifest
    state = server_state(settings, generation)
    if options.json:
        _print_json(
            {
                "generation": generation.name,
                "created": manifest["created"],
                "documents": manifest["documents"],
                "passages": manifest["passages"],
                "fingerprint": generation.fingerprint,
                "stamp": manifest["stamp"],
                "validity": {status.value: counts[status] for status in Status},
                **health_json(report),
                **({} if state is None else {"vector_server": state or "ok"}),
            }
        )
        return 0
    _print(
        f"{generation.name}, gjord {texts.swedish_moment(manifest['created'])}: "
        f"{manifest['documents']} dokument, {manifest['passages']} avsnitt."
    )
    validity = ", ".join(f"{counts[status]} {STATUS_WORDS[status]}" for status in Status if counts[status])
    _print(f"Giltighet i dag: {validity}." if validity else texts.BASE_EMPTY)
    _print(f"Sökmodell: {generation.stamp.embedder}. Datamapp: {settings.data_dir}")
    if state is not None:
        _print(texts.vector_server(state))
    for line in health_lines(report):
        _print(_for_folder(line, options))
    return 0


def _fetch(options: Namespace, settings: Settings) -> int:
    from ingest.fetch import Outcome, fetch
    from ingest.progress import progress_for_terminal
    from ui.keeping import fetch_json, fetch_lines

    _check_corpus(settings, texts.CORPUS_MISSING_FETCH)
    started = time.perf_counter()
    report = fetch(settings.corpus_dir, settings.data_dir, options.ids, progress=progress_for_terminal())
    if options.json:
        _print_json(fetch_json(report, time.perf_counter() - started))
    else:
        for line in fetch_lines(report):
            _print(_for_folder(line, options))
    return 1 if report.count(Outcome.FAILED) else 0


def _diff(options: Namespace, settings: Settings) -> int:
    from ingest.diff import compare, parts_of
    from ingest.diff_sources import Sides
    from ui.keeping import diff_json, diff_lines

    sides = Sides(settings.data_dir, settings.corpus_dir)
    before, after = sides.find(options.before), sides.find(options.after)
    difference = compare(parts_of(before.passages), parts_of(after.passages))
    if options.json:
        _print_json(diff_json(before.name, after.name, difference))
    else:
        for line in diff_lines(before.name, after.name, difference):
            _print(line)
    return 0


def _chat(options: Namespace, settings: Settings) -> int:
    from assistant.adapters import allocator
    from assistant.retrieval import storage

    allocator.give_back()
    if options.profile != "editor" and not _is_here(settings.host):
        logging.getLogger("civsam").warning(texts.open_to_others(settings.host))
    if options.profile == "editor":
        from ui.editor_app import serve_editors

        serve_editors(settings)
        return 0
    storage.current_name(settings.data_dir)  # no index yet: say so before anything heavy is loaded
    if storage.is_for_staff(settings.data_dir):
        above = staff_texts.use_folder_above(str(settings.data_dir.parent))
        raise KnowledgeBaseError(staff_texts.NOT_PUBLIC, where=str(settings.data_dir), next_step=above)
    from assistant.wiring import load, settle
    from ui.app import serve

    def opened() -> Assistant:
        assistant = load(settings, remembered=settings.answer_memory)
        settle()
        return assistant

    serve(opened, settings)
    return 0


def _is_here(host: str) -> bool:
    """Is it an address of this machine alone?"""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _password(options: Namespace, _: Settings) -> int:
    from getpass import getpass

    from ui import editor_texts
    from ui.editor_access import hashed

    if sys.stdin.isatty():
        password = getpass(editor_texts.PASSWORD_PROMPT)
        if getpass(editor_texts.PASSWORD_AGAIN) != password:
            raise CivsamError(editor_texts.PASSWORDS_DIFFER, next_step=editor_texts.PASSWORDS_DIFFER_NEXT)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    _print(hashed(options.name, password))
    return 0


def _eval(options: Namespace, settings: Settings) -> int:
    from evals.command import command

    return command(options, settings)


def _feedback(options: Namespace, settings: Settings) -> int:
    from ui.feedback_cases import cases_yaml
    from ui.feedback_store import FeedbackStore, Reason
    from ui.saving import save

    every = FeedbackStore(settings.data_dir, settings.feedback_days).every(date.today())
    asked = [feedback for feedback in every if feedback.questions]
    if options.export:
        if not asked:
            raise CivsamError(texts.FEEDBACK_NO_QUESTIONS, next_step=texts.FEEDBACK_NO_QUESTIONS_NEXT)
        save(options.export, cases_yaml(asked), force=options.force)
    reasons = Counter(feedback.reason for feedback in every if feedback.reason)
    helped = sum(feedback.helped for feedback in every)
    if options.json:
        _print_json(
            {
                "helped": helped,
                "did_not_help": len(every) - helped,
                "with_question": len(asked),
                "reasons": {reason.value: reasons[reason] for reason in Reason if reason},
                "days": settings.feedback_days,
            }
        )
        return 0
    _print(texts.feedback_counts(len(every), helped, len(asked), settings.feedback_days))
    for reason, words in zip(Reason, texts.FEEDBACK_REASONS, strict=True):
        if reason and reasons[reason]:
            _print(f"  {reasons[reason]} {words}")
    if options.export:
        _print(texts.feedback_exported(str(options.export)))
    return 0


def _grants(options: Namespace, settings: Settings) -> int:
    from ui.grant_cli import proposals, report

    _print(proposals(options.file) if options.action else report(options, settings, options.today or date.today()))
    return 0


def _plan(options: Namespace, settings: Settings) -> int:
    from assistant.retrieval import storage
    from assistant.structured.changes import comparisons
    from assistant.structured.plan_answers import newest_first
    from ui.plan_tree import as_lines, chosen, plans_json

    generation = storage.open_current(settings.data_dir)
    try:
        every = newest_first(generation)
        shown = chosen(every, options.plan)
        if options.plan and not shown:
            raise CivsamError(texts.PLAN_MISSING, where=options.plan, next_step=texts.PLAN_MISSING_NEXT)
        if options.json:
            beside = () if options.plan else comparisons(generation)
            _print_json(plans_json(generation, shown, every, beside, date.today()))
            return 0
        for line in as_lines(generation, shown, every, date.today()):
            _print(line)
        if not every:
            _print(texts.PLANS_NONE)
        return 0
    finally:
        generation.close()


def _backup(options: Namespace, settings: Settings) -> int:
    from ui.backup import AUDIT, backup
    from ui.feedback_store import FeedbackStore

    saved = backup(settings.data_dir, options.file, force=options.force, public=options.public)
    asked = FeedbackStore(settings.data_dir, settings.feedback_days).holds_questions()
    _print(texts.backed_up(str(options.file), saved.generation, len(saved.files), saved.size / 1e6, questions=asked))
    if options.public:
        _print(staff_texts.NOT_BACKED_UP)
    if saved.staff:
        _print(staff_texts.STAFF_BACKED_UP)
    if AUDIT in saved.files:
        _print(staff_texts.LOG_BACKED_UP)
    return 0


def _restore(options: Namespace, settings: Settings) -> int:
    from assistant.wiring import vector_server
    from ingest.publishing import Publishing
    from ui.restore import restore

    publishing = Publishing(vector_server(settings))
    held, generation = restore(settings.data_dir, options.file, force=options.force, publish=publishing.publish)
    _print(texts.restored(str(options.file), held.created, generation, len(held.files)))
    if held.staff:
        _print(staff_texts.STAFF_RESTORED)
    for warning in publishing.warnings:
        _print(f"  obs: {warning}")
    return 0


COMMANDS: dict[str, Callable[[Namespace, Settings], int]] = {
    "ingest": _ingest,
    "search": _search,
    "ask": _ask,
    "chat": _chat,
    "password": _password,
    "fetch": _fetch,
    "diff": _diff,
    "status": _status,
    "eval": _eval,
    "feedback": _feedback,
    "grants": _grants,
    "plan": _plan,
    "backup": _backup,
    "restore": _restore,
}


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _print_json(value: object) -> None:
    _print(json.dumps(value, ensure_ascii=False, indent=1))


def _complain(message: str) -> None:
    sys.stderr.write(f"{message}\n")


if __name__ == "__main__":
    sys.exit(main())
