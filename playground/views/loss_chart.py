"""Train and test loss over the epochs."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from playground.models.history import Curves
from playground.theme import LIGHT, Theme, color, font
from playground.views.loss_axis import EpochAxis, LossAxis

Array = NDArray[np.float64]
SMALLEST_LOSS = 1e-12
LABEL_ROOM = 34
LINE_HEIGHT = 15.0
# Curves grow slowly and cost as much to draw as all the rest of a frame: a few times a second will do.
REDRAW_MS = 120


class LossChart(QWidget):
    """Raw losses thin, smoothed ones strong, each named at its end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Loss chart")
        self.setToolTip("Loss of the training and the test data, epoch by epoch")
        self._theme = LIGHT
        self._curves = Curves.empty()
        self._value_axis, self._epoch_axis = LossAxis(), EpochAxis()
        self._plot = pg.PlotWidget(axisItems={"left": self._value_axis, "bottom": self._epoch_axis})
        self._plot.setMouseEnabled(False, False)
        self._plot.setMenuEnabled(False)
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
        self._raw = {name: self._plot.plot() for name in ("train", "test")}
        self._smooth = {name: self._plot.plot(antialias=True) for name in ("train", "test")}
        self._names = {name: pg.TextItem(name.capitalize(), anchor=(0, 0.5)) for name in ("train", "test")}
        for text in self._names.values():
            text.setFont(font("tick_strong"))
            text.setParentItem(item)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REDRAW_MS)
        self._timer.timeout.connect(self._draw)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_curves(self, curves: Curves) -> None:
        """Show other losses, soon."""
        self._curves = curves
        if not self._timer.isActive():
            self._timer.start()

    def set_logarithmic(self, on: bool) -> None:
        """Change the scale of the losses."""
        self._value_axis.is_logarithmic = on
        self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
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
        pairs = {"train": (curves.train, curves.train_smooth), "test": (curves.test, curves.test_smooth)}
        shown = {name: [self._scaled(values) for values in pair] for name, pair in pairs.items()}
        for name, (raw, smooth) in shown.items():
            self._raw[name].setData(curves.epochs, raw, connect="finite")
            self._smooth[name].setData(curves.epochs, smooth, connect="finite")
        everything = np.concatenate([values for pair in shown.values() for values in pair])
        finite = everything[np.isfinite(everything)]
        if len(finite):
            self._zoom(curves.epochs, finite)
        self._place_names({name: pair[1] for name, pair in shown.items()})
        # Else the scene would find out while it is painted, and be painted twice.
        self._plot.scene().prepareForPaint()

    def _zoom(self, epochs: Array, values: Array) -> None:
        low, high = float(values.min()), float(values.max())
        if not self._value_axis.is_logarithmic:
            low = min(low, 0.0)
        margin = 0.06 * (high - low) or 0.1
        self._plot.setXRange(0.0, max(float(epochs[-1]), 1.0), padding=0)
        self._plot.setYRange(low - margin, high + margin, padding=0)
        self._draw_grid(low - margin, high + margin)

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
        for name, y in places.items():
            self._names[name].setPos(frame.right() + 2, min(max(y, frame.top() + 6), frame.bottom() - 6))

    def _scaled(self, values: Array) -> Array:
        if not self._value_axis.is_logarithmic:
            return values
        return np.log10(np.maximum(values, SMALLEST_LOSS))
