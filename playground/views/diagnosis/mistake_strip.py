"""What the run does wrong on purpose, in red below the header; a click ends a mistake."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from playground.models.diagnosis.mistakes import Mistake
from playground.style.icons import draw_icon
from playground.style.theme import font
from playground.views.kit import Panel, TextButton
from playground.views.kit.access.keyboard import give_back
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.plain_text import set_plain_text
from playground.views.kit.themed import Control

HEIGHT = 40
_BODY, _PADDING, _ICON, _GAP, _SMALLEST = 28, 10, 16, 6, 72


def twin_button(*, flat: bool = False) -> TextButton:
    """Return the button that shows the run beside one without its mistakes."""
    return TextButton(
        "Beside a healthy twin", "Beside a healthy twin",
        "Compare: this run, and the same one without its mistakes, both from epoch 0", icon="compare",
        height=32, flat=flat,
    )  # fmt: skip


class MistakePill(Control, QAbstractButton):
    """A mistake that is on: a sign, its name and a cross; pressed, it ends."""

    def __init__(self, mistake: Mistake, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = mistake.key
        set_plain_text(self, mistake.title)
        self.describe(f"End the mistake: {mistake.title}", f"{mistake.effect}.\nClick to end this mistake")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        text = text_width(self.text(), font("selected"))
        return QSize(2 * (_PADDING + _ICON + _GAP) + text, HEIGHT - 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(_SMALLEST, HEIGHT - 1)

    def ring_shape(self) -> tuple[QRect, float]:
        return self._body().toRect(), _BODY / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, body = self.theme, self._body()
        painter = QPainter(self)
        is_hot = self.hovered or self.isDown()
        draw_box(painter, body, _BODY / 2, theme.danger_soft, theme.danger if is_hot else theme.danger_line)
        icon = QRectF(_PADDING, body.center().y() - _ICON / 2, _ICON, _ICON)
        draw_icon(painter, "warning", theme.danger, icon)
        draw_icon(painter, "close", theme.danger, icon.translated(body.width() - 2 * _PADDING - _ICON, 0))
        text = body.adjusted(_PADDING + _ICON + _GAP, 0, -_PADDING - _ICON - _GAP, 0)
        draw_text(painter, text, self.text(), font("selected"), theme.danger)

    def _body(self) -> QRectF:
        return QRectF(0, (self.height() - _BODY) / 2, self.width(), _BODY)


class MistakeStrip(Panel):
    """Hidden while there is none."""

    end_wanted = Signal(str)
    twin_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.BottomEdge, parent)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Mistakes that are on")
        self.pills: list[MistakePill] = []
        self._is_offered = True
        self.twin_button = twin_button(flat=True)
        self.twin_button.clicked.connect(self.twin_wanted)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 1)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._row.addWidget(self.twin_button)
        self.hide()

    def set_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        """Show others; the pills of those that stay on stay too, and keep the keyboard."""
        known = {pill.key: pill for pill in self.pills}
        self.pills = [
            known.pop(mistake.key) if mistake.key in known else self._new_pill(mistake)
            for mistake in mistakes
        ]
        for place, pill in enumerate(self.pills):
            self._row.insertWidget(place, pill)
            pill.show()
        for pill in known.values():
            if pill.hasFocus():
                self._pass_on_focus()
            self._row.removeWidget(pill)
            pill.hide()
            pill.deleteLater()
        self.setVisible(bool(self.pills) and self._is_offered)

    def _new_pill(self, mistake: Mistake) -> MistakePill:
        pill = MistakePill(mistake, self)
        pill.set_theme(self.theme)
        pill.clicked.connect(self._on_pill_clicked)
        return pill

    def _pass_on_focus(self) -> None:
        """Leave the keyboard to another mistake, or to where it was before."""
        if self.pills:
            self.pills[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            give_back(self)

    def set_offered(self, offered: bool) -> None:
        """Say whether the run is on screen."""
        self._is_offered = offered
        self.setVisible(bool(self.pills) and offered)

    def _on_pill_clicked(self) -> None:
        pill = self.sender()
        if isinstance(pill, MistakePill):
            self.end_wanted.emit(pill.key)
