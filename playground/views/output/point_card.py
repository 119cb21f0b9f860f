"""A card with the inputs, outputs and loss of one sample."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.models.diagnosis.inspection import Inspection
from playground.style.icons import draw_icon
from playground.style.pixels import image_in_ink
from playground.style.theme import Theme, font
from playground.style.words import capitalized, fixed_text, loss_text, number_text, percent_text
from playground.views.kit import IconButton, TextButton
from playground.views.kit.chart.point_glyphs import glyph, uses_shapes
from playground.views.kit.drawing import SHADOW_MARGIN, draw_card, draw_text
from playground.views.kit.themed import Themed

WIDTH = 240
PADDING = 14
ROW = 20
MOST_FEATURES, MOST_CLASSES = 5, 5
PICTURE_SIDE = 64
HEAD, LOGIT_RIGHT = 16, 66
TRACE, TRACE_GAP = 32, 10
PICTURE_GAP, PICTURE_CAPTION = 24, 16


class PointCard(Themed, QWidget):
    """A floating card; the button or Escape on the plot closes it."""

    closed = Signal()
    trace_wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._inspection: Inspection | None = None
        self._class_names: Sequence[str] = ()
        self.close_button = IconButton(
            "close", "Close", "Close (Escape on the plot)", size=32, flat=True, parent=self
        )
        self.trace_button = TextButton(
            "Trace", "Trace this point", "See its loss as a computation graph, step by step", icon="neuron",
            height=TRACE, parent=self,
        )  # fmt: skip
        self.trace_button.hide()
        self.close_button.clicked.connect(self.closed)
        self.trace_button.clicked.connect(self._on_trace)
        self.hide()

    @property
    def inspection(self) -> Inspection | None:
        """What is shown."""
        return None if self.isHidden() else self._inspection

    def set_inspection(self, inspection: Inspection, class_names: Sequence[str]) -> None:
        """Show what the network does with a sample."""
        self._inspection, self._class_names = inspection, class_names
        self.setAccessibleName(f"Point {inspection.row + 1}: {self.verdict()}")
        height = self._content_height() + 2 * PADDING + 2 * SHADOW_MARGIN
        self.resize(WIDTH + 2 * SHADOW_MARGIN, round(height))
        self.close_button.move(SHADOW_MARGIN + WIDTH - 38, SHADOW_MARGIN + 5)
        top = self.height() - SHADOW_MARGIN - PADDING - TRACE
        self.trace_button.show()
        self.trace_button.setGeometry(SHADOW_MARGIN + PADDING, top, WIDTH - 2 * PADDING, TRACE)
        self.update()

    def open_beside(self, plot: QWidget) -> None:
        """Show the card beside the plot, unless the plot is lent to another window."""
        parent = self.parentWidget()
        if parent is None or not parent.isAncestorOf(plot):
            self.hide()
        elif self.isHidden():
            self.place(QRectF(plot.mapTo(parent, QPoint(0, 0)), plot.size()))
            self.show()
            self.raise_()

    def place(self, avoid: QRectF) -> None:
        """Move beside a rectangle of the parent, to its left if there is room."""
        parent = self.parentWidget()
        if parent is None:
            return
        left = avoid.left() - WIDTH - 12.0
        if left < 8.0:
            left = min(avoid.left() + 8.0, parent.width() - WIDTH - 8.0)
        height = self.height() - 2 * SHADOW_MARGIN
        top = min(max(avoid.center().y() - height / 2, 8.0), max(parent.height() - height - 8.0, 8.0))
        self.move(round(left) - SHADOW_MARGIN, round(top) - SHADOW_MARGIN)

    def verdict(self) -> str:
        """Return the true and the predicted answer in words."""
        inspection = self._inspection
        if inspection is None:
            return ""
        if inspection.task == "regression":
            answer, target = number_text(inspection.predicted), number_text(float(inspection.target))
            return f"predicted {answer}, true {target}"
        true, predicted = (self._class_names[int(n)] for n in (inspection.target, inspection.predicted))
        return f"{true}, recognised" if inspection.is_right else f"{true}, taken for {predicted}"

    def own_answer(self) -> str:
        """Return what the answer should be where the training was told another; else empty."""
        inspection = self._inspection
        if inspection is None or inspection.own_target is None:
            return ""
        own = inspection.own_target
        right = number_text(own) if inspection.task == "regression" else self._class_names[int(own)]
        return f"Wrong label: it is {right}"

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.close_button.set_theme(theme)
        self.trace_button.set_theme(theme)

    def _on_trace(self) -> None:
        if self._inspection is not None:
            self.trace_wanted.emit(self._inspection.row)

    def _shown_classes(self) -> list[int]:
        """Return the classes with the highest scores, the true one among them."""
        inspection = self._inspection
        if inspection is None or inspection.task == "regression":
            return []
        if inspection.probabilities is None:
            return []
        order = np.argsort(-inspection.probabilities, kind="stable")[:MOST_CLASSES].tolist()
        target = int(inspection.target)
        return order if target in order else [*order[:-1], target]

    def _content_height(self) -> float:
        inspection = self._inspection
        assert inspection is not None
        features = len(inspection.features)
        shown = min(features, MOST_FEATURES) + (features > MOST_FEATURES)
        caption = 0 if inspection.own_pixels is None else PICTURE_CAPTION
        inputs = PICTURE_SIDE + 4 + caption if inspection.picture is not None else shown * ROW
        classes = len(self._shown_classes())
        outputs = HEAD + classes * ROW if classes else ROW
        label = 0 if inspection.own_target is None else ROW
        return 42 + inputs + 8 + outputs + 8 + 2 * ROW + label + TRACE_GAP + TRACE

    def paintEvent(self, event: QPaintEvent) -> None:
        inspection, theme = self._inspection, self.theme
        if inspection is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        margin = SHADOW_MARGIN
        draw_card(painter, QRectF(self.rect()).adjusted(margin, margin, -margin, -margin), theme)
        left, y = margin + PADDING, float(margin + PADDING)
        width = WIDTH - 2 * PADDING
        part = "training" if inspection.is_training else "test"
        part = "training and test" if inspection.is_leaked else part
        draw_text(
            painter, QRectF(left, y, width, 18), f"Point {inspection.row + 1}", font("selected"), theme.ink
        )
        draw_text(painter, QRectF(left, y + 18, width, 16), f"{part} data", font("caption"), theme.ink3)
        y = self._draw_inputs(painter, inspection, left, y + 42, width)
        self._line(painter, left, y, width)
        y = self._draw_outputs(painter, inspection, left, y + 8, width)
        self._line(painter, left, y, width)
        self._draw_verdict(painter, inspection, QRectF(left, y + 6, width, 2 * ROW))

    def _line(self, painter: QPainter, left: float, y: float, width: float) -> None:
        painter.setPen(QPen(QColor(self.theme.line), 1.0))
        painter.drawLine(round(left), round(y) + 2, round(left + width), round(y) + 2)

    def _draw_inputs(
        self, painter: QPainter, inspection: Inspection, left: float, y: float, width: float
    ) -> float:
        if inspection.picture is not None:
            return self._draw_pictures(painter, inspection, left, y)
        for name, value in list(zip(inspection.feature_names, inspection.features.tolist(), strict=True))[
            :MOST_FEATURES
        ]:
            self._row(painter, left, y, width, name, number_text(value))
            y += ROW
        more = len(inspection.features) - MOST_FEATURES
        if more > 0:
            draw_text(
                painter, QRectF(left, y, width, ROW), f"+ {more} more", font("caption"), self.theme.ink3
            )
            y += ROW
        return y

    def _draw_pictures(self, painter: QPainter, inspection: Inspection, left: float, y: float) -> float:
        """Draw what the network is given, beside the sample's own picture where that is another."""
        theme, own = self.theme, inspection.own_pixels
        pictures = [("", theme.ink3, inspection.features)]
        if own is not None:
            pictures = [("its own", theme.ink3, own), ("given", theme.danger, inspection.features)]
        for place, (caption, ink, pixels) in enumerate(pictures):
            box = QRectF(left + place * (PICTURE_SIDE + PICTURE_GAP), y, PICTURE_SIDE, PICTURE_SIDE)
            painter.drawImage(box, image_in_ink(pixels.reshape(inspection.picture), theme.ink))
            if caption:
                painter.setPen(QPen(QColor(theme.line), 1.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
                under = QRectF(box.left(), box.bottom(), PICTURE_SIDE + PICTURE_GAP, PICTURE_CAPTION)
                draw_text(painter, under, caption, font("caption"), ink)
        return y + PICTURE_SIDE + 4 + (PICTURE_CAPTION if own is not None else 0)

    def _row(self, painter: QPainter, left: float, y: float, width: float, name: str, value: str) -> None:
        place = QRectF(left, y, width, ROW)
        draw_text(painter, place.adjusted(0, 0, -70, 0), name, font("body"), self.theme.ink2)
        draw_text(painter, place, value, font("inspector_code"), self.theme.ink, Qt.AlignmentFlag.AlignRight)

    def _draw_outputs(
        self, painter: QPainter, inspection: Inspection, left: float, y: float, width: float
    ) -> float:
        classes = self._shown_classes()
        if not classes:
            name = "Output" if inspection.task == "regression" else "Score"
            value = inspection.predicted if inspection.task == "regression" else float(inspection.logits[0])
            self._row(painter, left, y, width, name, number_text(value))
            return y + ROW
        theme, right = self.theme, Qt.AlignmentFlag.AlignRight
        head = QRectF(left, y, width, HEAD)
        draw_text(painter, head.adjusted(0, 0, -LOGIT_RIGHT, 0), "logit", font("tick"), theme.ink3, right)
        draw_text(painter, head, "probability", font("tick"), theme.ink3, right)
        y += HEAD
        assert inspection.probabilities is not None
        for index in classes:
            share = float(inspection.probabilities[index])
            place = QRectF(left, y, width, ROW)
            painter.setPen(QPen(QColor(theme.mark_outline), 1.0))
            painter.setBrush(QColor(theme.classes[index % 10]))
            shape = glyph(index if uses_shapes(len(self._class_names)) else 0, 4.0)
            painter.drawPath(shape.translated(left + 5, place.center().y()))
            label = place.adjusted(16, 0, -LOGIT_RIGHT - 44, 0)
            draw_text(painter, label, self._class_names[index], font("body"), theme.ink2)
            logit = fixed_text(_logit(inspection, index), 2, sign=True)
            column = place.adjusted(0, 0, -LOGIT_RIGHT, 0)
            draw_text(painter, column, logit, font("inspector_code"), theme.ink2, right)
            draw_text(painter, place, percent_text(share), font("inspector_code"), theme.ink, right)
            y += ROW
        return y

    def _draw_verdict(self, painter: QPainter, inspection: Inspection, place: QRectF) -> None:
        theme = self.theme
        if inspection.task == "classification":
            icon, ink = ("check", theme.ok) if inspection.is_right else ("warning", theme.danger)
            draw_icon(painter, icon, ink, QRectF(place.left() - 1, place.top() + 2, 16, 16))
            first = place.adjusted(20, 0, 0, -ROW)
        else:
            ink, first = theme.ink, place.adjusted(0, 0, 0, -ROW)
        text = self.verdict()
        draw_text(painter, first, capitalized(text), font("body"), ink)
        loss = loss_text(inspection.loss)
        self._row(painter, place.left(), place.top() + ROW, place.width(), "Loss", loss)
        if inspection.own_target is not None:
            below = QRectF(place.left() - 1, place.top() + 2 * ROW + 2, 16, 16)
            draw_icon(painter, "warning", theme.danger, below)
            words = place.adjusted(20, 2 * ROW, 0, ROW)
            draw_text(painter, words, self.own_answer(), font("body"), theme.danger)


def _logit(inspection: Inspection, index: int) -> float:
    if len(inspection.logits) > 1:
        return float(inspection.logits[index])
    return float(inspection.logits[0]) * (1.0 if index else -1.0)
