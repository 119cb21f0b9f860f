"""Slow motion in words: the current part of a step, and its numbers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.models.run.slow_motion import PHASES, Phase
from playground.style.theme import font
from playground.views.kit.access.shortcuts import shown_key
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Themed

HEIGHT, FOOT, PILL_HEIGHT, PADDING = 90, 12, 24, 12
_WRAPPED = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
TITLES = {"forward": "1 Forward", "loss": "2 Loss", "backward": "3 Backward", "update": "4 Update"}


class PhaseBar(Themed, QWidget):
    """Hidden unless steps are slow enough to be read; a click holds the step and moves on by a phase."""

    next_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._phase: Phase | None = None
        self.hide()

    @property
    def text(self) -> str:
        """The sentence on screen, empty where there is none."""
        return "" if self._phase is None else self._phase.text

    def set_phase(self, phase: Phase | None) -> None:
        """Show another phase, or nothing."""
        if phase is None:
            self._phase = None
            self.hide()
            return
        is_other = self._phase is None or (phase.name, phase.text) != (self._phase.name, self._phase.text)
        self._phase = phase
        if is_other:
            self.setAccessibleName(f"{TITLES[phase.name]}: {phase.text}")
            set_tip(self, f"{phase.text}\nClick or press {shown_key('next_phase')}: hold, then next phase")
            self.update()
        self.show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.next_pressed.emit()
            event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._phase is None:
            return
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()).adjusted(0, 0, 0, -FOOT), 8.0, theme.surface, theme.line)
        x = float(PADDING)
        for name in PHASES:
            is_on = name == self._phase.name
            face = font("selected" if is_on else "body")
            # Room for the bolder letters, so that the words do not move from phase to phase.
            width = text_width(TITLES[name], font("selected")) + 20
            pill = QRectF(x, 8, width, PILL_HEIGHT)
            draw_box(painter, pill, PILL_HEIGHT / 2, theme.accent if is_on else theme.inset)
            ink = theme.on_accent if is_on else theme.ink2
            draw_text(painter, pill, TITLES[name], face, ink, Qt.AlignmentFlag.AlignHCenter)
            x += width + 8
        sentence = QRectF(PADDING, 35, self.width() - 2 * PADDING, self.height() - FOOT - 38)
        painter.setFont(font("body"))
        painter.setPen(QColor(theme.ink))
        painter.drawText(sentence, _WRAPPED, self._fitted(painter, sentence))

    def _fitted(self, painter: QPainter, place: QRectF) -> str:
        """Return the sentence, with an ellipsis for the words that two lines have no room for."""
        words = self.text.split()
        for count in range(len(words), 0, -1):
            text = " ".join(words[:count]) + ("" if count == len(words) else " …")
            if painter.boundingRect(place, _WRAPPED, text).height() <= place.height():
                return text
        return "…"
