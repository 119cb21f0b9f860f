"""The axis of the time-travel strip: the loss over all epochs, marks of changes, and the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.picture.timeline import Ghost, Mark, Scale, Timeline, grouped
from playground.style.theme import Theme
from playground.views.kit.painting.kept_layer import KeptLayer
from playground.views.kit.themed import Control
from playground.views.timeline.run_lines import BOTTOM, TOP, RunLines
from playground.views.timeline.run_painter import RunPainter, paint_cursor, paint_empty, paint_ticks

SNAP, MARK_REACH = 4.0, 6.0
HOVER_MS = 120
MOST_GHOSTS = 6
KEYS = (
    "Left and Right one epoch, with Shift ten, Page Up and Page Down to what was changed, Home and End to "
    "the ends, [ and ] play back and on, Shift-drag a range to repeat"
)


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
        # Kept until the run, the ghosts or the width change.
        self._lines: RunLines | None = None
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
    def lines(self) -> RunLines:
        """Where the run and its ghosts stand."""
        if self._lines is None:
            self._lines = RunLines(self._timeline, self._shown_ghosts(), self.scale)
        return self._lines

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
        index = self.lines.ghost_at(place)
        return None if index is None else self._shown_ghosts()[index]

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

    def _shown_ghosts(self) -> tuple[Ghost, ...]:
        return self._timeline.ghosts[:MOST_GHOSTS] if self._compared is None else self._compared

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, scale = QPainter(self), self.theme, self.scale
        if not self._timeline.last_epoch:
            paint_empty(painter, theme, scale)
            return
        x = float(scale.x_of(self.shown_epoch))
        self._paint_kept(painter, x)
        paint_ticks(painter, theme, scale, self.width())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._pointer is not None and self._range_start is None:
            painter.fillRect(QRectF(self._pointer.x(), TOP, 1, BOTTOM - TOP), QColor(theme.ctl2))
        paint_cursor(painter, theme, QPointF(x, self.lines.height_at(self.shown_epoch)))

    def _paint_kept(self, painter: QPainter, x: float) -> None:
        """Blit what the cursor does not change: up to `x` as the past, and beyond it as what came later."""
        if self.shown_epoch >= self.end:
            x = float(self.width())  # nothing came later
        run = RunPainter(
            self.theme, self.lines, self._shown_ghosts(), self._timeline.marks, self._loop, self._hovered
        )
        parts = QRectF(0.0, 0.0, x, self.height()), QRectF(x, 0.0, max(self.width() - x, 0.0), self.height())
        for part, layer, is_past in zip(parts, self._layers, (True, False), strict=True):
            if part.isEmpty():
                continue
            painter.setClipRect(part)
            layer.draw(painter, self, partial(run.paint, is_past=is_past))
        painter.setClipping(False)

    def _forget_layers(self) -> None:
        for layer in self._layers:
            layer.forget()


def _look(ghost: Ghost) -> tuple[object, ...]:
    """Return what the line of a compared run looks like; its losses are never changed in place."""
    return ghost.key, ghost.name, ghost.number, id(ghost.losses)
