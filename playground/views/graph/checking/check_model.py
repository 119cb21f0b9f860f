"""Checked gradients as Qt's views read them, in any order of rows."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from playground.models.graph.checking.check_words import say_gradient, say_result
from playground.models.graph.checking.differences import DIFFERS
from playground.models.graph.checking.gradient_check import CheckedGradient, GradientCheck, worst_first
from playground.style.words import number_text
from playground.views.kit.table.sorted_model import (
    NAME,
    Cell,
    SortedModel,
    TableColumn,
    name_cell,
    number_cell,
)

GRADIENT, DIFFERENCE, ERROR, RESULT = range(1, 5)
NONE = "none"


class CheckModel(SortedModel):
    """A row a gradient, in the order of the graph."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.gradients: tuple[CheckedGradient, ...] = ()

    def set_check(self, check: GradientCheck | None) -> None:
        """Show another check; rows stay the same ones where the nodes do."""
        before, self.gradients = self.gradients, () if check is None else check.gradients
        are_same = bool(before) and _identity(before) == _identity(self.gradients)
        self.set_columns([] if check is None else _columns(check), are_same_items=are_same)

    def cell(self, item: int, column: int) -> Cell:
        found = self.gradients[item]
        if column == NAME:
            return name_cell(found.name)
        if column == GRADIENT:
            return number_cell(number_text(found.gradient), found.gradient)
        if column == RESULT:
            is_wrong = found.verdict == DIFFERS
            return Cell(
                say_result(found.verdict),
                *(("danger", "caption_strong") if is_wrong else ("ink2", "caption")),
            )
        if found.difference is None:
            return Cell(NONE)
        if column == ERROR:
            return Cell(number_text(found.relative_error, 2), "ink2", "inspector_code")
        return number_cell(number_text(found.numeric), found.numeric)

    def tip(self, item: int, column: int) -> str:
        return say_gradient(self.gradients[item])


def _identity(gradients: tuple[CheckedGradient, ...]) -> list[tuple[int, str]]:
    return [(found.scalar, found.name) for found in gradients]


def _columns(check: GradientCheck) -> list[TableColumn]:
    found = check.gradients
    order = np.arange(len(found), dtype=np.float64)
    return [
        TableColumn(
            "Node", "In the order of the graph. A click or Enter sorts by a column", order, rises=True
        ),
        TableColumn(
            "Gradient",
            "By the chain rule: what stands on the card",
            np.abs([gradient.gradient for gradient in found]),
        ),
        TableColumn(
            "Finite difference",
            "How the output changes when the node is moved a little up and down, over how far",
            np.abs([gradient.numeric for gradient in found]),
        ),
        TableColumn(
            "Relative error",
            "The distance of the two over the larger one",
            np.array([gradient.relative_error for gradient in found], np.float64),
        ),
        TableColumn(
            "Result", "What is wrong or in doubt first", np.array(worst_first(check), np.float64), rises=True
        ),
    ]
