"""Small tables of numbers, as a lesson on shapes shows them: one, and what `view` and `permute` make of it.

NumPy does what they say, so a lesson never states a number that was not computed. Its `reshape` of an array
whose numbers lie row by row is PyTorch's `view`, its `transpose` PyTorch's `permute`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.data.datasets import load_dataset
from playground.style.words import exact_text, quoted

Array = NDArray[np.float64]
MOST_ROWS, MOST_CELLS = 8, 64
SIDES = 1
"""Columns left out at each side of a digit, so that its picture is higher than wide."""
LARGEST_TO_TYPE = 99
_SHAPE = re.compile(r"(\d{1,3}) *[x×] *(\d{1,3})", re.ASCII)
_STEP = re.compile(r"x|x\.view\((\d{1,3}), *(\d{1,3})\)|x\.permute\(([01]), *([01])\)", re.ASCII)


@dataclass(frozen=True)
class Table:
    """A table, and in which order its cells lie in memory.

    Attributes
    ----------
    code
        How it comes about, in PyTorch's words: ``x.view(3, 2)``.
    cells
        Row by row.
    places
        Of each cell in memory, from 0.
    """

    key: str
    code: str
    cells: tuple[tuple[float, ...], ...]
    places: tuple[tuple[int, ...], ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.cells), len(self.cells[0])

    @property
    def numbers(self) -> tuple[float, ...]:
        """All cells, row by row."""
        return tuple(number for row in self.cells for number in row)

    @property
    def text(self) -> str:
        """The cells as Python writes them."""
        return cells_text(self.cells)

    @property
    def way(self) -> tuple[tuple[int, int], ...]:
        """Row and column of each cell, in the order of memory."""
        rows, columns = self.shape
        places = sorted(
            (self.places[row][column], row, column) for row in range(rows) for column in range(columns)
        )
        return tuple((row, column) for _, row, column in places)


def counted_cells(text: str) -> Array:
    """Return a table of the numbers from 1, row by row, of a shape such as ``2 x 3``.

    Raises
    ------
    ValueError
        It is no such shape, or too large.
    """
    match = _SHAPE.fullmatch(text)
    rows, columns = (int(match[1]), int(match[2])) if match is not None else (0, 0)
    if not (1 <= rows <= MOST_ROWS and 1 <= columns <= MOST_ROWS):
        raise ValueError(f"is rows x columns, such as 2 x 3, up to {MOST_ROWS} each, not {quoted(text)}")
    return np.arange(1.0, rows * columns + 1).reshape(rows, columns)


def digit_cells(text: str) -> Array:
    """Return the first picture of a digit, from 0 (paper) to 1 (ink), without a column at each side.

    Raises
    ------
    ValueError
        It is no digit.
    """
    if len(text) != 1 or text not in "0123456789":
        raise ValueError(f"is a digit from 0 to 9, not {quoted(text)}")
    digits = load_dataset("digits")
    assert digits.picture is not None
    pixels: Array = (
        digits.X[np.flatnonzero(digits.y == int(text))[0]].reshape(digits.picture) / digits.X.max()
    )
    return pixels[:, SIDES:-SIDES]


def make_table(key: str, code: str, source: Array) -> Table:
    """Return what a line of code makes of a table.

    Parameters
    ----------
    code
        ``x``, ``x.view(rows, columns)`` or ``x.permute(1, 0)``.

    Raises
    ------
    ValueError
        It is another line of code, or the shape does not fit.
    """
    match = _STEP.fullmatch(code)
    if match is None:
        raise ValueError(f"is x, x.view(rows, columns) or x.permute(1, 0), not {quoted(code)}")
    memory = np.arange(source.size).reshape(source.shape)
    if match[1] is not None:
        shape = int(match[1]), int(match[2])
        if shape[0] * shape[1] != source.size or max(shape) > MOST_CELLS:
            raise ValueError(f"makes {shape[0]} x {shape[1]} cells of {source.size}")
        source, memory = source.reshape(shape), memory.reshape(shape)
    elif match[3] is not None:
        axes = int(match[3]), int(match[4])
        if axes[0] == axes[1]:
            raise ValueError(f"names the same axis twice: {quoted(code)}")
        source, memory = source.transpose(axes), memory.transpose(axes)
    return Table(key, code, _rows(source), tuple(tuple(int(place) for place in row) for row in memory))


def is_to_type(table: Table) -> bool:
    """Whether its cells can be asked for: few enough whole numbers."""
    return len(table.numbers) <= 12 and all(
        number == int(number) and 0 <= number <= LARGEST_TO_TYPE for number in table.numbers
    )


def cells_text(cells: Sequence[Sequence[float]]) -> str:
    """Return cells as Python writes them."""
    return f"[{', '.join('[' + ', '.join(map(exact_text, row)) + ']' for row in cells)}]"


def as_rows(numbers: Sequence[float], columns: int) -> tuple[tuple[float, ...], ...]:
    """Return numbers row by row."""
    return tuple(tuple(numbers[start : start + columns]) for start in range(0, len(numbers), columns))


def _rows(array: Array) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(number) for number in row) for row in array)
