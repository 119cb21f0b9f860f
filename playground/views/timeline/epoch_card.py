"""The card over the strip: the boundary of an epoch, a change, or the name of a branch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.style.theme import color, font
from playground.views.kit.drawing import SHADOW_MARGIN, draw_card, draw_text, text_width
from playground.views.kit.themed import Themed

PREVIEW, PADDING, GAP = 94, 3, 14
LINE, TITLE_LINE = 17, 22
WITH_PREVIEW = QSize(232, 100)
FROM_EDGE = 8


class EpochCard(Themed, QWidget):
    """An overlay of its parent, transparent to the mouse."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.room = parent
        self._title = ""
        self._lines: tuple[str, ...] = ()
        self._preview: QImage | None = None
        self._has_preview = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        """Title and lines, or nothing while it is hidden."""
        return (self._title, *self._lines) if not self.isHidden() else ()

    @property
    def has_picture(self) -> bool:
        """Whether the boundary is shown."""
        return self._preview is not None

    def show_words(self, title: str, lines: Sequence[str], above: QPoint) -> None:
        """Show a text above a position of the parent."""
        self._show(title, lines, None, False, above)

    def show_epoch(self, title: str, lines: Sequence[str], preview: QImage | None, above: QPoint) -> None:
        """Show an epoch; its picture may come later, and its place is kept free."""
        self._show(title, lines, preview, True, above)

    def _show(
        self, title: str, lines: Sequence[str], preview: QImage | None, has_preview: bool, above: QPoint
    ) -> None:
        self._title, self._lines = title, tuple(lines)
        self._preview, self._has_preview = preview, has_preview
        size = WITH_PREVIEW if has_preview else self._size_of_words()
        outer = QSize(size.width() + 2 * SHADOW_MARGIN, size.height() + 2 * SHADOW_MARGIN)
        self.resize(outer)
        room = self.room.width()
        left = min(max(above.x() - size.width() // 2, FROM_EDGE), room - size.width() - FROM_EDGE)
        self.move(left - SHADOW_MARGIN, above.y() - size.height() - SHADOW_MARGIN)
        self.raise_()
        self.show()
        self.update()

    def _size_of_words(self) -> QSize:
        width = max(
            text_width(self._title, font("selected")),
            *(text_width(line, font("caption")) for line in self._lines or ("",)),
        )
        return QSize(width + 26, TITLE_LINE + LINE * len(self._lines) + 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        margin = SHADOW_MARGIN
        card = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        draw_card(painter, card, theme)
        left, top = card.left() + 13, card.top() + 7
        if self._has_preview:
            self._paint_preview(painter, card)
            left = card.left() + PADDING + PREVIEW + GAP
            top = card.top() + 10
        width = card.right() - left - 8
        draw_text(painter, QRectF(left, top, width, TITLE_LINE), self._title, font("selected"), theme.ink)
        for index, line in enumerate(self._lines):
            box = QRectF(left, top + TITLE_LINE + index * LINE, width, LINE)
            draw_text(painter, box, line, font("caption"), theme.ink2)

    def _paint_preview(self, painter: QPainter, card: QRectF) -> None:
        place = QRectF(card.left() + PADDING, card.top() + PADDING, PREVIEW, PREVIEW)
        path = QPainterPath()
        path.addRoundedRect(place, 6, 6)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(path)
        painter.fillPath(path, color(self.theme.inset))
        if self._preview is not None:
            painter.drawImage(place, self._preview)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color(self.theme.ink, 0.28), 1))
        painter.drawRoundedRect(place, 6, 6)
