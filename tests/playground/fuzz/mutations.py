"""Random changes of texts, such as slips of the keyboard, damaged disks and bad intentions make."""

from __future__ import annotations

import random
from collections.abc import Sequence


def mutated(text: str, pieces: Sequence[str], rng: random.Random, most: int = 2) -> str:
    """Return a text with a few parts left out, put in, doubled, exchanged or overwritten."""
    for _ in range(rng.randint(1, most)):
        at, until = sorted(rng.randint(0, len(text)) for _ in range(2))
        until = min(until, at + rng.choice((1, 1, 2, 5, 40)))
        part, piece = text[at:until], rng.choice(pieces)
        kind = rng.choice(("drop", "insert", "insert", "double", "overwrite", "overwrite", "swap"))
        other = {"drop": "", "insert": piece + part, "double": part * 2, "overwrite": piece}
        text = text[:at] + (part[::-1] if kind == "swap" else other[kind]) + text[until:]
    return text
