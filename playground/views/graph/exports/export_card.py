"""The ways out of the Graph mode: each format is copied or saved."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.views.kit import IconButton, Label
from playground.views.kit.cards.popover import Popover
from playground.views.kit.drawing import SHADOW_MARGIN
from playground.views.kit.plain_text import set_tip

FORMATS = (
    ("Graph", (
        ("svg", "SVG", "The picture, to be scaled and edited"),
        ("png", "PNG", "The picture in pixels"),
        ("dot", "Graphviz DOT", "Nodes and links, for Graphviz to arrange"),
        ("mermaid", "Mermaid", "Nodes and links, for notes and code hosts"),
    )),
    ("Formula", (
        ("python", "Python", "With the Scalars of this engine"),
        ("torch", "PyTorch", "The same numbers from its autograd"),
        ("latex", "LaTeX", "For print, with the chain rule of this step"),
    )),
)  # fmt: skip
"""Groups of formats: key, title and what it is good for."""
_GAP = 4
_STEPS = {
    Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
}  # fmt: skip


class _Choice(IconButton):
    """A button that leaves the arrow keys to the card."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class ExportCard(Popover):
    """A card of formats below its button; arrows move, Return chooses, Escape leaves.

    Signals
    -------
    copy_wanted, save_wanted
        The key of a format.
    """

    copy_wanted = Signal(str)
    save_wanted = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setAccessibleName("Copy or save the graph")
        self.copy_buttons: dict[str, IconButton] = {}
        self.save_buttons: dict[str, IconButton] = {}
        self._titles: dict[str, Label] = {}
        self._words: dict[str, Label] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for column, word in enumerate(("Copy", "Save"), 1):
            grid.addWidget(Label(word, "caption", "ink3"), 0, column, Qt.AlignmentFlag.AlignHCenter)
        for number, (group, formats) in enumerate(FORMATS):
            row = grid.rowCount() if number else 0
            grid.addWidget(Label(group, "section_title"), row, 0, Qt.AlignmentFlag.AlignBottom)
            grid.setRowMinimumHeight(row, 44 if number else 32)
            for key, title, words in formats:
                self._add(grid, key, title, words)
        self.column.addLayout(grid)

    def _add(self, grid: QGridLayout, key: str, title: str, words: str) -> None:
        row = grid.rowCount()
        grid.setRowMinimumHeight(row, 6)
        self._titles[key], self._words[key] = Label(title, "body"), Label(words, "caption", "ink3")
        self.copy_buttons[key] = _Choice("copy", f"Copy as {title}", size=32, flat=True)
        self.save_buttons[key] = _Choice("export", f"Save as {title}", size=32, flat=True)
        grid.addWidget(self._titles[key], row + 1, 0)
        grid.addWidget(self._words[key], row + 2, 0)
        for column, buttons in enumerate((self.copy_buttons, self.save_buttons), 1):
            button = buttons[key]
            button.setProperty("format", key)
            grid.addWidget(button, row + 1, column, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        self.copy_buttons[key].clicked.connect(self._on_copy_clicked)
        self.save_buttons[key].clicked.connect(self._on_save_clicked)

    def open(self, refusals: Mapping[str, str]) -> None:
        """Show the card.

        Parameters
        ----------
        refusals
            Why a format cannot be had, by its key.
        """
        for _, formats in FORMATS:
            for key, title, words in formats:
                reason = refusals.get(key, "")
                self._titles[key].set_ink("disabled" if reason else "ink")
                self._words[key].set_text("Not for this graph" if reason else words)
                for label in (self._titles[key], self._words[key]):
                    set_tip(label, reason or words)
                for what, button in (("Copy", self.copy_buttons[key]), ("Save", self.save_buttons[key])):
                    button.setEnabled(not reason)
                    button.set_tip(reason or f"{what} as {title}")
                    button.setAccessibleDescription(reason)
        self.ensurePolished()
        width = self.sizeHint().width() - 2 * SHADOW_MARGIN
        self.open_below(QPoint(self._owner.width() - width, self._owner.height() + _GAP))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next format with Up and Down, from copying to saving with Left and Right."""
        columns = [
            [button for button in buttons.values() if button.isEnabled()]
            for buttons in (self.copy_buttons, self.save_buttons)
        ]
        place = next(
            ((x, y) for x, column in enumerate(columns) for y, one in enumerate(column) if one.hasFocus()),
            None,
        )
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or place is None:
            super().keyPressEvent(event)
            return
        column = columns[min(max(place[0] + step[0], 0), 1)]
        column[(place[1] + step[1]) % len(column)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_copy_clicked(self) -> None:
        self.hide()
        self.copy_wanted.emit(str(self.sender().property("format")))

    def _on_save_clicked(self) -> None:
        self.hide()
        self.save_wanted.emit(str(self.sender().property("format")))
