"""The card of an instrument: a picture or a chart, the readings, and how long it still takes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.style.theme import Theme
from playground.views.bugs.finding_look import FindingLook
from playground.views.bugs.reading_table import ReadingTable
from playground.views.bugs.run_pictures import RunPictures
from playground.views.kit import Label, ProgressBar, TextButton
from playground.views.kit.chart.curve import Curve, Ink
from playground.views.kit.chart.curve_chart import CurveChart
from playground.views.kit.chart.scale import Scale
from playground.views.lessons.lesson_card import LessonCard

_UNITS = {"losses": "Epoch", "sanity": "Update"}
# At the ends of lines there is little room.
_SHORT = ("This run", "Twin", "Guess")


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
        body = QHBoxLayout()
        body.setSpacing(20)
        for chart in self.charts.values():
            body.addWidget(chart, 6)
        body.addWidget(self.pictures, 6)
        body.addWidget(self.table, 5)
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
            self.charts[key].describe(look.title, look.tip)
            self.charts[key].show_curves(_curves(look), scale=Scale(is_logarithmic=True, smallest=1e-4))
        has_pictures = RunPictures.can_show(look)
        self.pictures.setVisible(has_pictures)
        if has_pictures:
            self.pictures.set_look(look)
        self.table.setVisible(True)
        self.table.set_look(look)


def _curves(look: FindingLook) -> Sequence[Curve]:
    """Return the curves of the run, and those of the others behind them."""
    curves = []
    for number, column in enumerate(look.columns):
        lines = column.finding.lines
        for place, line in enumerate(lines):
            is_last = place == len(lines) - 1
            ink = (_run_inks if is_last else _pale_inks)[min(number, 2)]
            name = line.name if not number else f"{_SHORT[number]}, {line.name.lower()}"
            if len(lines) == 1:
                name = _SHORT[number]
            curves.append(
                Curve(name, line.x, line.y, ink, is_dashed=bool(number), width=2.0 if is_last else 1.5,
                      opacity=1.0 if is_last else 0.8)
            )  # fmt: skip
    return curves[::-1]


def _train(theme: Theme) -> str:
    return theme.train_curve


def _test(theme: Theme) -> str:
    return theme.test_curve


def _ok(theme: Theme) -> str:
    return theme.ok


def _danger(theme: Theme) -> str:
    return theme.danger


_run_inks: tuple[Ink, ...] = (_test, _ok, _danger)
_pale_inks: tuple[Ink, ...] = (_train, _ok, _danger)
