"""The list of functions: found by typing, each with its formula, its derivative and its curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.models.graph.functions.function_list import FunctionEntry, found
from playground.models.graph.functions.operation_curve import OperationCurve, operation_curve
from playground.models.graph.graph_node import in_print
from playground.style.words import number_text
from playground.views.graph.functions.curve_picture import CurvePicture
from playground.views.graph.functions.function_rows import FIRST_VALUE, FunctionRows
from playground.views.kit import Label, NumberField, TextButton, labeled
from playground.views.kit.cards.popover import Popover
from playground.views.kit.find_field import FindField

LIST_WIDTH, DETAIL_WIDTH, HEIGHT = 320, 296, 452
MOST_FIELDS = 4
COLUMNS = 2
STEPS = tuple(number / 10 for number in range(-40, 41))
_STEP_OF = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 7, Qt.Key.Key_PageUp: -7}


@dataclass(frozen=True)
class FunctionAtNode:
    """A node of the graph that is computed by an operation.

    Attributes
    ----------
    node
        Its name.
    names, values
        Of its operands.
    """

    operation: str
    node: str
    names: tuple[str, ...]
    values: tuple[float, ...]


class FunctionSearch(FindField):
    """Typing finds functions, the arrow keys go through them, Return takes one."""

    walked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        tip = "A name or a part of a formula; Up and Down choose, Return puts it into the formula"
        super().__init__("Find a function", tip, prompt="Find a function", parent=parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Escape to the card once nothing is typed."""
        key = Qt.Key(event.key())
        if key in _STEP_OF:
            self.walked.emit(_STEP_OF[key])
        elif key == Qt.Key.Key_Escape and not self.text():
            event.ignore()
        else:
            super().keyPressEvent(event)


