"""The kinds of data that editors keep as YAML beside the documents, and their readers.

Each kind has a folder of its own under what is read in: corpus/bidrag, corpus/planer, corpus/jamforelser,
corpus/fragor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from assistant.grants import cards
from assistant.retrieval import expected
from assistant.structured import changes, plans
from ingest.access import QUESTIONS
from ingest.comparisons import read_comparisons
from ingest.grant_cards import read_cards
from ingest.plans import read_plans
from ingest.questions import read_questions
from ingest.structures import Read, Reader, Refused, Structure

READERS: dict[tuple[str, str], Reader] = {  # (name in the generation, folder) → reader
    (cards.KIND, "bidrag"): read_cards,
    (plans.KIND, "planer"): read_plans,
    (changes.KIND, "jamforelser"): read_comparisons,
    (expected.KIND, QUESTIONS): read_questions,
}


def read_structures(
    roots: Iterable[Path], reads: Sequence[Read], passed_over: Callable[[Path], bool] = lambda _: False
) -> tuple[dict[str, object], list[Refused]]:
    """Every kind of data under some folders, by name, without kinds that have none; and every file that was refused.

    Files that are ``passed_over`` are in neither.
    """
    found: dict[str, object] = {}
    refused: list[Refused] = []
    folders = sorted({root for root in roots if root.is_dir()})
    for (name, folder), reader in READERS.items():
        every = [file for root in folders for file in sorted((root / folder).glob("*.yaml"))]
        files = [file for file in every if not passed_over(file)]
        structure = reader(files, reads) if files else Structure([], [])
        refused += structure.refused
        if structure.records:
            found[name] = structure.records
    return found, refused
