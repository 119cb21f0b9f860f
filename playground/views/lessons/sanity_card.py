"""The sanity test of one network of a lesson: its loss, and the verdict with its reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.views.kit import Label
from playground.views.lessons.lesson_card import LessonCard, Tag

WHOLE, HIGH, LEAST, LEAST_CURVE, LEAST_WIDTH = 300, 210, 104, 50, 150


class SanityCard(LessonCard):
    """Curve and verdict are the app's own; a low card has a word in its corner in place of the verdict.

    Parameters
    ----------
    curve, verdict
        The views of the test's results.

    Signals
    -------
    brief_wanted
        Whether the verdict has room for its reason only.
    """

    brief_wanted = Signal(bool)

    def __init__(self, name: str, curve: QWidget, verdict: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = Label(name, "section_title")
        self.tag = Tag()
        self._verdict, self._has_result = verdict, False
        curve.setMinimumSize(LEAST_WIDTH, LEAST_CURVE)
        self.setMinimumHeight(LEAST)
        # Cards side by side and below one another are equally high, whatever their verdicts say.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.tag)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(curve, 1)
        column.addWidget(verdict)
        self._show_parts()

    def hasHeightForWidth(self) -> bool:
        """Take the height that is given: the words would ask for another one each."""
        return False

    def set_state(self, text: str, *, has_passed: bool | None) -> None:
        """Say how it is getting on in a word."""
        self._has_result = has_passed is not None
        self.tag.set_state(text, "plain" if has_passed is None else "good" if has_passed else "bad")
        self._show_parts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_parts()

    def _show_parts(self) -> None:
        is_shown = self._has_result and self.height() >= HIGH
        self._verdict.setVisible(is_shown)
        self.tag.setVisible(not is_shown)
        self.brief_wanted.emit(self.height() < WHOLE)
