"""Whether something is a Swedish word, by the word forms that simplemma carries (no network, read when first asked)."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=20_000)
def is_swedish(word: str) -> bool:
    """True for a word form that is known; most compounds are not. The first call takes about a second."""
    import simplemma

    return bool(simplemma.is_known(word, lang="sv"))
