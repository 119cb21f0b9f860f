"""A picture in which one thing is pointed at: by pointer, or with the arrows and Return."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.lessons.targets import TargetKind, target_name
from playground.style.theme import font
from playground.views.kit.drawing import draw_text, rounded_path
from playground.views.kit.themed import Control

HEIGHT, WORDS = 190, 24.0
REACH = 16.0
"""How near to a target the pointer has to be."""
RING = 4.0
LOCKED = 0.45
_ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0), Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1), Qt.Key.Key_Down: QPointF(0, 1),
}  # fmt: skip
# Not everything lies straight ahead of something: these go through all in their order.
_PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_SIDEWAYS = 2.0
"""How much farther something looks that does not lie straight ahead."""


class PointPad(Control, QWidget):
    """The base of the pictures: they say where the targets are, and paint them.

    Attributes
    ----------
    kind, keys
        What the targets are; each has a key.
    kept_keys
        Keys of the keyboard that no shortcut takes from it.

    Signals
    -------
    picked
        Key of the target.
    """

    picked = Signal(str)
    kept_keys = frozenset(_PAGES)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind: TargetKind = "layer"
        self.keys: tuple[str, ...] = ()
        self._chosen: str | None = None
        self._at: str | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    # What each picture says.

    def shapes(self) -> Sequence[QRectF]:
        """Return where the targets are, in the order of their keys."""
        raise NotImplementedError

    def paint_picture(self, painter: QPainter) -> None:
        """Paint everything but the marks of what is pointed at."""
        raise NotImplementedError

    # The rest is common.

    @property
    def chosen(self) -> str | None:
        """Key of what was pointed at."""
        return self._chosen

    @property
    def pointed(self) -> str | None:
        """Key of what the pointer or the arrows are at."""
        return self._at

    @property
    def words(self) -> str:
        """What is pointed at."""
        if self._at is not None and self._at != self._chosen:
            return target_name(self.kind, self._at)
        return "" if self._chosen is None else f"Your guess: {target_name(self.kind, self._chosen)}"

    def set_targets(self, kind: TargetKind, keys: Sequence[str]) -> None:
        """Show other targets, none of them chosen."""
        self.kind, self.keys = kind, tuple(keys)
        self._chosen = self._at = None
        self.describe(
            f"Point at a {'point' if kind == 'sample' else kind}",
            "Click it. With the keyboard: the arrows go to the next one there, Page Up and Page Down "
            "through all, and Return takes it",
        )
        self._tell()

    def set_chosen(self, key: str | None) -> None:
        """Show what was chosen."""
        self._chosen = key if key in self.keys else None
        self._tell()

    def _tell(self) -> None:
        self.setAccessibleDescription(self.words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def frame(self) -> QRectF:
        """Return the room for the picture; the words have the rest."""
        return QRectF(self.rect()).adjusted(0, 0, 0, -WORDS)

    def target_at(self, position: QPointF) -> str | None:
        """Return the target at a position, or the nearest one within reach."""
        best: tuple[float, float, str | None] = REACH, 0.0, None
        for key, shape in zip(self.keys, self.shapes(), strict=True):
            inside = QPointF(
                min(max(position.x(), shape.left()), shape.right()),
                min(max(position.y(), shape.top()), shape.bottom()),
            )
            away = _length(position - inside), _length(position - shape.center())
            if away < best[:2]:
                best = (*away, key)
        return best[2]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.target_at(event.position())
        if at != self._at:
            self._at = at
            self._tell()

    def leaveEvent(self, event: QEvent) -> None:
        self._at = None
        self._tell()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        key = self.target_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        if key is not None:
            self.picked.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS and self.keys:
            self._at = self._next(_ARROWS[key])
            self._tell()
        elif key in _PAGES and self.keys:
            now = self._at or self._chosen
            place = 0 if now is None else self.keys.index(now) + _PAGES[key]
            self._at = self.keys[place % len(self.keys)]
            self._tell()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at not in (None, self._chosen):
            self.picked.emit(self._at)
        else:
            super().keyPressEvent(event)

    def _next(self, way: QPointF) -> str:
        """Return the next target in a direction: the nearest one that lies there."""
        now = self._at or self._chosen
        if now is None:
            return self.keys[0]
        middles = {key: shape.center() for key, shape in zip(self.keys, self.shapes(), strict=True)}
        best, nearest = now, float("inf")
        for key, middle in middles.items():
            step = middle - middles[now]
            ahead = step.x() * way.x() + step.y() * way.y()
            beside = abs(step.x() * way.y()) + abs(step.y() * way.x())
            if ahead > 0.5 and ahead >= 0.5 * beside and ahead + _SIDEWAYS * beside < nearest:
                best, nearest = key, ahead + _SIDEWAYS * beside
        return best

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(LOCKED)
        self.paint_picture(painter)
        painter.setOpacity(1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for key, shape in zip(self.keys, self.shapes(), strict=True):
            if key in (self._chosen, self._at):
                width = 2.5 if key == self._chosen else 1.5
                painter.setPen(QPen(QColor(theme.accent if key == self._chosen else theme.ink2), width))
                ring = shape.adjusted(-RING, -RING, RING, RING)
                painter.drawPath(rounded_path(ring, min(ring.width() / 2, 10.0)))
        below = QRectF(0, self.height() - WORDS, self.width(), WORDS)
        is_guess = self._chosen is not None and self._at in (None, self._chosen)
        words = self.words or "Click it, or go there with the arrows and press Return."
        ink = theme.ink3 if not self.words else theme.accent_text if is_guess else theme.ink
        draw_text(painter, below, words, font("selected" if self.words else "caption"), ink)


def _length(way: QPointF) -> float:
    return float((way.x() ** 2 + way.y() ** 2) ** 0.5)
