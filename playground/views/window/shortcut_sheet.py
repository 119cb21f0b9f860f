"""The list of all keys."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.style.theme import Theme, apply_to_tree, font
from playground.views.kit import Label, TextButton
from playground.views.kit.access.shortcuts import SHORTCUTS, Shortcut, key_text
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.open_dialog import Dialog
from playground.views.kit.scroll_style import WIDTH as BAR_WIDTH
from playground.views.kit.scroll_style import dress_scroll_area
from playground.views.kit.themed import Themed

_CAP_HEIGHT, _CAP_PADDING, _CAP_GAP = 24, 7, 5
# Groups in the left column; the others stand in the right one.
_LEFT_GROUPS = ("Training", "Data", "Experiment", "Graph")
MOST_HEIGHT = 560
_ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


class KeyCaps(Themed, QWidget):
    """Keys that do the same, drawn as keys."""

    def __init__(self, keys: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = [_ARROWS.get(key) or key_text(key) for key in keys]
        self.setAccessibleName(" or ".join(keys))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        gaps = _CAP_GAP * (len(self._texts) - 1)
        return QSize(sum(map(_cap_width, self._texts)) + gaps, _CAP_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, left = QPainter(self), self.theme, 0
        for text in self._texts:
            cap = QRectF(left, 1, _cap_width(text), _CAP_HEIGHT - 2)
            draw_box(painter, cap, 5.0, theme.surface, theme.ctl)
            draw_text(painter, cap, text, font("caption_strong"), theme.ink2, Qt.AlignmentFlag.AlignHCenter)
            left += _cap_width(text) + _CAP_GAP


class ShortcutSheet(Dialog):
    """All keys in their groups; Escape closes it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        groups = {group: list(entries) for group, entries in groupby(SHORTCUTS, lambda entry: entry.group)}
        keys = QWidget()
        columns = QHBoxLayout(keys)
        columns.setContentsMargins(0, 0, 12, 0)
        columns.setSpacing(36)
        for names in (_LEFT_GROUPS, tuple(name for name in groups if name not in _LEFT_GROUPS)):
            column = QVBoxLayout()
            column.setSpacing(18)
            for name in names:
                column.addLayout(_group_layout(name, groups[name]))
            column.addStretch(1)
            columns.addLayout(column, 1)
        self.close_button = TextButton("Close", "Close", "Close (Escape)")
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        note = "Network, plot and chart answer their keys while they have the focus: press Tab or click."
        hint = Label(note, "caption", "ink3")
        foot.addWidget(hint, 1)
        foot.addWidget(self.close_button)
        content = QVBoxLayout(self)
        content.setContentsMargins(24, 20, 24, 16)
        content.setSpacing(18)
        content.addWidget(Label("Keyboard shortcuts", "metric"))
        content.addWidget(_scrolling(keys, theme), 1)
        content.addLayout(foot)
        apply_to_tree(self, theme)
        self.close_button.setFocus()


def _scrolling(keys: QWidget, theme: Theme) -> QScrollArea:
    """Return an area that shows the keys at their width, and as many rows as a small window has room for."""
    area = QScrollArea()
    area.setWidget(keys)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    size = keys.sizeHint()
    area.setMinimumSize(size.width() + BAR_WIDTH, min(size.height(), MOST_HEIGHT))
    area.setAccessibleName("Keys and what they do")
    dress_scroll_area(area, theme)
    return area


def _group_layout(name: str, entries: list[Shortcut]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    grid.addWidget(Label(name, "section_title"), 0, 0, 1, 2)
    for row, entry in enumerate(entries, start=1):
        text = Label(entry.text, "body", "ink2")
        caps = KeyCaps(entry.keys)
        text.setBuddy(caps)
        grid.addWidget(text, row, 0)
        grid.addWidget(caps, row, 1, Qt.AlignmentFlag.AlignRight)
    return grid


def _cap_width(text: str) -> int:
    return max(_CAP_HEIGHT, text_width(text, font("caption_strong")) + 2 * _CAP_PADDING)
