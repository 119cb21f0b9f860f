"""A sentence over the plot on why nothing is trained, and a button for the way out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from playground.style.icons import draw_icon
from playground.views.kit import Label, TextButton
from playground.views.kit.drawing import SHADOW_MARGIN, draw_card
from playground.views.kit.themed import Themed

WIDTH = 264
ICON = 20


class ProblemCard(Themed, QWidget):
    """Lies over the middle of its parent, hidden while there is no problem.

    Parameters
    ----------
    area
        Returns the part of the parent to centre on; all of it by default.
    """

    action_pressed = Signal()

    def __init__(self, parent: QWidget, area: Callable[[], QRect] | None = None) -> None:
        super().__init__(parent)
        self._area = area or parent.rect
        self._text = Label()
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.action_button = TextButton("", "What can be done about it")
        self.action_button.clicked.connect(self.action_pressed)
        margin = SHADOW_MARGIN + 16
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, margin + ICON + 8, margin, margin)
        column.setSpacing(12)
        column.addWidget(self._text)
        column.addWidget(self.action_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle, whoever resizes the parent."""
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False

    @property
    def text(self) -> str:
        """The sentence on screen, empty where there is none."""
        return "" if self.isHidden() else self._text.text()

    def set_problem(self, text: str, action: str) -> None:
        """Show a sentence, and a button if there is an action."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.action_button.set_text(action)
        self.action_button.describe(action, action)
        self.action_button.setVisible(bool(action))
        self.place()
        self.show()
        self.raise_()

    def clear(self) -> None:
        """Hide the card."""
        self.hide()

    def place(self) -> None:
        """Centre the card."""
        column, area = self.layout(), self._area()
        if column is None:
            return
        width = min(WIDTH + 2 * SHADOW_MARGIN, area.width())
        height = max(column.heightForWidth(width), column.minimumSize().height())
        place = QRect(0, 0, width, height)
        place.moveCenter(area.center())
        self.setGeometry(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, margin = QPainter(self), SHADOW_MARGIN
        card = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        draw_card(painter, card, self.theme)
        place = QRectF(card.center().x() - ICON / 2, card.top() + 14, ICON, ICON)
        draw_icon(painter, "info", self.theme.accent_text, place)
