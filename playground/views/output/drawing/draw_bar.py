"""The tools for drawing points: class, eraser, mover, radius and density."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.style.words import fixed_text
from playground.views.kit import IconButton, LabeledSlider, TextButton
from playground.views.output.drawing.class_picker import MOST_CLASSES, ClassPicker

Tool = Literal["paint", "erase", "move"]

RADIUS_STEPS = tuple(round(0.1 * step, 1) for step in range(1, 21))
DENSITY_STEPS = tuple(range(1, 21))


class DrawBar(QWidget):
    """Classes, eraser and mover in one row; radius, density, Clear and Done in another.

    The keys 1 to 9 and 0 paint a class, E erases, M moves, [ and ] change the radius, wherever the focus is
    in the window; Escape on the bar is Done.

    Signals
    -------
    tool_changed
        `tool`, `label`, `radius` or `density` has changed.
    clear_pressed, done_pressed
    """

    tool_changed = Signal()
    clear_pressed = Signal()
    done_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tool: Tool = "paint"
        self.classes = ClassPicker()
        self.eraser = IconButton(
            "eraser", "Eraser", "Erase points (E), also with the right button", size=32, checkable=True
        )
        self.mover = IconButton("move", "Move points", "Drag single points (M)", size=32, checkable=True)
        self.radius_slider = LabeledSlider(
            "Radius", RADIUS_STEPS, "Radius of the brush", "Radius of brush and eraser, in units of x₁ ([ ])",
            value=0.5, formatter=_one_decimal, caption_role="caption",
        )  # fmt: skip
        self.density_slider = LabeledSlider(
            "Density", DENSITY_STEPS, "Density of the brush", "Points per dab, 1 for single points",
            value=5, caption_role="caption",
        )  # fmt: skip
        self.clear_button = TextButton("Clear", "Clear the drawing", "Remove all points", height=32)
        self.done_button = TextButton("Done", "Done drawing", "Stop drawing (Escape)", height=32)
        self._build()
        self._connect()
        self._add_shortcuts()

    def _build(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addWidget(self.classes, 1)
        tools.addWidget(self.eraser)
        tools.addWidget(self.mover)
        sizes = self._sizes = QHBoxLayout()
        sizes.setSpacing(12)
        sizes.addWidget(self.radius_slider, 1)
        sizes.addWidget(self.density_slider, 1)
        ends = QHBoxLayout()
        ends.setSpacing(8)
        for button in (self.clear_button, self.done_button):
            ends.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        sizes.addLayout(ends)
        rows = self._rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(tools)
        rows.addLayout(sizes)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self.classes.class_selected.connect(self._on_class_selected)
        self.eraser.clicked.connect(self._on_eraser_clicked)
        self.mover.clicked.connect(self._on_mover_clicked)
        self.radius_slider.value_edited.connect(self.tool_changed)
        self.density_slider.value_edited.connect(self.tool_changed)
        self.clear_button.clicked.connect(self.clear_pressed)
        self.done_button.clicked.connect(self.done_pressed)

    def _add_shortcuts(self) -> None:
        for label in range(MOST_CLASSES):
            shortcut = QShortcut(QKeySequence(str((label + 1) % 10)), self)
            shortcut.activated.connect(lambda label=label: self.classes.pick(label))
        for key, answer in (
            ("E", self._on_eraser_clicked),
            ("M", self._on_mover_clicked),
            ("[", self._on_smaller_wanted),
            ("]", self._on_larger_wanted),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(answer)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.done_pressed)

    @property
    def tool(self) -> Tool:
        """What a drag on the plot does."""
        return self._tool

    @property
    def label(self) -> int:
        """The class that is painted, from 0."""
        return self.classes.value()

    @property
    def radius(self) -> float:
        """Of brush and eraser, in units of the drawing."""
        return float(self.radius_slider.value())

    @property
    def density(self) -> int:
        """Points per dab of the brush."""
        return int(self.density_slider.value())

    def set_used(self, n_used: int) -> None:
        """Set how many classes have points."""
        self.classes.set_used(n_used)

    def set_clearable(self, on: bool) -> None:
        """Set whether there is anything to clear."""
        self.clear_button.setEnabled(on)

    def set_compact(self, compact: bool) -> None:
        """Move closer together in small windows."""
        self._rows.setSpacing(0 if compact else 4)
        self._sizes.setSpacing(8 if compact else 12)

    def set_tool(self, tool: Tool) -> None:
        """Select a tool without a signal."""
        self._tool = tool
        self.classes.set_active(tool == "paint")
        self.eraser.setChecked(tool == "erase")
        self.mover.setChecked(tool == "move")
        self.radius_slider.setEnabled(tool != "move")
        self.density_slider.setEnabled(tool == "paint")

    def _take(self, tool: Tool) -> None:
        changed = tool != self._tool
        self.set_tool(tool)  # always: a click on the current tool has unchecked it
        if changed:
            self.tool_changed.emit()

    def _on_class_selected(self, _label: int) -> None:
        self.set_tool("paint")
        self.tool_changed.emit()

    def _on_eraser_clicked(self) -> None:
        self._take("erase")

    def _on_mover_clicked(self) -> None:
        self._take("move")

    def _on_smaller_wanted(self) -> None:
        self._step_radius(-1)

    def _on_larger_wanted(self) -> None:
        self._step_radius(1)

    def _step_radius(self, step: int) -> None:
        place = RADIUS_STEPS.index(self.radius) + step
        if 0 <= place < len(RADIUS_STEPS) and self._tool != "move":
            self.radius_slider.set_value(RADIUS_STEPS[place])
            self.tool_changed.emit()


def _one_decimal(value: float) -> str:
    return fixed_text(value, 1)
