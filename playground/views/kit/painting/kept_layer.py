"""What a widget paints seldom and shows often, kept as a picture."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from playground.views.kit.drawing import empty_layer
from playground.views.kit.painting.device_ratio import device_ratio


class KeptLayer:
    """Painted anew once it was forgotten, has another size, or its widget came to another screen or zoom."""

    def __init__(self) -> None:
        self._picture: QPixmap | None = None
        self._kept_for: tuple[QSize, float] | None = None

    def forget(self) -> None:
        """Paint it anew when it is wanted next."""
        self._picture = None

    def draw(self, painter: QPainter, widget: QWidget, paint: Callable[[QPainter], None]) -> None:
        """Blit the picture of a whole widget; in a file, or at another scale than on screen, paint afresh."""
        scale, engine = painter.deviceTransform().m11(), painter.paintEngine()
        is_raster = engine is not None and engine.type() is QPaintEngine.Type.Raster
        if is_raster and math.isclose(scale, device_ratio(widget), abs_tol=1e-6):
            painter.drawPixmap(0, 0, self.picture(widget, paint))
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
        painter.restore()

    def picture(
        self,
        widget: QWidget,
        paint: Callable[[QPainter], None],
        size: QSize | None = None,
        ground: QColor | Qt.GlobalColor = Qt.GlobalColor.transparent,
    ) -> QPixmap:
        """Return the picture, sharp where the widget is shown; `size` is the widget's unless given.

        What paints is handed over each time: a widget that kept its own method would keep itself.
        """
        wanted = size or widget.size(), device_ratio(widget)
        if self._picture is None or self._kept_for != wanted:
            self._picture, self._kept_for = empty_layer(*wanted, ground), wanted
            painter = QPainter(self._picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint(painter)
            painter.end()
        return self._picture
