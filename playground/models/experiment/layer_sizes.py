"""Reads layer sizes as people write them: ``4, 6, 6, 3``, ``4→6→3``, ``8 8 8``, ``8x3``."""

from __future__ import annotations

import re

from playground.models.experiment.choices import MAX_HIDDEN_LAYERS, MAX_NEURONS
from playground.style.words import counted, quoted

_BETWEEN = re.compile(r"\s*(?:,|;|->|→|>|-|–|−)\s*|\s+")
_REPEATED = re.compile(r"(\d{1,4})\s*[x×*]\s*(\d{1,4})", re.ASCII)
_SIZE = re.compile(r"\d{1,4}", re.ASCII)


class LayerSizesError(ValueError):
    """What is wrong with layer sizes, and where.

    Attributes
    ----------
    start, end
        First character of the faulty part, and the one after it.
    """

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start, self.end = start, end


def read_sizes(text: str) -> tuple[int, ...]:
    """Read sizes; ``8x3`` is three layers of 8, and so is ``3x8`` only where 8 layers would be too many.

    Raises
    ------
    LayerSizesError
        A part is no size.
    """
    sizes: list[int] = []
    begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
    at = begin
    while True:
        found = _REPEATED.match(text, at, end) or _SIZE.match(text, at, end)
        behind = at if found is None else found.end()
        between = _BETWEEN.match(text, behind, end)
        if found is None or (between is None and behind < end):
            raise _no_size(text, at, end)
        sizes += _sizes_of(found)
        if between is None:
            return tuple(sizes)
        at = between.end()


def read_hidden(text: str, n_inputs: int, n_outputs: int) -> tuple[int, ...]:
    """Read the sizes of hidden layers, with or without those of inputs and outputs around them.

    Raises
    ------
    LayerSizesError
        A part is no size, or there are too many.
    """
    sizes = read_sizes(text)
    is_whole = len(sizes) >= 2 and (sizes[0], sizes[-1]) == (n_inputs, n_outputs)
    hidden = sizes[1:-1] if is_whole else sizes
    if len(hidden) > MAX_HIDDEN_LAYERS:
        raise LayerSizesError(
            f"{counted(len(hidden), 'hidden layer')} are too many, {MAX_HIDDEN_LAYERS} at most", 0, len(text)
        )
    return hidden


def _sizes_of(found: re.Match[str]) -> list[int]:
    if found.re is _SIZE:
        size, times = int(found[0]), 1
    else:
        size, times = int(found[1]), int(found[2])
        if times > MAX_HIDDEN_LAYERS >= size:
            size, times = times, size
    if not 1 <= size <= MAX_NEURONS:
        raise LayerSizesError(
            f"{quoted(found[0])} is not a size from 1 to {MAX_NEURONS}", found.start(), found.end()
        )
    if not 1 <= times <= MAX_HIDDEN_LAYERS:
        raise LayerSizesError(
            f"{quoted(found[0])} is not from 1 to {MAX_HIDDEN_LAYERS} layers", found.start(), found.end()
        )
    return [size] * times


def _no_size(text: str, at: int, end: int) -> LayerSizesError:
    """Return the error about the text at a position."""
    word = re.compile(r"[^\s,;→>]*").match(text, at, end)
    behind = at if word is None else word.end()
    what = f"{quoted(text[at:behind])} is no size" if behind > at else "A size is missing here"
    return LayerSizesError(f"{what}: write numbers from 1 to {MAX_NEURONS}, such as 4, 6, 3", at, behind)
