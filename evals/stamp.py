"""Writes the hash of every gold place's text into the cases: ``python -m evals.stamp [FIL ...] [--alla]``.

Comments and layout stay as they are. A place that already has a hash keeps it, so that a source that was changed since
then shows as "inaktuellt"; read such a case again, mend it, and stamp it with --alla.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from assistant.domain import Passage
from assistant.errors import CivsamError
from assistant.settings import load_settings
from evals.case_schema import Case, Gold
from evals.cases import DEFAULT_CASES, load_cases
from evals.normalise import contains
from evals.sources import HASH_LENGTH, ByDocument, by_document, gold_hash, gold_words, is_stale
from ingest.documents import build_document
from ingest.reading import find_sources
from ingest.yaml_lines import below, read_list


class Stamped(NamedTuple):
    """A file's new text, and in Swedish what a person has to look at."""

    text: str
    added: int
    remarks: tuple[str, ...]


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def stamp(text: str, cases: Sequence[tuple[Case, yaml.Node]], passages: ByDocument, *, renew: bool) -> Stamped:
    """``text`` with a hash at every gold place that lacks one, or at all of them (``renew``)."""
    edits: list[_Edit] = []
    remarks: list[str] = []
    for case, node in cases:
        for number, gold in enumerate(case.relevant):
            line = f"{case.id}: {gold.document} › {gold.section or gold.page or 'hela dokumentet'}"
            found = gold_hash(gold, passages)
            if found is None:
                remarks.append(f"{line} finns inte i dokumenten")
            elif gold.sha256 is not None and not renew:
                remarks += [f"{line} är inaktuellt: texten är ändrad"] if is_stale(gold, passages) else []
            elif gold.sha256 is None or not found.startswith(gold.sha256):
                edits.append(_edit(_gold_node(node, number), gold, found[:HASH_LENGTH]))
        remarks += [f"{case.id}: {name} står inte i något av ställena" for name in _not_stated(case, passages)]
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return Stamped(text, len(edits), tuple(remarks))


def _not_stated(case: Case, passages: ByDocument) -> list[str]:
    """The facts that are neither stated in a gold place nor marked as conclusions."""
    texts = [text for gold in case.relevant if (text := gold_words(gold, passages))]
    stated = [nugget for nugget in case.nuggets if not nugget.derived]
    return [nugget.name for nugget in stated if not any(contains(text, form) for text in texts for form in nugget.any)]


def _gold_node(node: yaml.Node, number: int) -> yaml.MappingNode:
    golds = below(node, "relevant")
    found = below(golds, number) if golds else None
    assert isinstance(found, yaml.MappingNode)
    return found


def _edit(node: yaml.MappingNode, gold: Gold, digest: str) -> _Edit:
    old = below(node, "sha256")
    if old is not None:
        return _Edit(old.start_mark.index, old.end_mark.index, digest)
    if node.flow_style:
        last = node.value[-1][1].end_mark.index
        return _Edit(last, last, f", sha256: {digest}")
    _, last_value = node.value[-1]
    return _Edit(
        last_value.end_mark.index, last_value.end_mark.index, f"\n{' ' * node.start_mark.column}sha256: {digest}"
    )


def corpus_passages(folder: Path) -> ByDocument:
    """The passages of every document in ``folder`` as they would be indexed; documents that cannot be read are left out."""
    return by_document(passage for source in find_sources([folder]) for passage in _passages(source.path, source.root))


def _passages(path: Path, root: Path) -> Iterator[Passage]:
    try:
        yield from build_document(path, root)[1]
    except CivsamError as error:
        sys.stderr.write(f"{error}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Stamp the files; 1 when a place is missing or a case is stale."""
    parser = argparse.ArgumentParser(prog="python -m evals.stamp", description="Stämpla fallens ställen i dokumenten.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FIL", help="filer med fall (förval evals/cases/*.yaml)")
    parser.add_argument("--alla", action="store_true", help="stämpla om också de som redan har en stämpel")
    parser.add_argument("--korpus", type=Path, help="mappen med dokument (förval corpus)")
    options = parser.parse_args(arguments)
    try:
        passages = corpus_passages(options.korpus or load_settings().corpus_dir)
        done = [
            _stamp_file(file, passages, renew=options.alla)
            for file in options.files or sorted(DEFAULT_CASES.glob("*.yaml"))
        ]
    except CivsamError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return int(any(done))


def _stamp_file(file: Path, passages: ByDocument, *, renew: bool) -> bool:
    cases = load_cases([file])
    nodes = [item.node for item in read_list(file)]
    text = file.read_text(encoding="utf-8")
    done = stamp(text, list(zip(cases, nodes, strict=True)), passages, renew=renew)
    if done.text != text:
        file.write_text(done.text, encoding="utf-8")
    sys.stdout.write("".join(f"{line}\n" for line in (f"{file.name}: {done.added} stämplade", *done.remarks)))
    return bool(done.remarks)


if __name__ == "__main__":
    sys.exit(main())