class FunctionCard(Popover):
    """Emits the function to put into the formula.

    Signals
    -------
    function_chosen
        A `FunctionEntry`, to be put into the formula.
    definition_wanted
        A new one is to be defined, by this name.
    edit_wanted
        A `FunctionEntry` of the user is to be edited.
    """

    function_chosen = Signal(object)
    definition_wanted = Signal(str)
    edit_wanted = Signal(object)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._entries: Sequence[FunctionEntry] = ()
        self._node: FunctionAtNode | None = None
        self._entry: FunctionEntry | None = None
        self._values: list[float] = []
        self._place = 0
        self.search = FunctionSearch()
        self.rows = FunctionRows()
        self.rows.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.name = Label("", "section_title")
        self.formula = Label("", "graph_gradient", "ink2")
        self.derivatives = Label("", "graph_gradient", "ink2")
        self.domain = Label("", "caption", "ink3")
        self.picture = CurvePicture()
        self.slope = Label("", "selected")
        self.at_node = Label("", "caption", "accent_text")
        for label in (self.formula, self.derivatives, self.domain, self.slope, self.at_node):
            label.setWordWrap(True)
        self.fields = [
            NumberField(f"Operand {number + 1}", "Where the tangent is; any number", suggestions=STEPS)
            for number in range(MOST_FIELDS)
        ]
        self._captions = [labeled("", field) for field in self.fields]
        self.insert = TextButton(
            "Put into the formula", "", "Return does the same", icon="formula", height=32
        )
        self.define = TextButton(
            "Define a function", "", "Give a new function a name and a formula", icon="plus", height=32
        )
        self.edit = TextButton(
            "Edit", "Edit this function", "Change or delete this function of your own", icon="edit", height=32
        )
        self._build()
        self.search.searched.connect(self._on_searched)
        self.search.go_wanted.connect(self.rows.choose)
        self.search.walked.connect(self.rows.go)
        self.rows.function_chosen.connect(self._on_chosen)
        self.rows.function_reached.connect(self._on_reached)
        self.picture.point_wanted.connect(self._on_point_wanted)
        self.insert.clicked.connect(self.rows.choose)
        self.define.clicked.connect(self._on_define_clicked)
        self.edit.clicked.connect(self._on_edit_clicked)
        for number, field in enumerate(self.fields):
            field.setProperty("operand", number)
            field.value_edited.connect(self._on_value_edited)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.rows, 1)
        left.addWidget(self.define)
        right = QVBoxLayout()
        right.setSpacing(6)
        for widget in (self.name, self.formula, self.derivatives, self.domain):
            right.addWidget(widget)
        right.addSpacing(4)
        right.addWidget(self.picture)
        right.addWidget(self.slope)
        right.addWidget(self.at_node)
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, caption in enumerate(self._captions):
            grid.addWidget(caption, number // COLUMNS, number % COLUMNS)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        right.addLayout(grid)
        right.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.insert, 1)
        foot.addWidget(self.edit)
        right.addLayout(foot)
        sides = [QWidget(), QWidget()]
        row = QHBoxLayout()
        row.setSpacing(16)
        for side, layout, width in zip(sides, (left, right), (LIST_WIDTH, DETAIL_WIDTH), strict=True):
            layout.setContentsMargins(0, 0, 0, 0)
            side.setLayout(layout)
            side.setFixedSize(width, HEIGHT)
            row.addWidget(side)
        self.column.addLayout(row)

    def open(self, entries: Sequence[FunctionEntry], node: FunctionAtNode | None) -> None:
        """Show all functions; that of a node of the graph is the first one looked at."""
        self._entries, self._node = entries, node
        self.search.clear()
        self.search.set_found(0, 0)
        self.rows.set_entries(entries, "" if node is None else node.operation)
        self.open_below()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_define_clicked(self) -> None:
        # What was searched for and not found is what is to be defined.
        wanted = "" if self._entry is not None else self.search.text().strip()
        self.hide()
        self.definition_wanted.emit(wanted)

    def _on_edit_clicked(self) -> None:
        if self._entry is not None:
            entry = self._entry
            self.hide()
            self.edit_wanted.emit(entry)

    def _on_searched(self, text: str) -> None:
        entries = found(self._entries, text)
        self.search.set_found(min(1, len(entries)), len(entries))
        self.rows.set_entries(entries)

    def _on_chosen(self, entry: FunctionEntry) -> None:
        self.hide()
        self.function_chosen.emit(entry)

    def _on_reached(self, entry: FunctionEntry | None) -> None:
        self._entry, self._place = entry, 0
        node = self._node_of(entry)
        if entry is not None:
            self._values = [FIRST_VALUE] * len(entry.operands) if node is None else list(node.values)
        self._show()

    def _node_of(self, entry: FunctionEntry | None) -> FunctionAtNode | None:
        """Return the node of the graph, if it is made by this function."""
        is_made = entry is not None and self._node is not None and self._node.operation == entry.operation
        return self._node if is_made else None

    def _on_value_edited(self, value: float) -> None:
        self._place = int(self.sender().property("operand"))
        self._values[self._place] = float(value)
        self._show()

    def _on_point_wanted(self, value: float) -> None:
        self._values[self._place] = value
        self._show()

    def _show(self) -> None:
        entry = self._entry
        self.insert.setEnabled(entry is not None)
        self.edit.setVisible(entry is not None and entry.is_own)
        for number, caption in enumerate(self._captions):
            caption.setVisible(entry is not None and number < len(self._values))
        if entry is None:
            self.name.set_text("No function has that in its name or formula")
            for label in (self.formula, self.derivatives, self.domain, self.slope, self.at_node):
                label.set_text("")
            self.picture.set_curve(None, "No function")
            return
        others = f"  also {', '.join(entry.others)}" if entry.others else ""
        self.name.set_text(f"{entry.typed}{others}")
        self.formula.set_text(f"= {entry.formula}")
        names = [in_print(name) for name in entry.operands]
        lines = [f"∂/∂{name} = {text}" for name, text in zip(names, entry.derivatives, strict=True)]
        self.derivatives.set_text("\n".join(lines))
        self.domain.set_text(f"Needs {entry.domain}" if entry.domain else "")
        self.domain.setVisible(bool(entry.domain))
        names += [f"operand {number + 1}" for number in range(len(names), len(self._values))]
        for caption, field, name, value in zip(
            self._captions, self.fields, names, self._values, strict=False
        ):
            caption.label.set_text(name)
            field.set_value(value)
        curve = operation_curve(entry.operation, self._values, self._place)
        words = _say_slope(entry, curve, names[self._place], len(self._values))
        self.slope.set_text(words)
        self.picture.set_curve(curve, words)
        self._say_node(self._node_of(entry))

    def _say_node(self, node: FunctionAtNode | None) -> None:
        if node is None or tuple(self._values) != node.values:
            self.at_node.hide()
            return
        given = ", ".join(
            f"{name} = {number_text(value)}"
            for name, value in list(zip(node.names, node.values, strict=True))[:MOST_FIELDS]
        )
        self.at_node.set_text(f"The point of {node.node} in the graph: {given}")
        self.at_node.show()


def _say_slope(entry: FunctionEntry, curve: OperationCurve, name: str, count: int) -> str:
    """Say what the tangent shows: ``Slope of tanh at x = 0.5: 0.7864``."""
    where = f"{name} = {number_text(curve.at)}"
    along = f" along {name}" if count > 1 else ""
    if curve.value is None:
        return f"No value at {where}: {entry.symbol} needs {entry.domain or 'other numbers'}"
    if curve.slope is None:
        return f"No slope of {entry.symbol}{along} at {where}"
    return f"Slope of {entry.symbol}{along} at {where}: {number_text(curve.slope)}"
