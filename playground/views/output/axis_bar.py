"""Chooses the axes of the boundary plot for data with more than two features."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.views.kit import IconButton, Label, SelectField
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Veil
from playground.views.output.held_values import HeldValues

PRINCIPAL = "principal"
COMPONENTS = "Principal components"
HINT = "Click a point to trace it"


def without_shared_words(names: Sequence[str]) -> list[str]:
    """Return names without the first words they all share, which would fill a narrow field."""
    words = [name.split() for name in names]
    shared = 0
    while len(words) > 1 and all(len(word) > shared + 1 for word in words):
        if len({word[shared] for word in words}) > 1:
            break
        shared += 1
    return [" ".join(word[shared:]) for word in words] if shared else list(names)


class AxisBar(Veil, QWidget):
    """Two features as axes or the principal components, and where the other features are held."""

    projection_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.x_axis = SelectField(
            (("0", ""),), "Horizontal axis", "Feature on the horizontal axis, or the principal components",
            prefix="x",
        )  # fmt: skip
        self.y_axis = SelectField((("0", ""),), "Vertical axis", "Feature on the vertical axis", prefix="y")
        self.held_button = IconButton(
            "sliders", "Other features", "Where the other features are held; at their mean at first", size=32
        )
        self.held = HeldValues(self.held_button)
        self._hint = Label(HINT, "caption", "ink3")
        self._names: Sequence[str] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._hint, 1, Qt.AlignmentFlag.AlignRight)
        for field in (self.x_axis, self.y_axis):
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(field, 1)
        row.addWidget(self.held_button)
        self.x_axis.option_selected.connect(self._on_axis_selected)
        self.y_axis.option_selected.connect(self._on_axis_selected)
        self.held_button.clicked.connect(self._on_held_clicked)
        self.held.values_changed.connect(self.projection_changed)
        self._show()

    def set_features(
        self,
        names: Sequence[str],
        axes: tuple[int, int],
        X: NDArray[np.float64],
        means: NDArray[np.float64],
        *,
        is_principal: bool = False,
    ) -> None:
        """Set the features to choose from; two need no choice."""
        options = [(str(index), name) for index, name in enumerate(without_shared_words(names))]
        self._names = names
        self.x_axis.set_options([*options, (PRINCIPAL, COMPONENTS)])
        self.y_axis.set_options(options)
        self.x_axis.set_value(PRINCIPAL if is_principal else str(axes[0]))
        self.y_axis.set_value(str(axes[1]))
        if len(names) > 2:
            self.held.set_features(names, X, means)
        self._show()

    @property
    def has_choice(self) -> bool:
        """Whether there are more features than axes."""
        return len(self._names) > 2

    @property
    def is_principal(self) -> bool:
        """Whether the principal components are chosen."""
        return self.x_axis.value() == PRINCIPAL and self.has_choice

    @property
    def axes(self) -> tuple[int, int]:
        """The chosen features."""
        x = self.x_axis.value()
        return int(x) if x and x != PRINCIPAL else 0, int(self.y_axis.value() or 0)

    def set_axes(self, axes: tuple[int, int]) -> None:
        """Choose features."""
        self.x_axis.set_value(str(axes[0]))
        self.y_axis.set_value(str(axes[1]))
        self._show()

    def _show(self) -> None:
        many = self.has_choice
        if many:  # a narrow field shows only the beginning
            x, y = (self._names[index] for index in self.axes)
            set_tip(self.x_axis, f"Horizontal axis: {COMPONENTS if self.is_principal else x}")
            set_tip(self.y_axis, f"Vertical axis: {y}")
        self._hint.setVisible(not many)
        self.x_axis.setVisible(many)
        self.x_axis.set_prefix("" if self.is_principal else "x")  # the components are on both axes
        self.y_axis.setVisible(many and not self.is_principal)
        self.held_button.setVisible(many and not self.is_principal)

    def _on_axis_selected(self) -> None:
        self._show()
        self.projection_changed.emit()

    def _on_held_clicked(self) -> None:
        self.held.set_axes(self.axes)
        self.held.open_below()
