"""The floating card of a neuron or a link: its numbers and, once pinned, controls to edit it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.style.icons import draw_icon
from playground.views.kit import CheckBox, IconButton, Label
from playground.views.kit.drawing import SHADOW_MARGIN, draw_card
from playground.views.kit.fields.slider_field import SliderField
from playground.views.kit.figure_rows import Figure, FigureRows
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Themed

WIDTH, PADDING = 224, 14
PINNED_WIDTH = 248
GAP = 16
EDGE = 8.0
BUTTON = 28
"""Width of the close button beside the title."""
ICON, ICON_GAP = 16, 6


@dataclass(frozen=True)
class Insight:
    """The content of a card.

    Attributes
    ----------
    trouble
        A sentence on what is wrong with the neuron, else empty.
    value
        The bias, beta or weight that can be edited; None for a neuron without any.
    parameter
        Its name.
    is_off
        Whether the neuron is switched off; None if it cannot be.
    """

    title: str
    subtitle: str
    figures: Sequence[Figure]
    parameter: str
    value: float | None
    trouble: str = ""
    is_frozen: bool = False
    is_off: bool | None = None


class InsightCard(Themed, QWidget):
    """Transparent to the mouse until pinned.

    Parameters
    ----------
    canvas
        What it is placed on. Once it has been given to another widget, it may stick out of the canvas where
        it would cover what it tells of.
    """

    value_edited = Signal(float)
    frozen_toggled = Signal(bool)
    off_toggled = Signal(bool)
    closed = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._is_pinned = False
        self._shown: str = ""
        self.title = Label("", "selected")
        self.subtitle = Label("", "caption", "ink3")
        self.figures = FigureRows()
        self.trouble = Label("", "caption", "danger")
        self.trouble.setWordWrap(True)
        self.trouble.setContentsMargins(ICON + ICON_GAP, 6, 0, 0)
        self.caption = Label("", "caption", "ink3")
        self.caption.setContentsMargins(0, 0, 0, 4)
        self.editor = SliderField()
        self.frozen = CheckBox("Freeze", "Freeze", "Training does not change it")
        self.off = CheckBox("Switch off", "Switch off", "Set its output to 0: see what the network loses")
        self.hint = Label("Click to pin and edit", "caption", "ink3")
        self.close_button = IconButton("close", "Close", "Close (Escape)", size=32, flat=True, parent=self)
        margin = SHADOW_MARGIN
        column = QVBoxLayout(self)
        column.setContentsMargins(margin + PADDING, margin + 12, margin + PADDING, margin + 10)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        column.addSpacing(6)
        column.addWidget(self.figures)
        column.addWidget(self.trouble)
        column.addSpacing(6)
        column.addWidget(self.caption)
        column.addWidget(self.editor)
        column.addWidget(self.frozen)
        column.addWidget(self.off)
        column.addWidget(self.hint)
        self.editor.value_edited.connect(self.value_edited)
        self.frozen.toggled_by_user.connect(self.frozen_toggled)
        self.off.toggled_by_user.connect(self.off_toggled)
        self.close_button.clicked.connect(self.closed)
        self.hide()

    @property
    def is_pinned(self) -> bool:
        """Whether it is pinned and can be edited."""
        return self._is_pinned

    def set_insight(self, insight: Insight, *, is_pinned: bool) -> None:
        """Show other numbers, and the controls if pinned."""
        key = f"{insight.title}/{insight.parameter}/{len(insight.figures)}"
        is_other = key != self._shown or is_pinned != self._is_pinned
        self._shown, self._is_pinned = key, is_pinned
        self._show_title(insight.title)
        self.subtitle.set_text(insight.subtitle)
        self.figures.set_figures(insight.figures)
        if insight.trouble != self.trouble.text():
            self.trouble.setText(insight.trouble)
            is_other = True
        if insight.value is not None:
            self.editor.set_value(insight.value, is_other=is_other)
        self.frozen.set_checked(insight.is_frozen)
        self.off.set_checked(bool(insight.is_off))
        if is_other:
            self._rearrange(insight)

    def _show_title(self, title: str) -> None:
        """Show as much of the title as fits beside the close button of a pinned card."""
        room = PINNED_WIDTH - 2 * PADDING - BUTTON if self._is_pinned else WIDTH - 2 * PADDING
        metrics = self.title.fontMetrics()
        self.title.set_text(metrics.elidedText(title, Qt.TextElideMode.ElideRight, room))
        set_tip(self.title, title)

    def _rearrange(self, insight: Insight) -> None:
        self.setAccessibleName(insight.title)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not self._is_pinned)
        self.caption.set_text(insight.parameter)
        self.editor.describe(f"{insight.parameter}, {insight.title}")
        self.trouble.setVisible(bool(insight.trouble))
        for widget in (self.caption, self.editor, self.frozen, self.close_button):
            widget.setVisible(self._is_pinned)
        if insight.value is None:
            self.caption.hide()
            self.editor.hide()
        self.off.setVisible(self._is_pinned and insight.is_off is not None)
        self.hint.setVisible(not self._is_pinned)
        width = (PINNED_WIDTH if self._is_pinned else WIDTH) + 2 * SHADOW_MARGIN
        self.setFixedWidth(width)
        layout = self.layout()
        if layout is not None:
            layout.activate()
            height = (
                layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
            )
            self.setFixedHeight(height)
        self.close_button.resize(self.close_button.sizeHint())
        self.close_button.move(width - SHADOW_MARGIN - 36, SHADOW_MARGIN + 5)

    def place(self, beside: QRectF) -> None:
        """Move to the right of a rectangle of the canvas, or to its left if there is more room."""
        parent = self.parentWidget()
        if parent is None:
            return
        width, height = self.width() - 2 * SHADOW_MARGIN, self.height() - 2 * SHADOW_MARGIN
        left, right = beside.left() - GAP - width, beside.right() + GAP
        missing_left = EDGE - left
        missing_right = right + width + EDGE - self._canvas.width()
        x = left if missing_right > max(0.0, missing_left) else right
        y = min(beside.center().y() - 24, self._canvas.height() - height - EDGE)
        corner = self._canvas.mapTo(parent, QPointF(x, max(y, EDGE)))
        x = max(EDGE, min(corner.x(), parent.width() - width - EDGE))
        self.move(round(x) - SHADOW_MARGIN, round(corner.y()) - SHADOW_MARGIN)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep clicks on the card from reaching the canvas."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        margin = SHADOW_MARGIN
        card = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        painter = QPainter(self)
        draw_card(painter, card, self.theme)
        line = self.figures.geometry().top() - 4
        painter.fillRect(
            QRectF(card.left() + PADDING, line, card.width() - 2 * PADDING, 1), QColor(self.theme.line)
        )
        if not self.trouble.isHidden():
            place = self.trouble.geometry()
            icon = QRectF(place.left(), place.top() + 6, ICON, ICON)
            draw_icon(painter, "warning", self.theme.danger, icon)
