"""A row of classes to choose the one to paint."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.theme import font
from playground.views.kit.access import focus_ring
from playground.views.kit.chart.point_glyphs import glyph, uses_shapes
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.hover_tip import HoverTip
from playground.views.kit.pick_row import PickRow

MOST_CLASSES = 10
_HEIGHT, _WIDEST, _NARROWEST, _GAP = 32, 32, 20, 2
_MARK_RADIUS = 5.0


class ClassPicker(PickRow):
    """Shows the classes in use and one more; arrows, Home and End move along it.

    Signals
    -------
    class_selected
        Number of a class from 0; also for the class that is selected already.
    """

    class_selected = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._n_used, self._label = 0, 0
        self._is_active = True
        self.describe("Class to paint", "Class of the points that the brush paints (keys 1 to 9, and 0)")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        HoverTip(self, self._words_at)
        self._say_value()

    def value(self) -> int:
        """The selected class."""
        return self._label

    @property
    def n_shown(self) -> int:
        """Number of classes to choose from: those in use and one more, at least 2."""
        return min(MOST_CLASSES, max(2, self._n_used + 1))

    def set_used(self, n_used: int) -> None:
        """Set how many classes have points; a class that is no longer shown is deselected."""
        self._n_used = n_used
        self._label = min(self._label, self.n_shown - 1)
        self._show()

    def set_value(self, label: int) -> None:
        """Select a class without a signal.

        Raises
        ------
        ValueError
            It is not shown.
        """
        if not 0 <= label < self.n_shown:
            raise ValueError(f"class {label} cannot be chosen among {self.n_shown}")
        self._label = label
        self._show()

    def set_active(self, active: bool) -> None:
        """Show the selection as active, or as inactive while another tool is in use."""
        self._is_active = active
        self._show()

    def picked(self) -> int:
        return self._label

    def pick(self, index: int) -> None:
        """Select a class as a click does; ignored if it is not shown."""
        if 0 <= index < self.n_shown:
            self.set_value(index)
            self.class_selected.emit(index)

    def cell_rect(self, label: int) -> QRect:
        """The rectangle of a class."""
        return self.rects()[label].toRect()

    def sizeHint(self) -> QSize:
        return QSize(self.n_shown * (_WIDEST + _GAP) - _GAP, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(MOST_CLASSES * (_NARROWEST + _GAP) - _GAP, _HEIGHT)

    def ring_shape(self) -> tuple[QRect, float]:
        return self.cell_rect(self._label), 6.0

    def _words_at(self, place: QPoint) -> str:
        """Return the tip of the class at a position."""
        label = self.place_at(place)
        return self.toolTip() if label is None else self.tip_of(label)

    def tip_of(self, label: int) -> str:
        """Return the tip of a class."""
        what = "Paint a new class" if label >= self._n_used else "Paint class"
        return f"{what} {label + 1} ({(label + 1) % 10})"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for label, rect in enumerate(self.rects()):
            self._draw_ground(painter, label, rect)
            self._draw_mark(painter, label, QPointF(rect.center().x(), rect.top() + 11.0))
            ink = self.theme.ink if label == self._label and self._is_active else self.theme.ink2
            place = QRectF(rect.left(), rect.top() + 17.0, rect.width(), 14.0)
            role = "tick_strong" if label == self._label else "tick"
            draw_text(painter, place, str(label + 1), font(role), ink, Qt.AlignmentFlag.AlignHCenter)

    def _draw_ground(self, painter: QPainter, label: int, rect: QRectF) -> None:
        theme = self.theme
        is_pointed = label == self.pointed
        if label == self._label:
            border, width = (theme.accent, 2.0) if self._is_active else (theme.ctl2, 1.0)
            draw_box(painter, rect, 6, theme.segment_on, border, width)
        elif is_pointed:
            draw_box(painter, rect, 6, theme.inset2 if label == self.pressed else theme.inset, theme.ctl2)

    def _draw_mark(self, painter: QPainter, label: int, at: QPointF) -> None:
        color = QColor(self.theme.classes[label])
        shape = glyph(label if uses_shapes(max(self._n_used, label + 1)) else 0, _MARK_RADIUS)
        if label < self._n_used:
            painter.setPen(QPen(QColor(self.theme.mark_outline), 1.0))
            painter.setBrush(color)
        else:
            painter.setPen(QPen(color, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape.translated(at))

    def _show(self) -> None:
        self._say_value()
        self.updateGeometry()
        focus_ring.move_ring(self)
        self.update()

    def _say_value(self) -> None:
        self.setAccessibleDescription(f"Class {self._label + 1}")

    def rects(self) -> list[QRectF]:
        count = self.n_shown
        width = min(float(_WIDEST), (self.width() + _GAP) / count - _GAP)
        return [QRectF(label * (width + _GAP), 0.0, width, _HEIGHT) for label in range(count)]
