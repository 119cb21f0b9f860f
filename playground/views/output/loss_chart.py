"""Train and test loss, or score, over the epochs: seen whole or from near, and read under the pointer."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from playground.models.run.history import Curves
from playground.style.theme import LIGHT, Theme, color, font
from playground.style.words import UNKNOWN, count_text, number_text, score_text
from playground.views.kit.read_out import ReadOut
from playground.views.kit.themed import Themed
from playground.views.output.loss_axis import EpochAxis, LossAxis

Array = NDArray[np.float64]
SMALLEST_LOSS = 1e-12
LABEL_ROOM = 34
LINE_HEIGHT = 15.0
# Curves grow slowly and cost as much to draw as all the rest of a frame: a few times a second will do.
REDRAW_MS = 120
WHEEL_ZOOM, KEY_ZOOM, KEY_STEP = 1.0015, 1.5, 0.15
FEWEST_EPOCHS = 4.0


class LossChart(Themed, QWidget):
    """Raw losses thin, smoothed ones strong, each named at its end.

    The wheel zooms the epochs about the pointer, dragging moves them, a double click shows all again; so
    do + and −, the arrows and Home.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.describe(
            "Loss chart",
            "Loss of the training and the test data, epoch by epoch. Wheel or + and − zoom, dragging or "
            "arrows move, a double click or Home shows all",
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = LIGHT
        self._view, self._score_name = "loss", "Accuracy"
        self._is_logarithmic = True
        self._guesser: float | None = None
        self._seen: tuple[float, float] | None = None
        self._dragged_from: QPointF | None = None
        self._pointer: QPointF | None = None
        self._curves = Curves.empty()
        self._value_axis, self._epoch_axis = LossAxis(), EpochAxis()
        axes = {"left": self._value_axis, "bottom": self._epoch_axis}
        self._plot = pg.PlotWidget(axisItems=axes, enableMenu=False)
        self._plot.setMouseEnabled(False, False)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.hideButtons()
        self._plot.setFrameShape(self._plot.Shape.NoFrame)
        self._plot.setMinimumHeight(96)
        item = self._plot.getPlotItem()
        item.showGrid(x=False, y=False)
        item.layout.setContentsMargins(0, 6, LABEL_ROOM, 0)
        item.getViewBox().setDefaultPadding(0.0)
        item.getViewBox().disableAutoRange()
        self._grid_lines: list[pg.InfiniteLine] = []
        # Lines only: items that could draw marks too take their time to make.
        self._raw = {name: pg.PlotCurveItem() for name in ("train", "test")}
        self._smooth = {name: pg.PlotCurveItem(antialias=True) for name in ("train", "test")}
        for curve in (*self._raw.values(), *self._smooth.values()):
            self._plot.addItem(curve)
        self._names = {name: pg.TextItem(name.capitalize(), anchor=(0, 0.5)) for name in ("train", "test")}
        self._guess_line = pg.InfiniteLine(angle=0)
        self._guess_name = pg.TextItem("Guesser", anchor=(1, 1))
        self._cursor = pg.InfiniteLine(angle=90)
        for line in (self._guess_line, self._cursor):
            line.setZValue(10)
            line.hide()
            self._plot.addItem(line, ignoreBounds=True)
        for text in (*self._names.values(), self._guess_name):
            text.setFont(font("tick_strong"))
            text.setParentItem(item)
        self._guess_name.hide()
        self._read_out = ReadOut(self)
        self._plot.viewport().installEventFilter(self)
        self._plot.viewport().setMouseTracking(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REDRAW_MS)
        self._timer.timeout.connect(self._draw)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_curves(self, curves: Curves) -> None:
        """Show other losses, soon; all of them if the epochs zoomed in on are not among them."""
        self._curves = curves
        if self._seen is not None and self._seen[1] > self._last_epoch + 0.5:
            self._seen = None
        if not self._timer.isActive():
            self._timer.start()

    def set_logarithmic(self, on: bool) -> None:
        """Change the scale of the losses."""
        self._is_logarithmic = on
        self._draw()

    def set_view(self, view: str) -> None:
        """Show ``"loss"`` or ``"score"``."""
        self._view = view
        self._draw()

    def set_score_name(self, name: str) -> None:
        """Say whether scores are accuracies or R²."""
        if name != self._score_name:
            self._score_name = name
            self._draw()

    def set_guesser(self, loss: float | None) -> None:
        """Show the loss of guessing as a line, or none."""
        if loss != self._guesser:
            self._guesser = loss
            self._draw()

    @property
    def seen(self) -> tuple[float, float]:
        """First and last epoch on screen."""
        low, high = self._plot.getPlotItem().getViewBox().viewRange()[0]
        return float(low), float(high)

    @property
    def is_zoomed(self) -> bool:
        """Whether not all epochs are on screen."""
        return self._seen is not None

    @property
    def read_out(self) -> str:
        """What is said of the epoch under the pointer."""
        return self._read_out.text

    def show_all(self) -> None:
        """Show all epochs, and those to come."""
        self._seen = None
        self._draw()

    def zoom(self, factor: float, at: float) -> None:
        """Show `factor` times fewer epochs, with epoch `at` where it was."""
        if self._seen is None and factor <= 1.0:
            return
        low, high = self.seen
        span = max((high - low) / factor, FEWEST_EPOCHS)
        share = (at - low) / max(high - low, 1e-9)
        self._see(at - share * span, at + (1.0 - share) * span)

    def pan(self, epochs: float) -> None:
        """Show later epochs, or with a negative number earlier ones."""
        if self._seen is None:
            return
        low, high = self.seen
        self._see(low + epochs, high + epochs)

    def _see(self, low: float, high: float) -> None:
        """Show some epochs, within those there are."""
        last = self._last_epoch
        span = min(high - low, last)
        low = min(max(low, 0.0), last - span)
        self._seen = None if span >= last else (low, low + span)
        self._draw()

    @property
    def _last_epoch(self) -> float:
        return max(float(self._curves.epochs[-1]), 1.0) if len(self._curves.epochs) else 1.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Zoom, move and read with the pointer."""
        if isinstance(event, QWheelEvent):
            self.zoom(WHEEL_ZOOM ** event.angleDelta().y(), self._epoch_at(event.position()))
            return True
        if isinstance(event, QMouseEvent):
            return self._take_mouse(event)
        if event.type() == QEvent.Type.Leave:
            self._read(None)
        return False

    def _take_mouse(self, event: QMouseEvent) -> bool:
        kind, place = event.type(), event.position()
        if kind == QEvent.Type.MouseButtonDblClick:
            self.show_all()
        elif kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._dragged_from = place
        elif kind == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = None
        elif kind == QEvent.Type.MouseMove:
            if self._dragged_from is not None:
                self.pan(self._epoch_at(self._dragged_from) - self._epoch_at(place))
                self._dragged_from = place
            self._read(place)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put names and lines in their new places, soon."""
        super().resizeEvent(event)
        if not self._timer.isActive():
            self._timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom and move with keys."""
        low, high = self.seen
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(KEY_ZOOM, (low + high) / 2)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1.0 / KEY_ZOOM, (low + high) / 2)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.pan((KEY_STEP if key == Qt.Key.Key_Right else -KEY_STEP) * (high - low))
        elif key == Qt.Key.Key_Home:
            self.show_all()
        else:
            super().keyPressEvent(event)

    def _epoch_at(self, position: QPointF) -> float:
        return float(self._plot.getPlotItem().getViewBox().mapSceneToView(position).x())

    def _read(self, position: QPointF | None) -> None:
        """Say what the curves show under the pointer."""
        self._pointer = position
        epochs = self._curves.epochs
        if position is None or not len(epochs):
            self._cursor.hide()
            self._read_out.set_text("")
            return
        index = int(np.abs(epochs - self._epoch_at(position)).argmin())
        self._cursor.setPos(epochs[index])
        self._cursor.show()
        train, test = (float(values[index]) for values in self._raw_curves().values())
        self._read_out.set_text(
            f"Epoch {count_text(epochs[index])}   train {self._say(train)}   test {self._say(test)}"
        )
        left = position.x() - self._read_out.width() / 2
        self._read_out.move(round(min(max(left, 0.0), self.width() - self._read_out.width())), 0)

    def _say(self, value: float) -> str:
        if self._view == "score":
            return score_text(value, is_share=self._score_name == "Accuracy")
        return UNKNOWN if np.isnan(value) else number_text(value)

    def _raw_curves(self) -> dict[str, Array]:
        curves = self._curves
        if self._view == "score":
            return {"train": curves.train_score, "test": curves.test_score}
        return {"train": curves.train, "test": curves.test}

    def _smooth_curves(self) -> dict[str, Array]:
        curves = self._curves
        if self._view == "score":
            return {"train": curves.train_score, "test": curves.test_score}
        return {"train": curves.train_smooth, "test": curves.test_smooth}

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        super().set_theme(theme)
        self._theme = theme
        self._guess_line.setPen(pg.mkPen(color(theme.ink3), width=1.5, style=Qt.PenStyle.DashLine))
        self._guess_name.setColor(theme.ink2)
        self._cursor.setPen(pg.mkPen(color(theme.ink), width=1.25))
        self._plot.setBackground(theme.surface)
        for axis in (self._value_axis, self._epoch_axis):
            axis.set_theme(theme)
        self._value_axis.setPen(pg.mkPen(theme.surface))
        pens = {"train": theme.train_curve, "test": theme.test_curve}
        for name, pen in pens.items():
            self._raw[name].setPen(pg.mkPen(color(pen, 0.3), width=1))
            self._smooth[name].setPen(pg.mkPen(color(pen), width=2))
            self._names[name].setColor(theme.ink2 if name == "train" else theme.accent_text)
        for line in self._grid_lines:
            line.setPen(pg.mkPen(theme.grid))

    def _draw(self) -> None:
        curves = self._curves
        is_score = self._view == "score"
        self._value_axis.is_logarithmic = self._is_logarithmic and not is_score
        self._value_axis.is_share = is_score and self._score_name == "Accuracy"
        raw_curves, smooth_curves = self._raw_curves(), self._smooth_curves()
        shown = {
            name: [self._scaled(raw_curves[name]), self._scaled(smooth_curves[name])] for name in raw_curves
        }
        low, high = self._seen or (0.0, self._last_epoch)
        inside = _inside(curves.epochs, low, high)
        for name, (raw, smooth) in shown.items():
            self._raw[name].setData(curves.epochs, raw, connect="finite")
            self._smooth[name].setData(curves.epochs, smooth, connect="finite")
        everything = np.concatenate([values[inside] for pair in shown.values() for values in pair])
        finite = everything[np.isfinite(everything)]
        self._fit((low, high), finite)
        self._place_names({name: pair[1] for name, pair in shown.items()})
        self._read(self._pointer)
        # Else the scene would find out while it is painted, and be painted twice.
        self._plot.scene().prepareForPaint()

    def _fit(self, seen: tuple[float, float], values: Array) -> None:
        guess = self._guess()
        if guess is not None:
            values = np.append(values, guess)
        if not len(values):
            values = np.array([0.0, 1.0])  # nothing known yet: a plain axis, not that of another view
        low, high = float(values.min()), float(values.max())
        if not self._value_axis.is_logarithmic and self._view == "loss":
            low = min(low, 0.0)
        margin = 0.06 * (high - low) or 0.1
        self._plot.setXRange(*seen, padding=0)
        self._plot.setYRange(low - margin, high + margin, padding=0)
        self._draw_grid(low - margin, high + margin)
        self._show_guess(guess)

    def _guess(self) -> float | None:
        """Return where the line of the guesser is, on the scale of the axis."""
        if self._guesser is None or self._view == "score":
            return None
        return float(self._scaled(np.array([self._guesser]))[0])

    def _show_guess(self, guess: float | None) -> None:
        self._guess_line.setVisible(guess is not None)
        self._guess_name.setVisible(guess is not None)
        if guess is not None:
            self._guess_line.setPos(guess)
            box = self._plot.getPlotItem().getViewBox()
            frame = box.mapRectToParent(box.rect())
            low, high = box.viewRange()[1]
            y = frame.bottom() - (guess - low) / (high - low) * frame.height()
            self._guess_name.setPos(frame.right(), y)

    def _draw_grid(self, low: float, high: float) -> None:
        height = self._plot.getPlotItem().getViewBox().height()
        ticks = self._value_axis.tickValues(low, high, height)
        wanted = ticks[0][1] if ticks else []
        while len(self._grid_lines) < len(wanted):
            line = pg.InfiniteLine(angle=0, pen=pg.mkPen(self._theme.grid))
            line.setZValue(-10)
            self._plot.addItem(line, ignoreBounds=True)
            self._grid_lines.append(line)
        for index, line in enumerate(self._grid_lines):
            line.setVisible(index < len(wanted))
            if index < len(wanted):
                line.setPos(wanted[index])

    def _place_names(self, ends: dict[str, Array]) -> None:
        """Put each name at the end of its line, apart from the other."""
        box = self._plot.getPlotItem().getViewBox()
        frame = box.mapRectToParent(box.rect())
        low, high = box.viewRange()[1]
        places: dict[str, float] = {}
        for name, values in ends.items():
            finite = values[np.isfinite(values)]
            self._names[name].setVisible(bool(len(finite)))
            if len(finite) and high > low:
                places[name] = frame.bottom() - (float(finite[-1]) - low) / (high - low) * frame.height()
        if len(places) == 2:
            first, second = sorted(places, key=lambda name: places[name])
            missing = LINE_HEIGHT - (places[second] - places[first])
            if missing > 0:
                places[first] -= missing / 2
                places[second] += missing / 2
            # Both are moved from an edge together, else the clamp below would lay them on each other.
            beyond = max(places[second] - (frame.bottom() - 6), 0.0) or min(
                places[first] - (frame.top() + 6), 0.0
            )
            places = {name: y - beyond for name, y in places.items()}
        for name, y in places.items():
            self._names[name].setPos(frame.right() + 2, min(max(y, frame.top() + 6), frame.bottom() - 6))

    def _scaled(self, values: Array) -> Array:
        if not self._value_axis.is_logarithmic or self._view == "score":
            return values
        return np.log10(np.maximum(values, SMALLEST_LOSS))


def _inside(epochs: Array, low: float, high: float) -> NDArray[np.bool_]:
    """Mark the points from `low` to `high` and one beyond either end: lines to those cross the picture."""
    first = max(int(np.searchsorted(epochs, low)) - 1, 0)
    end = int(np.searchsorted(epochs, high, side="right")) + 1
    places = np.arange(len(epochs))
    marks: NDArray[np.bool_] = (places >= first) & (places < end)
    return marks
