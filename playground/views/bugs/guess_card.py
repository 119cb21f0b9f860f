"""The list of what can be wrong, of which one is named."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.models.bugs.bug import Bug
from playground.style.icons import draw_icon
from playground.style.theme import apply_to_tree, font
from playground.views.kit import Label, PrimaryButton, TextButton
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.plain_text import set_plain_text
from playground.views.kit.themed import Control
from playground.views.lessons.lesson_card import LessonCard, Tag

ROW, COLUMNS, RADIO = 30, 3, 14.0


class BugRow(Control, QAbstractButton):
    """A bug that can be named; one that was wrongly named is crossed out."""

    def __init__(self, bug: Bug, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = bug.key
        self._is_out = self._is_found = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_plain_text(self, bug.title)
        self.set_state(is_chosen=False, is_out=False, is_found=False)

    def set_state(self, *, is_chosen: bool, is_out: bool, is_found: bool) -> None:
        """Show whether it is chosen, was wrongly named, or is what is wrong."""
        self._is_out, self._is_found = is_out, is_found
        self.setChecked(is_chosen)
        words = "this is it" if is_found else "not this one" if is_out else "can be named"
        self.describe(self.text(), f"{self.text()} ({words})")
        self.setAccessibleDescription(words)
        self.update()

    def nextCheckState(self) -> None:
        """Stay as it is: the card says which one is chosen."""

    def sizeHint(self) -> QSize:
        return QSize(200, ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, ROW)

    def ring_shape(self) -> tuple[QRect, float]:
        return self.rect(), 6.0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return chooses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, is_on = QPainter(self), self.theme, self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_on or self._is_found or (self.hovered and self.isEnabled()):
            fill = theme.ok_soft if self._is_found else theme.soft if is_on else theme.inset
            draw_box(painter, QRectF(self.rect()), 6.0, fill)
        circle = QRectF(8, (ROW - RADIO) / 2, RADIO, RADIO)
        ink = theme.accent_text if is_on else theme.ink
        if self._is_found:
            ink = theme.ok
            draw_icon(painter, "check", ink, circle)
        elif self._is_out:
            ink = theme.danger
            draw_icon(painter, "close", ink, circle)
        else:
            if not self.isEnabled():
                ink = theme.disabled
            ring = theme.accent if is_on else theme.ctl2 if self.isEnabled() else theme.line
            inside = 2.5 if is_on else 0.7
            painter.setBrush(QColor(theme.surface))
            painter.setPen(QPen(QColor(ring), 5.0 if is_on else 1.4))
            painter.drawEllipse(circle.adjusted(inside, inside, -inside, -inside))
        letters = font("selected" if is_on or self._is_found else "body")
        if self._is_out:
            letters.setStrikeOut(True)
        draw_text(painter, QRectF(30, 0, self.width() - 34, ROW), self.text(), letters, ink)


class GuessCard(LessonCard):
    """Chooses a bug and names it, or gives up.

    Signals
    -------
    chosen
        Key of a bug.
    name_wanted
        Name the one that is chosen.
    give_up_wanted, again_wanted
        See what is wrong; play the same round once more.
    """

    chosen = Signal(str)
    name_wanted = Signal()
    give_up_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, BugRow] = {}
        self.tag = Tag()
        self.name_button = PrimaryButton("", "Name it", "Say that this is the mistake", text="Name it")
        self.give_up_button = TextButton("Give up", "Give up", "See what is wrong")
        self.again_button = TextButton(
            "Play again", "Play again", "The same round once more, with all looks", icon="reset"
        )
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Label("What is wrong?", "section_title"))
        head.addWidget(self.tag)
        head.addStretch(1)
        for button in (self.again_button, self.give_up_button, self.name_button):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(self._grid)
        self.name_button.clicked.connect(self.name_wanted)
        self.give_up_button.clicked.connect(self.give_up_wanted)
        self.again_button.clicked.connect(self.again_wanted)

    def set_bugs(self, bugs: Sequence[Bug]) -> None:
        """Offer other bugs, column by column."""
        if [*self.rows] == [bug.key for bug in bugs]:
            return
        for row in self.rows.values():
            self._grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {}
        height = -(-len(bugs) // COLUMNS)
        for place, bug in enumerate(bugs):
            row = self.rows[bug.key] = BugRow(bug)
            row.clicked.connect(self._on_row_clicked)
            self._grid.addWidget(row, place % height, place // height)
            apply_to_tree(row, self.theme)

    def set_state(
        self, chosen: str, wrong: Collection[str], found: str, *, can_name: bool, is_ready: bool
    ) -> None:
        """Show what is chosen, what was wrongly named, and what is wrong once the round is over.

        Parameters
        ----------
        can_name
            Whether the chosen one can be named now.
        is_ready
            Whether one can give up, or play again.
        """
        for key, row in self.rows.items():
            row.set_state(is_chosen=key == chosen, is_out=key in wrong, is_found=key == found)
            row.setEnabled(not found and key not in wrong)
        self.name_button.setVisible(not found)
        self.give_up_button.setVisible(not found)
        self.again_button.setVisible(bool(found))
        self.name_button.setEnabled(can_name)
        self.give_up_button.setEnabled(is_ready)
        self.again_button.setEnabled(is_ready)

    def _on_row_clicked(self) -> None:
        row = self.sender()
        assert isinstance(row, BugRow)
        self.chosen.emit(row.key)
