"""The left column of the Graph mode: where the graph comes from, its leaves, and how it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from playground.theme import LIGHT, Theme
from playground.views.controls import Label, SelectField, Switch, TextButton, labeled
from playground.views.controls.scroll_style import dress_scroll_area
from playground.views.graph.formula_editor import FormulaEditor
from playground.views.graph.leaf_list import LeafList

SOURCES = (
    ("formulas", "Expression", "Formulas of your own"),
    ("neuron", "A neuron of this network", "The neuron that is pinned in the Train screen, or the first one"),
    ("loss", "Loss of one sample", "The point that is inspected in the Train screen, or the first one"),
)


def _line(text: str, switch: Switch) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(Label(text, "body", "ink2"), 1)
    row.addWidget(switch)
    return row


FOLLOWS = (
    "Values and gradients follow the training. Inspect another point or pin another neuron in Train to see "
    "them here; weights are edited there, too."
)


class SourcePanel(QWidget):
    """Emits what was chosen or typed."""

    source_selected = Signal(str)
    example_selected = Signal(str)
    formulas_edited = Signal(str)
    leaf_edited = Signal(int, float)
    fold_toggled = Signal(bool)
    derivatives_toggled = Signal(bool)
    wrong_order_toggled = Signal(bool)

    def __init__(self, examples: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.buttons: dict[str, TextButton] = {}
        self._group = QButtonGroup(self)
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(8)
        column.addWidget(Label("Source", "section_title"))
        for key, text, tip in SOURCES:
            button = TextButton(text, text, tip, checkable=True)
            self._group.addButton(button)
            self.buttons[key] = button
            column.addWidget(button)
            button.clicked.connect(self._on_source_clicked)
        self.example = SelectField(examples, "Starting point", "Formulas to begin with")
        self._example_field = labeled("Start from", self.example)
        self.editor = FormulaEditor()
        self.state = Label("", "caption", "ink3")
        self.state.setWordWrap(True)
        self._leaves_title = Label("Leaf values", "section_title")
        self.leaves = LeafList()
        self._follows = Label(FOLLOWS, "caption", "ink3")
        self._follows.setWordWrap(True)
        self.fold = Switch("Fold chains of sums", "One Σ for a chain of additions", text="", checked=True)
        self.derivatives = Switch("Local derivatives", "Numbers on the edges", text="", checked=True)
        self.wrong_order = Switch(
            "Wrong order", "A mistake to try: pass gradients on at once, not in topological order", text=""
        )
        for widget in (self._example_field, self.editor, self.state, self._follows, self._leaves_title):
            column.addWidget(widget)
        column.addWidget(self.leaves)
        column.addSpacing(6)
        column.addWidget(Label("View", "section_title"))
        for text, switch in (
            ("Fold chains of sums", self.fold),
            ("Local derivatives", self.derivatives),
            ("Wrong order (a mistake)", self.wrong_order),
        ):
            column.addLayout(_line(text, switch))
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(self._content)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.addWidget(self._area)
        self.example.option_selected.connect(self.example_selected)
        self.editor.formulas_edited.connect(self.formulas_edited)
        self.leaves.value_edited.connect(self.leaf_edited)
        self.fold.toggled_by_user.connect(self.fold_toggled)
        self.derivatives.toggled_by_user.connect(self.derivatives_toggled)
        self.wrong_order.toggled_by_user.connect(self.wrong_order_toggled)

    def set_source(self, key: str) -> None:
        """Show which source is on; only formulas can be typed."""
        self.buttons[key].setChecked(True)
        for widget in (self._example_field, self.editor, self._leaves_title, self.leaves):
            widget.setVisible(key == "formulas")
        self._follows.setVisible(key != "formulas")

    def set_state(self, text: str, *, is_problem: bool) -> None:
        """Say how large the graph is, or what is wrong."""
        self.state.set_text(text)
        self.state.set_ink("danger" if is_problem else "ink3")

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        dress_scroll_area(self._area, theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the line at the right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(self._theme.line))

    def _on_source_clicked(self) -> None:
        for key, button in self.buttons.items():
            if button.isChecked():
                self.source_selected.emit(key)
