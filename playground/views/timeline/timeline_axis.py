"""The axis of the time-travel strip: the loss over all epochs, marks of changes, and the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.picture.timeline import (
    Array,
    Ghost,
    Mark,
    Scale,
    Timeline,
    grouped,
    heights,
    loss_range,
    smoothed,
    thinned,
)
from playground.style.theme import Theme, color, font
from playground.views.kit.painting.kept_layer import KeptLayer
from playground.views.kit.painting.run_marks import is_dashed, run_ink
from playground.views.kit.themed import Control

TOP, BOTTOM, LABEL_Y = 5.0, 28.0, 41.0
SNAP, REACH, MARK_REACH = 4.0, 8.0, 6.0
HOVER_MS = 120
EMPTY = "The history begins with the first epoch"
MOST_GHOSTS = 6
KEYS = (
    "Left and Right one epoch, with Shift ten, Page Up and Page Down to what was changed, Home and End to "
    "the ends, [ and ] play back and on, Shift-drag a range to repeat"
)


@dataclass(frozen=True, eq=False)
class _Line:
    """The losses of a run where they are drawn."""

    xs: Array
    ys: Array
    drawn: QPolygonF


class TimelineAxis(Control, QWidget):
    """Drag, click, wheel and keys move the cursor; nothing here changes the run.

    Signals
    -------
    epoch_wanted
        The epoch to show; the newest one is `live_wanted`.
    play_wanted
        1 to play forward from the cursor, -1 backward, 0 to pause.
    loop_wanted
        First and last epoch of a range to repeat; equal ones for none.
    rested
        The epoch under the resting pointer and its place, or -1 where the pointer has gone.
    mark_hovered, ghost_hovered
        Tuple of `Mark`, or `Ghost`, or None, and the place.
    ghost_pressed
        Key of the `Ghost` that was clicked; a run in a comparison is not.
    beyond_wanted
        An epoch after the end of the run that a compared one has.
    """

    epoch_wanted = Signal(int)
    live_wanted = Signal()
    play_wanted = Signal(int)
    loop_wanted = Signal(int, int)
    rested = Signal(int, float)
    mark_hovered = Signal(object, float)
    ghost_hovered = Signal(object, float)
    ghost_pressed = Signal(int)
    beyond_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timeline = Timeline.empty()
        # The runs of a comparison, which take the place of the branches, and the epoch beyond the run's end.
        self._compared: tuple[Ghost, ...] | None = None
        self._beyond: int | None = None
        self._loop: tuple[int, int] | None = None
        self._range_start: int | None = None
        self._pointer: QPointF | None = None
        # Key of the run whose line is under the pointer.
        self._hovered: int | None = None
        # Of the run and then of the ghosts, kept until they change.
        self._lines: tuple[_Line, ...] | None = None
        # Everything but cursor and pointer, as past and as later: those two move far more often.
        self._layers = KeptLayer(), KeptLayer()
        # While history plays, Space pauses that and not the training.
        self.kept_keys: frozenset[Qt.Key] = frozenset()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(HOVER_MS)
        self._rest.timeout.connect(self._on_pointer_rested)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(43)
        self.describe("History of the run", KEYS)

    def set_theme(self, theme: Theme) -> None:
        self._forget_layers()
        super().set_theme(theme)

    @property
    def timeline(self) -> Timeline:
        """What is shown."""
        return self._timeline

    @property
    def scale(self) -> Scale:
        """Where epochs stand."""
        return Scale(self.end, 7.0, self.width() - 14.0)

    @property
    def end(self) -> int:
        """The last epoch of the axis."""
        return max((self._timeline.last_epoch, *(ghost.last_epoch for ghost in self._shown_ghosts())))

    @property
    def shown_epoch(self) -> int:
        """Where the cursor is."""
        return self._timeline.shown_epoch if self._beyond is None else self._beyond

    @property
    def _range(self) -> tuple[float, float]:
        """Lowest and highest loss, of the runs that were left as well: all of them are to be seen."""
        timeline = self._timeline
        others = [ghost.losses for ghost in self._shown_ghosts()]
        return loss_range(np.concatenate([timeline.losses, *others]))

    def set_timeline(self, timeline: Timeline) -> None:
        """Show a run up to now, and which moment of it is on screen."""
        before, self._timeline = self._timeline, timeline
        is_same = timeline.losses is before.losses and timeline.ghosts is before.ghosts
        if not is_same or timeline.last_epoch != before.last_epoch:
            self._lines = None
            self._forget_layers()
        elif timeline.marks != before.marks:
            self._forget_layers()
        shown, last = timeline.shown_epoch, timeline.last_epoch
        self.setAccessibleDescription(
            f"Epoch {shown:,} of {last:,}" if timeline.cursor is not None else f"Newest epoch, {last:,}"
        )
        self.update()

    def set_compared(self, runs: Sequence[Ghost] | None, beyond: int | None = None) -> None:
        """Show the runs of a comparison in place of the branches, and the cursor beyond the run's own end.

        None ends the comparison.
        """
        before, self._beyond = self._compared, beyond
        self._compared = None if runs is None else tuple(runs)
        if before is None or runs is None or list(map(_look, before)) != list(map(_look, runs)):
            self._lines = None
            self._forget_layers()
        self.update()

    def set_playback(self, direction: int) -> None:
        """Say which way history is played, if at all."""
        self.kept_keys = frozenset({Qt.Key.Key_Space}) if direction else frozenset()

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Show which epochs are repeated."""
        self._loop = loop
        self._forget_layers()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, 43)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lines = None

    def _mark_at(self, x: float) -> tuple[float, tuple[Mark, ...]] | None:
        groups = grouped(self._timeline.marks, self.scale)
        near = min(groups, key=lambda group: abs(group[0] - x), default=None)
        return near if near is not None and abs(near[0] - x) <= MARK_REACH else None

    def _ghost_at(self, place: QPointF) -> Ghost | None:
        scale = self.scale
        for ghost, line in zip(self._shown_ghosts(), self._kept_lines()[1:], strict=True):
            xs, ys = line.xs, line.ys
            if len(xs) and xs[0] - 2 <= place.x() <= xs[-1] + 2:
                y = float(np.interp(place.x(), xs, ys))
                on_main = abs(self._height_at(scale.epoch_at(place.x())) - place.y())
                if abs(y - place.y()) <= REACH and abs(y - place.y()) < on_main:
                    return ghost
        return None

    def _snapped(self, x: float) -> int:
        """Return the epoch at a place: of the mark or fork nearby, or the nearest one."""
        scale = self.scale
        places = [mark.epoch for mark in self._timeline.marks] + [g.fork for g in self._shown_ghosts()]
        near = min(places, key=lambda epoch: abs(float(scale.x_of(epoch)) - x), default=None)
        if near is not None and abs(float(scale.x_of(near)) - x) <= SNAP:
            return near
        return scale.epoch_at(x)

    def go_to(self, epoch: int) -> None:
        """Ask for an epoch, as near as there is one."""
        last = self._timeline.last_epoch
        if not last:
            return
        if self._compared is not None and epoch > last and self.end > last:
            self.beyond_wanted.emit(min(epoch, self.end))
        elif epoch >= last:
            self.live_wanted.emit()
        else:
            self.epoch_wanted.emit(max(epoch, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or not self._timeline.last_epoch:
            return
        x = event.position().x()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._range_start = self._snapped(x)
            return
        ghost = self._ghost_at(event.position())
        if ghost is not None and not ghost.number:
            self.ghost_pressed.emit(ghost.key)
            return
        mark = self._mark_at(x)
        self.go_to(mark[1][0].epoch if mark is not None else self._snapped(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._pointer = event.position()
        if event.buttons() & Qt.MouseButton.LeftButton:
            epoch = self._snapped(event.position().x())
            if self._range_start is not None:
                self.set_loop((min(self._range_start, epoch), max(self._range_start, epoch)))
            else:
                self.go_to(epoch)
            return
        ghost = self._ghost_at(event.position())
        key = None if ghost is None else ghost.key
        if key != self._hovered:
            self._hovered = key
            self._forget_layers()
            self.ghost_hovered.emit(ghost, event.position().x())
        self._rest.start()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._range_start is not None:
            start, end = self._range_start, self._snapped(event.position().x())
            self._range_start = None
            self.loop_wanted.emit(min(start, end), max(start, end))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._pointer = event.position()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = self._hovered = None
        self._forget_layers()
        self._rest.stop()
        self.rested.emit(-1, 0.0)
        self.mark_hovered.emit(None, 0.0)
        self.ghost_hovered.emit(None, 0.0)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() or event.angleDelta().x()
        if notches:
            self.go_to(self.shown_epoch + (1 if notches > 0 else -1))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Handle a key of the axis; return whether it is one."""
        step = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        shown, last = self.shown_epoch, self._timeline.last_epoch
        marks = sorted({0, last, *(mark.epoch for mark in self._timeline.marks)})
        before = max((epoch for epoch in marks if epoch < shown), default=0)
        after = min((epoch for epoch in marks if epoch > shown), default=last)
        moves: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Left: partial(self.go_to, shown - step),
            Qt.Key.Key_Right: partial(self.go_to, shown + step),
            Qt.Key.Key_PageUp: partial(self.go_to, before),
            Qt.Key.Key_PageDown: partial(self.go_to, after),
            Qt.Key.Key_Home: partial(self.go_to, 0),
            Qt.Key.Key_End: self.live_wanted.emit,
            **dict.fromkeys(self.kept_keys, partial(self.play_wanted.emit, 0)),
            Qt.Key.Key_BracketLeft: partial(self.play_wanted.emit, -1),
            Qt.Key.Key_BracketRight: partial(self.play_wanted.emit, 1),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is not None:
            move()
        return move is not None

    def _on_pointer_rested(self) -> None:
        if self._pointer is None or not self._timeline.last_epoch:
            return
        x = self._pointer.x()
        mark = self._mark_at(x)
        self.mark_hovered.emit(mark[1] if mark is not None else None, x if mark is None else mark[0])
        self.rested.emit(-1 if self._hovered is not None else self._snapped(x), x)

    # Painting

    def _points(
        self, epochs: Array, losses: Array, scale: Scale, range_: tuple[float, float]
    ) -> tuple[Array, Array]:
        shares = heights(smoothed(epochs, losses), *range_)
        xs, ys = thinned(scale.x_of(epochs), shares)
        return xs, BOTTOM - (BOTTOM - TOP) * ys

    def _shown_ghosts(self) -> tuple[Ghost, ...]:
        return self._timeline.ghosts[:MOST_GHOSTS] if self._compared is None else self._compared

    def _kept_lines(self) -> tuple[_Line, ...]:
        """Return the lines; cursor and pointer leave them as they are."""
        if self._lines is None:
            timeline, scale, range_ = self._timeline, self.scale, self._range
            xs, ys = self._points(timeline.epochs, timeline.losses, scale, range_)
            if len(xs):
                xs, ys = np.append(scale.left, xs), np.append(ys[0], ys)  # nothing is known of epoch 0
            points = [(xs, ys)]
            for ghost in self._shown_ghosts():
                points.append(self._points(ghost.epochs, ghost.losses, scale, range_))
            self._lines = tuple(_Line(*place, _polygon(*place)) for place in points)
        return self._lines

    def _curve(self) -> QPolygonF:
        return self._kept_lines()[0].drawn

    def _height_at(self, epoch: int) -> float:
        line = self._kept_lines()[0]
        return float(np.interp(float(self.scale.x_of(epoch)), line.xs, line.ys)) if len(line.xs) else BOTTOM

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._timeline.last_epoch:
            self._paint_empty(painter)
            return
        x = float(self.scale.x_of(self.shown_epoch))
        self._paint_kept(painter, x)
        self._paint_ticks(painter, self.scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._pointer is not None and self._range_start is None:
            painter.fillRect(QRectF(self._pointer.x(), TOP, 1, BOTTOM - TOP), QColor(self.theme.ctl2))
        self._paint_cursor(painter, x)

    def _paint_empty(self, painter: QPainter) -> None:
        self._paint_baseline(painter)
        painter.setFont(font("caption"))
        painter.setPen(QColor(self.theme.ink3))
        box = QRectF(self.scale.left, 0, self.scale.width, BOTTOM)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, EMPTY)

    def _paint_baseline(self, painter: QPainter) -> None:
        scale = self.scale
        painter.fillRect(QRectF(scale.left, BOTTOM + 0.5, scale.width, 1), QColor(self.theme.ctl))

    def _paint_kept(self, painter: QPainter, x: float) -> None:
        """Blit what the cursor does not change: up to `x` as the past, and beyond it as what came later."""
        if self.shown_epoch >= self.end:
            x = float(self.width())  # nothing came later
        parts = QRectF(0.0, 0.0, x, self.height()), QRectF(x, 0.0, max(self.width() - x, 0.0), self.height())
        for part, layer, is_past in zip(parts, self._layers, (True, False), strict=True):
            if part.isEmpty():
                continue
            painter.setClipRect(part)
            paint = partial(self._paint_run, is_past=is_past)
            layer.draw(painter, self, paint)
        painter.setClipping(False)

    def _forget_layers(self) -> None:
        for layer in self._layers:
            layer.forget()

    def _paint_run(self, painter: QPainter, *, is_past: bool) -> None:
        """Draw the whole run in the colours of its past, or of what came later."""
        theme, scale = self.theme, self.scale
        self._paint_baseline(painter)
        if self._loop is not None:
            left, right = (float(scale.x_of(epoch)) for epoch in self._loop)
            painter.fillRect(QRectF(left, 2, right - left, BOTTOM - 2), color(theme.accent, 0.14))
        self._paint_ground(painter, theme.soft if is_past else theme.inset2)
        for ghost, line in reversed(list(zip(self._shown_ghosts(), self._kept_lines()[1:], strict=True))):
            self._paint_ghost(painter, ghost, line.drawn, scale)
        painter.setPen(QPen(QColor(theme.accent), 1.75) if is_past else QPen(QColor(theme.ink3), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(self._curve())
        self._paint_marks(painter, scale)

    def _paint_ticks(self, painter: QPainter, scale: Scale) -> None:
        painter.setFont(font("tick"))
        painter.setPen(QColor(self.theme.ink3))
        for tick in scale.ticks():
            x = float(scale.x_of(tick))
            painter.fillRect(QRectF(x, BOTTOM + 1, 1, 3), QColor(self.theme.ctl))
            text = f"{tick:,}"
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QPointF(min(x + 2, self.width() - width), LABEL_Y), text)

    def _paint_ground(self, painter: QPainter, fill: str) -> None:
        """Fill the room below the curve."""
        curve = self._curve()
        if curve.isEmpty():
            return
        ground = QPainterPath()
        ground.addPolygon(curve)
        ground.lineTo(curve.last().x(), BOTTOM)
        ground.lineTo(curve.first().x(), BOTTOM)
        ground.closeSubpath()
        painter.fillPath(ground, QColor(fill))

    def _paint_ghost(self, painter: QPainter, ghost: Ghost, line: QPolygonF, scale: Scale) -> None:
        theme = self.theme
        is_hovered = ghost.key == self._hovered
        ink = run_ink(ghost.number)(theme) if ghost.number else theme.ctl2
        width = 1.25 if ghost.number else 1.0
        pen = QPen(QColor(theme.ink), 1.75) if is_hovered else QPen(QColor(ink), width)
        if ghost.number and is_dashed(ghost.number):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(line)
        if ghost.number:
            return
        painter.setBrush(QColor(theme.surface))
        fork = QPointF(float(scale.x_of(ghost.fork)), self._height_at(ghost.fork))
        painter.drawEllipse(fork, 2.5, 2.5)
        if not line.isEmpty():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ctl2))
            painter.drawEllipse(line.last(), 2.0, 2.0)

    def _paint_marks(self, painter: QPainter, scale: Scale) -> None:
        theme = self.theme
        for x, marks in grouped(self._timeline.marks, scale):
            painter.fillRect(QRectF(x - 0.5, TOP, 1, BOTTOM - TOP), color(theme.ink2, 0.55))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ink2))
            if all(mark.kind == "best" for mark in marks):
                # The best test loss is not a change, so it has another shape.
                painter.drawPolygon(
                    QPolygonF([QPointF(x, 0), QPointF(x + 4, 4), QPointF(x, 8), QPointF(x - 4, 4)])
                )
            else:
                painter.drawPolygon(QPolygonF([QPointF(x - 4, 0), QPointF(x + 4, 0), QPointF(x, 5.5)]))

    def _paint_cursor(self, painter: QPainter, x: float) -> None:
        theme = self.theme
        painter.setPen(QPen(QColor(theme.ink), 1.5))
        painter.drawLine(QPointF(x, 1), QPointF(x, BOTTOM + 4))
        painter.setPen(QPen(QColor(theme.ink), 2.0))
        painter.setBrush(QColor(theme.surface))
        painter.drawEllipse(QPointF(x, self._height_at(self.shown_epoch)), 5.0, 5.0)


def _look(ghost: Ghost) -> tuple[object, ...]:
    """Return what the line of a compared run looks like; its losses are never changed in place."""
    return ghost.key, ghost.name, ghost.number, id(ghost.losses)


def _polygon(xs: Array, ys: Array) -> QPolygonF:
    return QPolygonF(list(map(QPointF, xs.tolist(), ys.tolist())))
