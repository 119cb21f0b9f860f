"""Sliders for the features that are on no axis of the boundary plot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.style.theme import Theme
from playground.style.words import number_text
from playground.views.kit import Label, LabeledSlider, Popover, TextButton
from playground.views.kit.scroll_style import dress_scroll_area, quiet_scroll_area

STEPS = 40
WIDTH = 240
MOST_HEIGHT = 420
ROW = 52


class HeldValues(Popover):
    """One slider per feature, from its smallest to its largest value."""

    values_changed = Signal()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._means: list[float] = []
        self._values: list[float] = []
        self._ranges: list[tuple[str, float, float]] = []
        self._sliders: list[LabeledSlider] = []
        self._content = QWidget()
        self._list = QVBoxLayout(self._content)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(4)
        self._scroll = quiet_scroll_area(self._content)
        self.mean_button = TextButton("All at their mean", "", "Hold every feature at its mean", height=32)
        self.mean_button.clicked.connect(self._on_mean_clicked)
        self.column.addWidget(Label("Other features are held at", "caption", "ink3"))
        self.column.addWidget(self._scroll)
        self.column.addWidget(self.mean_button)

    @property
    def values(self) -> tuple[float, ...]:
        """A value for every feature."""
        return tuple(self._values)

    @property
    def are_means(self) -> bool:
        """Whether every feature is at its mean."""
        return self._values == self._means

    @property
    def sliders(self) -> tuple[LabeledSlider, ...]:
        """One slider per feature; empty until first opened."""
        return tuple(self._sliders)

    def set_features(self, names: Sequence[str], X: NDArray[np.float64], means: NDArray[np.float64]) -> None:
        """Set the features, held at their means."""
        self.hide()
        for slider in self._sliders:
            self._list.removeWidget(slider)
            slider.deleteLater()
        self._means = means.tolist()
        self._values = list(self._means)
        self._sliders = []
        self._ranges = list(zip(names, X.min(axis=0).tolist(), X.max(axis=0).tolist(), strict=True))

    def _make_sliders(self) -> None:
        for index, (name, low, high) in enumerate(self._ranges):
            steps = np.linspace(low, high, STEPS + 1).tolist() if high > low else [low]
            slider = LabeledSlider(
                name, steps, name, f"Value of {name} in the plane on screen", formatter=_text,
                value=self._means[index], parent=self._content,
            )  # fmt: skip
            slider.setProperty("feature", index)
            slider.set_formatter(self._describer(index, slider.value()))
            slider.set_theme(self.theme)
            slider.value_edited.connect(self._on_value_edited)
            self._list.addWidget(slider)
            self._sliders.append(slider)

    def _describer(self, index: int, step_of_mean: float) -> Callable[[float], str]:
        """Return the formatter of a held value: a mean may lie between two steps of its slider."""

        def describe(step: float) -> str:
            mean = self._means[index]
            is_mean = step == step_of_mean and self._values[index] == mean
            return _text(mean if is_mean else step)

        return describe

    def set_axes(self, axes: tuple[int, int]) -> None:
        """Leave out the features that are on an axis; to be called before it opens."""
        # Built on first use: data can have many features, and this is rarely opened.
        if not self._sliders:
            self._make_sliders()
        for index, slider in enumerate(self._sliders):
            slider.setVisible(index not in axes)
        shown = len(set(range(len(self._sliders))) - set(axes))
        self._scroll.setFixedSize(WIDTH, min(shown * ROW, MOST_HEIGHT))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        dress_scroll_area(self._scroll, theme)
        for slider in self._sliders:
            slider.set_theme(theme)

    def _on_value_edited(self, value: float) -> None:
        self._values[int(self.sender().property("feature"))] = float(value)
        self.values_changed.emit()

    def _on_mean_clicked(self) -> None:
        self._values = list(self._means)
        for slider, mean in zip(self._sliders, self._means, strict=True):
            slider.set_value(mean)
        self.values_changed.emit()


def _text(value: float) -> str:
    return number_text(value, 3)
