"""A number to be typed or dragged."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.style.words import steady_text
from playground.views.kit import NumberField, Slider
from playground.views.kit.plain_text import set_tip

STEPS = 400
LEAST_REACH = 2.0
LARGEST = 1e6
TIPS = "Type another value; training goes on from it", "Drag to another value while training goes on"


class SliderField(QWidget):
    """A field and a slider for the same number; the slider's ends follow what is typed."""

    value_edited = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reach = LEAST_REACH
        self._is_silent = False
        self.field = NumberField(
            "Value", TIPS[0], minimum=-LARGEST, maximum=LARGEST,
            formatter=partial(steady_text, sign=True),
        )  # fmt: skip
        self.field.setFixedWidth(84)
        self.slider = Slider("Drag the value", TIPS[1])
        self.slider.setRange(-STEPS, STEPS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.field)
        row.addWidget(self.slider, 1)
        self.field.value_edited.connect(self._on_field_edited)
        self.slider.valueChanged.connect(self._on_slider_moved)

    def describe(self, name: str, tips: tuple[str, str] = TIPS) -> None:
        """Say which number it is, and what typing and dragging do."""
        self.field.describe(name, tips[0])
        self.field.entry.describe(name, tips[0])
        set_tip(self.slider, tips[1])
        self.slider.setAccessibleName(f"Drag: {name}")

    def set_value(self, value: float, *, is_other: bool = False) -> None:
        """Show a value; one that is being typed or dragged is left alone unless it is another parameter's."""
        entry = self.field.entry
        is_busy = self.slider.isSliderDown() or (entry.is_editing and entry.isModified())
        if is_busy and not is_other:
            return
        if is_other:
            entry.drop()  # what was being typed was meant for the other one
        self.field.set_value(value)
        self._move_slider(value, is_other=is_other)

    def _move_slider(self, value: float, *, is_other: bool = False) -> None:
        if is_other or abs(value) > self._reach:
            self._reach = max(LEAST_REACH, 1.5 * abs(value))
        self._is_silent = True
        self.slider.setValue(round(value / self._reach * STEPS))
        self._is_silent = False
        self.slider.setAccessibleDescription(steady_text(value, sign=True))

    def _on_field_edited(self, value: float) -> None:
        self._move_slider(value)
        self.value_edited.emit(value)

    def _on_slider_moved(self, position: int) -> None:
        if not self._is_silent:
            value = position / STEPS * self._reach
            self.field.set_value(value)
            self.slider.setAccessibleDescription(steady_text(value, sign=True))
            self.value_edited.emit(value)
