"""One line of text, shortened to the available width."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.theme import font, line_height
from playground.views.kit.drawing import draw_text
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Themed


class OneLine(Themed, QWidget):
    """The tooltip holds the whole text.

    Parameters
    ----------
    role, ink
        Of the font and the colour, as for a `Label`.
    """

    def __init__(self, role: str = "caption", ink: str = "ink3", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role, self._ink = role, ink
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str, ink: str = "") -> None:
        """Show another text, in another ink if one is given."""
        self.text, self._ink = text, ink or self._ink
        self.setAccessibleName(text)
        set_tip(self, text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40, line_height(self._role))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = getattr(self.theme, self._ink)
        draw_text(QPainter(self), QRectF(self.rect()), self.text, font(self._role), ink)
