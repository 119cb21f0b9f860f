"""Beside a picture too small to be read: the scalars of one neuron of it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.graph.lens.neuron_scalars import LineNumbers, NeuronScalars
from playground.style.theme import Theme
from playground.views.graph.lens.lens_rows import GAP, NUMBER_WIDTH, SIDE, LensRows
from playground.views.kit import IconButton, Label
from playground.views.kit.panel import Panel
from playground.views.kit.scroll_style import dress_scroll_area, quiet_scroll_area

WIDTH, COMPACT_WIDTH = 332, 284


class LensPanel(Panel):
    """A title, the heads of the columns, and lines that scroll."""

    closed = Signal()
    scalar_pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.LeftEdge, parent)
        self.title = Label("", "selected")
        self.formula = Label("", "caption", "ink3")
        self.formula.setWordWrap(True)
        self.rows = LensRows()
        self.close_button = IconButton(
            "close",
            "Close the lens",
            "Close it until the picture has been at reading size",
            size=32,
            flat=True,
        )
        self._area = quiet_scroll_area(self.rows)
        self._area.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = QHBoxLayout()
        head.setContentsMargins(SIDE, 8, 8, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        columns = self._heads = QHBoxLayout()
        columns.setSpacing(GAP)
        columns.addWidget(Label("Scalar", "caption", "ink3"), 1)
        for text in ("Value", "Gradient"):
            label = Label(text, "caption", "ink3")
            label.setFixedWidth(NUMBER_WIDTH)
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            columns.addWidget(label)
        words = QVBoxLayout()
        words.setContentsMargins(SIDE, 0, SIDE, 0)
        words.addWidget(self.formula)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(words)
        column.addLayout(columns)
        column.addWidget(self._area, 1)
        self.close_button.clicked.connect(self.closed)
        self.rows.scalar_pressed.connect(self.scalar_pressed)
        self.rows.current_moved.connect(self._show_place)
        self._area.verticalScrollBar().rangeChanged.connect(self._place_heads)
        self._place_heads()
        self._neuron: NeuronScalars | None = None

    def set_neuron(self, neuron: NeuronScalars, numbers: LineNumbers) -> None:
        """Show the scalars of a neuron, those of this step in sight."""
        is_other, self._neuron = neuron != self._neuron, neuron
        label = neuron.lines[0].label
        self.title.set_text(f"Scalars of {label}")
        self.formula.set_text(f"{label} = {neuron.group.formula}")
        self.rows.set_lines(neuron.lines, numbers)
        self.rows.setAccessibleName(self.title.text())
        if is_other:
            self._area.verticalScrollBar().setValue(0)
        lit = numbers.is_now.nonzero()[0].tolist()
        if lit:
            self._show_place(self.rows.place_of(lit[-1]))
            self._show_place(self.rows.place_of(lit[0]))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        dress_scroll_area(self._area, theme)

    def _place_heads(self) -> None:
        """Keep the heads above their numbers, which a scroll bar moves to the left."""
        bar = self._area.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > 0 else 0
        self._heads.setContentsMargins(SIDE, 6, SIDE + taken, 4)

    def _show_place(self, place: QRect) -> None:
        self._area.ensureVisible(0, place.center().y(), 0, place.height())
