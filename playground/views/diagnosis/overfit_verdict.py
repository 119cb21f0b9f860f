"""The result of the test: a sign, a word, the reason and what to try."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.diagnosis.overfit import OverfitResult
from playground.style.icons import draw_icon
from playground.style.words import capitalized
from playground.views.kit import Label
from playground.views.kit.drawing import draw_box
from playground.views.kit.themed import Themed

ICON = 20.0
# The longest reasons take this many lines; the card keeps its height while the test runs.
HEIGHT = 138


class OverfitVerdict(Themed, QWidget):
    """A card that shows the progress of the test, then its result.

    Parameters
    ----------
    is_small
        Whether it is as high as its words need, with less room around them.
    """

    def __init__(self, parent: QWidget | None = None, *, is_small: bool = False) -> None:
        super().__init__(parent)
        self._result: OverfitResult | None = None
        self._word = Label("", "section_title")
        self._reason = Label("", "body", "ink")
        self._advice = Label("", "body", "ink2")
        column = QVBoxLayout()
        column.setSpacing(4)
        for label in (self._word, self._reason, self._advice):
            column.addWidget(label)
        for label in (self._reason, self._advice):
            label.setWordWrap(True)
        column.addStretch(1)
        row = QHBoxLayout(self)
        self._left = 10 if is_small else 16
        row.setContentsMargins(self._left + 30, 12, self._left, 12)
        row.addLayout(column)
        if not is_small:
            self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Result")
        self.setToolTip("Whether the network memorised the batch, why or why not, and what to try")

    @property
    def text(self) -> str:
        """The whole text."""
        return " ".join(label.text() for label in (self._word, self._reason, self._advice) if label.text())

    def set_progress(self, word: str, text: str) -> None:
        """Show the progress."""
        self._result = None
        self._say(word, text, "")

    def set_result(self, result: OverfitResult) -> None:
        """Show the result."""
        self._result = result
        self._say(result.word, capitalized(result.reason), result.advice)

    def set_brief(self, brief: bool) -> None:
        """Leave out what to try, where there is little room."""
        self._advice.setVisible(not brief)

    def _say(self, word: str, reason: str, advice: str) -> None:
        self._word.set_text(word)
        self._reason.set_text(reason)
        self._advice.set_text(advice)
        self._word.set_ink(self._inks[0])
        self.setAccessibleDescription(self.text)
        self.update()

    @property
    def _inks(self) -> tuple[str, str, str, str]:
        """Tokens of the theme for sign, ground and border, and the sign's name."""
        if self._result is None:
            return "ink2", "surface", "line", "info"
        if self._result.passed:
            return "ok", "ok_soft", "ok_line", "check"
        return "danger", "danger_soft", "danger_line", "warning"

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, ground, border, sign = self._inks
        theme, painter = self.theme, QPainter(self)
        draw_box(painter, QRectF(self.rect()), 8.0, getattr(theme, ground), getattr(theme, border))
        draw_icon(painter, sign, getattr(theme, ink), QRectF(self._left, 12, ICON, ICON))
