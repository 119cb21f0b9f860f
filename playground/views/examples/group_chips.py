"""Buttons in rows, one for each group, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.style.theme import apply_to_tree, font
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.plain_text import set_plain_text
from playground.views.kit.themed import Control, Themed

HEIGHT, PADDING, GAP = 32, 11, 6
_BODY = 28


class GroupChip(Control, QAbstractButton):
    """A round-ended button that stays chosen."""

    def __init__(self, text: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_plain_text(self, text)
        self.setCheckable(True)
        self.describe(text, tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(2 * PADDING + text_width(self.text(), font("caption_strong")), HEIGHT)

    def ring_shape(self) -> tuple[QRect, float]:
        return self._body().toRect(), _BODY / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, chosen = QPainter(self), self.theme, self.isChecked()
        fill, border, ink = theme.surface, theme.ctl, theme.ink2
        if chosen:
            fill, border, ink = theme.soft, theme.soft_line, theme.accent_text
        elif self.isDown():
            fill, border, ink = theme.inset2, theme.ctl2, theme.ink
        elif self.hovered:
            fill, border, ink = theme.inset, theme.ctl2, theme.ink
        draw_box(painter, self._body(), _BODY / 2, fill, border)
        role = "caption_strong" if chosen else "caption"
        draw_text(painter, self._body(), self.text(), font(role), ink, Qt.AlignmentFlag.AlignHCenter)

    def _body(self) -> QRectF:
        return QRectF(0, (self.height() - _BODY) / 2, self.width(), _BODY)


class GroupChips(Themed, QWidget):
    """As many rows as its width asks for.

    Signals
    -------
    chosen
        A group, or an empty text for all.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: dict[str, GroupChip] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Groups")

    @property
    def group(self) -> str:
        """The group that is chosen, empty for all."""
        return next((group for group, chip in self.chips.items() if chip.isChecked()), "")

    def set_groups(self, groups: Sequence[str], count: int) -> None:
        """Offer all of so many examples, or those of a group."""
        for chip in self.chips.values():
            chip.hide()
            chip.deleteLater()
        self.chips = {"": GroupChip(f"All {count}", "Show all examples", self)}
        for group in groups:
            self.chips[group] = GroupChip(group, f"Show the examples of the group {group}", self)
        for group, chip in self.chips.items():
            chip.setProperty("group", group)
            chip.clicked.connect(self._on_chip_clicked)
            chip.show()
        self.choose("")
        apply_to_tree(self, self.theme)
        self._place(self.width())

    def choose(self, group: str) -> None:
        """Show a group as chosen; nothing is signalled."""
        for key, chip in self.chips.items():
            chip.setChecked(key == group)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(event.size().width())

    def _rows(self, width: int) -> list[list[GroupChip]]:
        rows: list[list[GroupChip]] = [[]]
        left = 0
        for chip in self.chips.values():
            if rows[-1] and left + chip.sizeHint().width() > width:
                rows.append([])
                left = 0
            rows[-1].append(chip)
            left += chip.sizeHint().width() + GAP
        return rows

    def _place(self, width: int) -> None:
        rows = self._rows(width)
        self.setFixedHeight(len(rows) * (HEIGHT + GAP) - GAP)
        for number, row in enumerate(rows):
            left = 0
            for chip in row:
                chip.setGeometry(left, number * (HEIGHT + GAP), chip.sizeHint().width(), HEIGHT)
                left += chip.width() + GAP

    def _on_chip_clicked(self) -> None:
        group = str(self.sender().property("group"))
        self.choose(group)
        self.chosen.emit(group)
