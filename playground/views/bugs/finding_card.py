"""The card of an instrument: a picture or a chart, the readings, and how long it still takes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.views.bugs.finding_look import FindingLook
from playground.views.bugs.reading_table import ReadingTable
from playground.views.bugs.run_curves import show_run_curves
from playground.views.bugs.run_pictures import RunPictures
from playground.views.kit import Label, ProgressBar, TextButton
from playground.views.kit.chart.curve_chart import CurveChart
from playground.views.lessons.lesson_card import LessonCard

_UNITS = {"losses": "Epoch", "sanity": "Update"}


# Of the width, for the picture and the readings, by the number of runs.
SHARES = {1: (6, 5), 2: (5, 6), 3: (4, 7)}


class FindingCard(LessonCard):
    """Shows what was measured; while something is measured, the progress.

    Signals
    -------
    cancel_wanted
        Stop what is under way.
    train_wanted
        Train the run that was stopped.
    """

    cancel_wanted = Signal()
    train_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("", "section_title")
        self.tip = Label("", "caption", "ink3")
        self.progress = ProgressBar("Progress", "How far the work is")
        self.progress.setFixedWidth(160)
        self.cancel_button = TextButton(
            "Cancel", "Cancel", "Stop; a look that was not shown is not counted", height=32
        )
        self.train_button = TextButton(
            "Train the run", "Train the run", "Train the run of this round", height=32
        )
        self.charts = {key: CurveChart(unit, "Nothing yet", unit) for key, unit in _UNITS.items()}
        self.pictures = RunPictures()
        self.table = ReadingTable()
        self.look: FindingLook | None = None
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.tip, 1)
        for widget in (self.progress, self.cancel_button, self.train_button):
            head.addWidget(widget)
        self._body = body = QHBoxLayout()
        body.setSpacing(20)
        for chart in self.charts.values():
            body.addWidget(chart)
        body.addWidget(self.pictures)
        body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(body, 1)
        column.addStretch(0)
        self.cancel_button.clicked.connect(self.cancel_wanted)
        self.train_button.clicked.connect(self.train_wanted)
        self.set_text("", "")

    def set_text(self, title: str, text: str, *, can_train: bool = False) -> None:
        """Show no reading, but a sentence."""
        self.look = None
        self.title.set_text(title)
        self.tip.set_text(text)
        self.set_busy(None)
        self.train_button.setVisible(can_train)
        for widget in (*self.charts.values(), self.pictures, self.table):
            widget.hide()

    def set_busy(self, share: float | None) -> None:
        """Show how far the work is, None for no work; without a known end the bar stays empty."""
        is_busy = share is not None
        self.progress.setVisible(is_busy)
        self.cancel_button.setVisible(is_busy)
        if share is not None:
            self.train_button.hide()
            self.progress.setValue(round(100 * share))

    def set_look(self, look: FindingLook) -> None:
        """Show readings."""
        self.look = look
        self.set_busy(None)
        self.train_button.hide()
        self.title.set_text(look.title)
        self.tip.set_text(look.tip)
        key = look.columns[0].finding.instrument
        for name, chart in self.charts.items():
            chart.setVisible(name == key)
        if key in self.charts:
            show_run_curves(self.charts[key], look)
        has_pictures = RunPictures.can_show(look)
        self.pictures.setVisible(has_pictures)
        if has_pictures:
            self.pictures.set_look(look)
        # Names come before pictures where there are many numbers.
        wide, narrow = SHARES[len(look.columns)]
        for widget in (*self.charts.values(), self.pictures):
            self._body.setStretchFactor(widget, wide)
        self._body.setStretchFactor(self.table, narrow)
        self.table.setVisible(True)
        self.table.set_look(look)
