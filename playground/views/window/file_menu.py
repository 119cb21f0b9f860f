"""The menu of the experiment: file, undo, the list of keys, and the engine where the header has no room."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.models.experiment.shown import printable
from playground.style.theme import apply_to_tree, font
from playground.style.words import shortened
from playground.views.kit.access.shortcuts import shown_key
from playground.views.kit.cards.popover import Popover
from playground.views.kit.drawing import SHADOW_MARGIN, draw_box, draw_text, text_width
from playground.views.kit.plain_text import set_plain_text, set_tip
from playground.views.kit.themed import Control, Themed, Veil

_ROW, _PADDING, _KEY_GAP, _INSET, _GAP = 32, 10, 32, 4, 4
_SEPARATOR = 9
_LONGEST_NAME = 36

# Action, text and whether a key does the same; a line stands between the groups.
_GROUPS = (
    (("new", "New", True), ("open", "Open…", True), ("examples", "Examples…", True)),
    (("save", "Save", True), ("save_as", "Save as…", True), ("export_data", "Export data as CSV…", False)),
    (
        ("notes", "Notes", True),
        ("pick_hidden", "Hide controls…", False),
        ("memory", "Memory of the run…", False),
    ),
    (("undo", "Undo", True), ("redo", "Redo", True)),
    (("shortcuts", "Keyboard shortcuts", True), ("glossary", "Glossary", False)),
)


class MenuRow(Control, QAbstractButton):
    """One action with its key at the right."""

    def __init__(self, text: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Change the text of the action."""
        set_plain_text(self, text)
        self.describe(text.rstrip("…"), f"{text} ({self._key})" if self._key else text)
        self.updateGeometry()

    def set_key(self, key: str) -> None:
        """Change the text at the right."""
        self._key = key
        self.setAccessibleDescription(key)
        self.updateGeometry()
        self.update()

    def ring_shape(self) -> tuple[QRect, float]:
        """The ring runs inside: the card leaves no room around a row."""
        return self.rect().adjusted(4, 4, -4, -4), 2.0

    def sizeHint(self) -> QSize:
        key = _KEY_GAP + text_width(self._key, font("caption")) if self._key else 0
        return QSize(2 * _PADDING + text_width(self.text(), font("body")) + key, _ROW)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        if self.isEnabled() and (self.hovered or self.hasFocus() or self.isDown()):
            draw_box(painter, QRectF(self.rect()), 6.0, theme.inset2 if self.isDown() else theme.inset)
        box = QRectF(self.rect()).adjusted(_PADDING, 0, -_PADDING, 0)
        draw_text(painter, box, self.text(), font("body"), theme.ink if self.isEnabled() else theme.disabled)
        ink = theme.ink3 if self.isEnabled() else theme.disabled
        draw_text(painter, box, self._key, font("caption"), ink, Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does the same as Space; the menu handles the arrows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            event.ignore()
            return
        super().keyPressEvent(event)


class Separator(Veil, Themed, QWidget):
    """A thin line between groups of rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_SEPARATOR)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() // 2, self.width(), 1, QColor(self.theme.line))


class FileMenu(Popover):
    """A card of actions below its button; arrows move, Enter chooses, Escape leaves."""

    action_chosen = Signal(str)
    engine_chosen = Signal(str)
    recent_chosen = Signal(object)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.rows: dict[str, MenuRow] = {}
        self.engines: dict[str, MenuRow] = {}
        margin = SHADOW_MARGIN + _INSET
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(0)
        for index, group in enumerate(_GROUPS):
            if index:
                self.column.addWidget(Separator())
            for action, text, has_key in group:
                row = MenuRow(text, shown_key(action) if has_key else "")
                row.setProperty("action", action)
                row.clicked.connect(self._on_row_clicked)
                self.rows[action] = row
                self.column.addWidget(row)
        self.recent: list[MenuRow] = []
        self._recent_line = Separator()
        self._recent_line.hide()
        self._recent_place = self.column.count()
        self.column.addWidget(self._recent_line)
        self._engine_line = Separator()
        self._engine_line.hide()
        self.column.addWidget(self._engine_line)
        self.set_undo("", False)
        self.set_redo("", False)

    def set_recent(self, paths: Sequence[Path]) -> None:
        """Offer files that were opened or saved last, newest first."""
        for row in self.recent:
            row.hide()
            row.deleteLater()
        self.recent = []
        self._recent_line.setVisible(bool(paths))
        for index, path in enumerate(paths):
            row = MenuRow(shortened(printable(path.name, "�"), _LONGEST_NAME), "")
            row.setProperty("path", str(path))
            row.describe(f"Open {row.text()}", printable(str(path), "�"))
            row.clicked.connect(self._on_recent_clicked)
            self.recent.append(row)
            self.column.insertWidget(self._recent_place + 1 + index, row)
        apply_to_tree(self, self.theme)

    def set_engines(self, options: Sequence[tuple[str, str, str]]) -> None:
        """Offer engines: key, word and explanation of each."""
        for key, word, explanation in options:
            if key not in self.engines:
                row = MenuRow(f"Engine: {word}", "")
                row.setProperty("engine", key)
                row.clicked.connect(self._on_engine_clicked)
                row.setVisible(not self._engine_line.isHidden())
                row.set_veiled(self._engine_line.is_veiled)
                self.engines[key] = row
                self.column.addWidget(row)
            set_tip(self.engines[key], explanation)

    def set_engine(self, engine: str) -> None:
        """Mark the one that is in use."""
        for key, row in self.engines.items():
            row.set_key("in use" if key == engine else "")

    def show_engines(self, on: bool) -> None:
        """Offer the engines here, or leave them to the header."""
        for widget in (self._engine_line, *self.engines.values()):
            widget.setVisible(on)

    def hide_engines(self, on: bool) -> None:
        """Offer no engines, wherever they would be."""
        for widget in (self._engine_line, *self.engines.values()):
            widget.set_veiled(on)

    def open_at_button(self) -> None:
        """Show the card below its button, with their right edges aligned."""
        self.ensurePolished()
        card = self.sizeHint().width() - 2 * SHADOW_MARGIN
        self.open_below(QPoint(self._owner.width() - card, self._owner.height() + _GAP))

    def set_undo(self, text: str, enabled: bool) -> None:
        """Name the change that would be undone."""
        self.rows["undo"].set_text(f"Undo {text}".rstrip())
        self.rows["undo"].setEnabled(enabled)

    def set_redo(self, text: str, enabled: bool) -> None:
        """Name the change that would be redone."""
        self.rows["redo"].set_text(f"Redo {text}".rstrip())
        self.rows["redo"].setEnabled(enabled)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        every = (*self.rows.values(), *self.recent, *self.engines.values())
        rows = [row for row in every if row.isEnabled() and not row.isHidden()]
        at = next((index for index, row in enumerate(rows) if row.hasFocus()), None)
        targets: dict[int, int] = {
            Qt.Key.Key_Down: 0 if at is None else (at + 1) % len(rows),
            Qt.Key.Key_Up: -1 if at is None else at - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: -1,
        }
        target = targets.get(event.key())
        if target is None:
            super().keyPressEvent(event)
            return
        rows[target].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_recent_clicked(self) -> None:
        self.hide()
        self.recent_chosen.emit(Path(str(self.sender().property("path"))))

    def _on_row_clicked(self) -> None:
        self.hide()
        self.action_chosen.emit(str(self.sender().property("action")))

    def _on_engine_clicked(self) -> None:
        self.hide()
        self.engine_chosen.emit(str(self.sender().property("engine")))
