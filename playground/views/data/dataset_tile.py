"""A picture of a data set, to be chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.style.theme import Theme, font, line_height
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.painting.kept_layer import KeptLayer
from playground.views.kit.plain_text import set_plain_text
from playground.views.kit.themed import Control

Thumbnail = QPixmap | Callable[[QPainter, QRectF, Theme], None]

_RADIUS = 8.0
_CAPTION_GAP = 5
_INSET = 4


class DatasetTile(Control, QAbstractButton):
    """A framed thumbnail with its caption below; checked means selected.

    Parameters
    ----------
    thumbnail
        A pixmap, drawn to fit, or a function that paints into a rectangle in the colours of a theme.
    """

    def __init__(
        self,
        key: str,
        text: str,
        thumbnail: Thumbnail | None = None,
        tip: str = "",
        *,
        thumb_height: int = 66,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.key = key
        self._thumbnail = thumbnail
        self._drawn = KeptLayer()
        self.thumb_height = thumb_height
        set_plain_text(self, text)
        self.setCheckable(True)
        self.describe(text, tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_thumbnail(self, thumbnail: Thumbnail | None) -> None:
        self._thumbnail = thumbnail
        self._drawn.forget()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._drawn.forget()

    def set_thumb_height(self, height: int) -> None:
        self.thumb_height = height
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(69, self.thumb_height + self._caption_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(44, self.sizeHint().height())

    def ring_shape(self) -> tuple[QRect, float]:
        return self._frame().toRect(), _RADIUS

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, enabled = self.theme, self.isEnabled()
        painter = QPainter(self)
        frame = self._frame()
        selected = self.isChecked()
        fill, border, width = theme.bg, theme.line, 1
        if enabled and self.isDown():
            fill, border = theme.inset2, theme.ctl2
        elif enabled and self.hovered:
            fill, border = theme.inset, theme.ctl2
        if selected:
            border, width = (theme.accent if enabled else theme.ctl), 2
        draw_box(painter, frame, _RADIUS, fill, border, width)
        self._draw_thumbnail(painter, frame.adjusted(_INSET, _INSET, -_INSET, -_INSET))
        if self.text():
            ink = theme.disabled if not enabled else theme.ink if selected or self.hovered else theme.ink2
            caption = QRectF(0, frame.bottom() + _CAPTION_GAP, self.width(), line_height("caption"))
            role = "caption_strong" if selected else "caption"
            draw_text(painter, caption, self.text(), font(role), ink, Qt.AlignmentFlag.AlignHCenter)

    def _draw_thumbnail(self, painter: QPainter, rect: QRectF) -> None:
        if self._thumbnail is None:
            return
        painter.save()
        painter.setOpacity(1.0 if self.isEnabled() else 0.38)
        if isinstance(self._thumbnail, QPixmap):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = self._thumbnail.deviceIndependentSize().scaled(
                rect.size(), Qt.AspectRatioMode.KeepAspectRatio
            )
            target = QRectF(0, 0, size.width(), size.height())
            target.moveCenter(rect.center())
            painter.drawPixmap(target, self._thumbnail, QRectF(self._thumbnail.rect()))
        else:
            # Hundreds of points are not drawn again at every hover.
            paint, size = self._thumbnail, rect.size()
            picture = self._drawn.picture(
                self, lambda inner: paint(inner, QRectF(QPointF(), size), self.theme), size.toSize()
            )
            painter.drawPixmap(rect.topLeft(), picture)
        painter.restore()

    def _caption_height(self) -> int:
        return _CAPTION_GAP + line_height("caption") if self.text() else 0

    def _frame(self) -> QRectF:
        return QRectF(0, 0, self.width(), self.thumb_height)
