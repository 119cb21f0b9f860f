"""A card of one example: how it looks once trained, its figures, and what one sees in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from playground.models.examples.example import Example
from playground.models.examples.shelf import picture_path
from playground.style.theme import Theme, color, font, line_height
from playground.views.kit.drawing import draw_box, draw_text, rounded_path, text_width
from playground.views.kit.painting.kept_layer import KeptLayer
from playground.views.kit.themed import Control

WIDTH, HEIGHT = 243, 182
MAP = 88
_INSET, _GAP, _RADIUS = 12, 12, 8.0
_FIGURES_TOP, _FIGURE_LINE, _SENTENCE_TOP = 34, 17, 106
_TAG_HEIGHT, _TAG_PADDING, _TAG_GAP = 20, 8, 6
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class ExampleTile(Control, QAbstractButton):
    """Return and Space open it; arrows are left to what it is in.

    Parameters
    ----------
    folder
        Where the examples and their pictures are.
    """

    def __init__(self, example: Example, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.example = example
        self._folder = folder
        self._drawn = KeptLayer()
        self.describe(example.title, f"{example.sentence} Open it: undo brings back what is on screen now.")
        self.setAccessibleDescription("; ".join((example.sentence, *example.figures, *example.groups)))
        self.setFixedSize(WIDTH, HEIGHT)
        self.set_current(False)

    def set_current(self, is_current: bool) -> None:
        """Be the one that Tab comes to, or one that only a click or an arrow does."""
        policy = Qt.FocusPolicy
        self.setFocusPolicy(policy.StrongFocus if is_current else policy.ClickFocus)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def ring_shape(self) -> tuple[QRect, float]:
        """The ring runs inside: the tiles around it stand close."""
        return self.rect().adjusted(4, 4, -4, -4), 4.0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, example = QPainter(self), self.theme, self.example
        is_at = self.hovered or self.hasFocus()
        fill = theme.inset2 if self.isDown() else theme.inset if is_at else theme.surface
        draw_box(painter, QRectF(self.rect()), _RADIUS, fill, theme.ctl2 if is_at else theme.line)
        self._draw_picture(painter, QRectF(_INSET, _INSET, MAP, MAP))
        left = _INSET + MAP + _GAP
        box = QRectF(left, _INSET - 2, self.width() - left - 6, line_height("body"))
        self._draw_title(painter, box)
        for number, line in enumerate(example.figures):
            top = _FIGURES_TOP + number * _FIGURE_LINE
            place = QRectF(left, top, self.width() - left - 6, _FIGURE_LINE)
            draw_text(painter, place, line, font("caption"), theme.ink2)
        painter.setFont(font("caption"))
        painter.setPen(color(theme.ink))
        sentence = QRectF(_INSET, _SENTENCE_TOP, self.width() - 2 * _INSET, 2 * line_height("caption") + 2)
        painter.drawText(sentence, int(_WRAPPED), example.sentence)
        self._draw_groups(painter, theme.surface if is_at else theme.inset)

    def _draw_title(self, painter: QPainter, box: QRectF) -> None:
        """A long title in the smaller of two sizes."""
        title = self.example.title
        role = "selected" if text_width(title, font("selected")) <= box.width() else "caption_strong"
        draw_text(painter, box, title, font(role), self.theme.ink)

    def _draw_groups(self, painter: QPainter, fill: str) -> None:
        left, top = float(_INSET), self.height() - _INSET - _TAG_HEIGHT + 2.0
        for group in self.example.groups:
            width = text_width(group, font("caption")) + 2 * _TAG_PADDING
            box = QRectF(left, top, width, _TAG_HEIGHT)
            draw_box(painter, box, _TAG_HEIGHT / 2, fill)
            draw_text(painter, box, group, font("caption"), self.theme.ink2, Qt.AlignmentFlag.AlignHCenter)
            left += width + _TAG_GAP

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._drawn.forget()

    def _draw_picture(self, painter: QPainter, box: QRectF) -> None:
        drawn = self._drawn.picture(self, self._paint_picture, box.size().toSize())
        painter.drawPixmap(box.topLeft(), drawn)

    def _paint_picture(self, painter: QPainter) -> None:
        """Paint it, or an empty field if it is missing, or of other settings and so not true."""
        box = QRectF(0, 0, MAP, MAP)
        name = "dark" if self.theme.is_dark else "light"
        path = picture_path(self.example.key, name, self._folder)
        picture = QPixmap(str(path)) if self.example.trained is not None and path.is_file() else QPixmap()
        if picture.isNull():
            draw_box(painter, box, 6.0, self.theme.bg, self.theme.line)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(rounded_path(box, 6.0))
        painter.drawPixmap(box, picture, QRectF(picture.rect()))
        painter.setClipping(False)
        draw_box(painter, box, 6.0, None, self.theme.ctl)
