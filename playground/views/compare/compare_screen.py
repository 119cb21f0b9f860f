"""The Compare mode: runs on the left, boundaries and losses in the middle, what differs on the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.models.compare.alignment import Alignment
from playground.models.compare.comparison import UNKNOWN, ComparedRun, Difference, Figures
from playground.models.compare.seeds import Spread
from playground.models.run.history import BEND
from playground.style.theme import apply_to_tree
from playground.style.words import loss_text, score_text
from playground.views.compare.boundary_card import BoundaryCard, RunPicture
from playground.views.compare.run_list import MOST_SHOWN, RunList
from playground.views.compare.run_table import Row, RunTable
from playground.views.compare.seeds_panel import SeedsPanel
from playground.views.kit import Label, Switch, TextButton
from playground.views.kit.chart.curve import Band, Curve
from playground.views.kit.chart.curve_chart import CurveChart
from playground.views.kit.chart.scale import Scale
from playground.views.kit.drawing import draw_box
from playground.views.kit.painting.run_marks import is_dashed, run_ink
from playground.views.kit.scroll_panel import ScrollPanel
from playground.views.kit.themed import Control, Themed

COMPACT_BELOW = 1320
LEFT, COMPACT_LEFT, RIGHT, COMPACT_RIGHT = 280, 228, 332, 300
LIGHT_BAND, DARK_BAND = 0.14, 0.18
INVITATION = "Keep this run, change something, and see both here"
TICK_FIRST = "No run is shown: tick one on the left"
TICK_ANOTHER, TICK_SOME = (
    "Tick another run on the left to see both here",
    "Tick runs on the left to see them here",
)
NOTHING_DIFFERS = "Show two runs to see what differs."
EXPORTS = {
    "csv": "Write curves and results of the shown runs to a CSV file",
    "png": "Save chart and tables as a PNG picture",
    "svg": "Save chart and tables as an SVG drawing",
}


@dataclass(frozen=True)
class ShownRun:
    """A run with its results at the epoch on screen.

    Attributes
    ----------
    note
        The epoch of its picture, if it is another one.
    last, best
        Results at its end and at its lowest test loss.
    """

    run: ComparedRun
    figures: Figures
    note: str = ""
    is_best: bool = False
    last: Figures = UNKNOWN
    best: Figures = UNKNOWN


@dataclass(frozen=True, eq=False)
class SeedBand:
    """The spread of a run's seeds."""

    number: int
    spread: Spread


class ChartCard(Control, QWidget):
    """A card with the losses of all shown runs."""

    log_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = CurveChart("Epoch", "No losses to show", "epoch", names_at_edge=True, bend=BEND)
        self.chart.describe("Losses of the runs", "Test loss of each run, training loss thin; wheel zooms")
        self.log_scale = Switch("Log scale", "Logarithmic losses", text="Log scale", checked=True)
        self.legend = Label("Test strong, train thin", "caption", "ink3")
        head = QHBoxLayout()
        head.addWidget(Label("Loss", "section_title"))
        head.addSpacing(12)
        head.addWidget(self.legend)
        head.addStretch(1)
        head.addWidget(self.log_scale)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.chart, 1)
        self.log_scale.toggled_by_user.connect(self.log_toggled)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_box(QPainter(self), QRectF(self.rect()), 8, self.theme.surface, self.theme.line)


class CompareScreen(Themed, QWidget):
    """Shows the comparison; every user action is a signal.

    Signals
    -------
    export_wanted
        "csv", "png" or "svg".
    """

    export_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[ShownRun, ...] = ()
        self._bands: tuple[SeedBand, ...] = ()
        self._highlighted: int | None = None
        self._compact: bool | None = None
        self.runs = RunList()
        self.cards: dict[int, BoundaryCard] = {}
        self.title = Label("Decision boundaries at epoch 0", "caption", "ink3")
        self.invitation = TextButton("Keep this run", "Keep this run", INVITATION, icon="plus", height=36)
        self._invitation_text = Label(INVITATION, "body", "ink2")
        self.chart_card = ChartCard()
        self.chart = self.chart_card.chart
        self.differs = RunTable("What differs")
        self.alike = _words()
        self.figures = RunTable("Results at the epoch")
        self.verdict = _words("ink")
        self.fairness = _words()
        self.seeds = SeedsPanel()
        self._figures_title = Label("At epoch 0", "section_title")
        self.exports = {
            kind: TextButton(kind.upper(), f"Export as {kind.upper()}", tip, height=32)
            for kind, tip in EXPORTS.items()
        }
        self._right = self._build_right()
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self._empty = self._build_empty()
        self._build()
        self._connect()

    def _build_empty(self) -> QWidget:
        empty = QWidget(self)  # out of its layout too it takes on the theme
        column = QVBoxLayout(empty)
        column.addStretch(1)
        self._invitation_text.setWordWrap(True)
        self._invitation_text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._invitation_text)
        column.addWidget(self.invitation, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return empty

    def _build_right(self) -> ScrollPanel:
        right = ScrollPanel(Qt.Edge.LeftEdge)
        column = right.column
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(Label("What differs", "section_title"))
        head.addStretch(1)
        head.addWidget(Label("marked: differs from the first", "caption", "ink3"))
        column.addLayout(head)
        column.addWidget(self.differs)
        column.addWidget(self.alike)
        column.addSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._figures_title)
        head.addStretch(1)
        head.addWidget(Label("best in bold", "caption", "ink3"))
        column.addLayout(head)
        column.addWidget(self.figures)
        column.addWidget(self.verdict)
        column.addWidget(self.fairness)
        column.addSpacing(8)
        column.addWidget(self.seeds)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addWidget(Label("Export", "caption", "ink3"))
        row.addStretch(1)
        for button in self.exports.values():
            row.addWidget(button)
        column.addLayout(row)
        column.addStretch(1)
        return right

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Label("Compare", "section_title"))
        head.addSpacing(12)
        head.addWidget(self.title)
        head.addStretch(1)
        middle = QVBoxLayout()
        middle.setContentsMargins(16, 12, 16, 12)
        middle.setSpacing(12)
        middle.addLayout(head)
        middle.addLayout(self._grid, 3)
        middle.addWidget(self.chart_card, 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.runs)
        row.addLayout(middle, 1)
        row.addWidget(self._right)

    def _connect(self) -> None:
        self.invitation.clicked.connect(self.runs.keep_wanted)
        self.runs.entered.connect(self._on_run_entered)
        self.runs.left.connect(self._on_run_left)
        self.chart_card.log_toggled.connect(self._on_log_toggled)
        self.chart.curve_hovered.connect(self._on_curve_hovered)
        for button in self.exports.values():
            button.clicked.connect(self._on_export_pressed)

    # What is shown.

    @property
    def tables(self) -> list[tuple[str, RunTable]]:
        """The tables that hold something, each with its title."""
        titled = [("What differs", self.differs), (self._figures_title.text(), self.figures)]
        return [(title, table) for title, table in titled if table.rows]

    def set_runs(
        self,
        runs: Sequence[ComparedRun],
        shown: Sequence[ShownRun],
        alignment: Alignment,
        epoch: int | None,
        bands: Sequence[SeedBand] = (),
    ) -> None:
        """Show the list, and the shown runs as they are lined up; the others are compared with the first.

        Parameters
        ----------
        epoch
            Where the chart has its cursor, if one place is that of all runs.
        bands
            The spreads of the seeds of runs.
        """
        self._shown, self._bands = tuple(shown[:MOST_SHOWN]), tuple(bands)
        self.runs.set_runs(runs)
        self._show_cards()
        self._tell_what_to_do(len(runs))
        self.title.set_text(alignment.ending("Decision boundaries"))
        self._figures_title.set_text(alignment.title)
        self._show_figures()
        self._draw_chart()
        self.chart.hold(None if epoch is None else float(epoch))

    def set_differences(self, rows: Sequence[Difference], alike: str, verdict: str, fairness: str) -> None:
        """Show what differs between the shown runs, in a table and in words."""
        numbers = [shown.run.number for shown in self._shown]
        self.differs.set_rows(numbers, [Row(row.label, row.values, row.others) for row in rows])
        self.differs.setVisible(bool(rows))
        for label, text in (
            (self.alike, alike or ("" if rows else NOTHING_DIFFERS)),
            (self.verdict, verdict),
            (self.fairness, fairness),
        ):
            label.set_text(text)
            label.setVisible(bool(text))

    def set_pictures(self, pictures: Mapping[int, RunPicture]) -> None:
        """Show boundaries by the keys of their runs."""
        for key, picture in pictures.items():
            if key in self.cards:
                self.cards[key].set_picture(picture)

    def _show_cards(self) -> None:
        wanted = [shown.run.key for shown in self._shown]
        for key in [key for key in self.cards if key not in wanted]:
            card = self.cards.pop(key)
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        for shown in self._shown:
            card = self.cards.get(shown.run.key) or self._new_card(shown.run.key)
            card.set_run(shown.run, shown.figures, note=shown.note, is_best=shown.is_best)
        self._grid.removeWidget(self._empty)
        columns = 3 if len(self._shown) > 2 else 2
        for place, key in enumerate(wanted):
            self._grid.addWidget(self.cards[key], place // columns, place % columns)
        is_alone = len(self._shown) < 2
        self._empty.setVisible(is_alone)
        if is_alone:
            self._grid.addWidget(self._empty, 0, 1)
        for column in range(3):
            self._grid.setColumnStretch(column, int(column < columns))

    def _tell_what_to_do(self, n_runs: int) -> None:
        """Say how there comes to be something to compare, and to export."""
        n_shown, is_first = len(self._shown), n_runs < 2
        ticks = TICK_ANOTHER if n_shown else TICK_SOME
        self._invitation_text.set_text(INVITATION if is_first else ticks)
        self.invitation.setVisible(is_first)
        for kind, button in self.exports.items():
            button.setEnabled(n_shown > 0)
            button.describe(button.accessibleName(), EXPORTS[kind] if n_shown else TICK_FIRST)

    def _new_card(self, key: int) -> BoundaryCard:
        card = self.cards[key] = BoundaryCard()
        card.open_pressed.connect(self.runs.open_pressed)
        card.entered.connect(self._on_run_entered)
        card.left.connect(self._on_run_left)
        apply_to_tree(card, self.theme)
        return card

    def _show_figures(self) -> None:
        numbers = [shown.run.number for shown in self._shown]
        is_share = all(shown.run.experiment.task == "classification" for shown in self._shown)
        rows = []
        for label, value_of, text_of, lower_is_better in _figure_rows(is_share):
            values = [value_of(shown.figures) for shown in self._shown]
            known = [value for value in values if value is not None]
            best = (min(known) if lower_is_better else max(known)) if known else None
            cells = tuple(text_of(value) for value in values)
            marked = tuple(value is not None and value == best and len(known) > 1 for value in values)
            rows.append(Row(label, cells, marked, has_ground=False))
        first = self._shown[0].figures.test_loss if self._shown else None
        for label, figures_of in (("Last", _last), ("Best", _best)):
            cells = tuple(loss_text(figures_of(shown).test_loss, 3) for shown in self._shown)
            rows.append(Row(label, cells, (False,) * len(cells), has_ground=False))
        if len(self._shown) > 1 and first is not None:
            deltas = [
                None if shown.figures.test_loss is None else shown.figures.test_loss - first
                for shown in self._shown
            ]
            cells = tuple("–" if delta is None else _signed(delta) for delta in deltas)
            rows.append(Row("To the first", cells, (False,) * len(cells), has_ground=False))
        counts = tuple(f"{shown.run.n_parameters:,}" for shown in self._shown)
        rows.append(Row("Parameters", counts, (False,) * len(counts), has_ground=False))
        self.figures.set_rows(numbers, rows)

    def _draw_chart(self) -> None:
        curves, end = [], 1.0
        for shown in self._shown:
            run = shown.run
            opacity = 1.0 if self._highlighted in (None, run.key) else 0.25
            ink, curve = run_ink(run.number), run.curves
            end = max(end, float(run.last_epoch))
            test = Curve(
                _line_name(run), curve.epochs, curve.test_smooth, ink,
                width=2.5 if run.is_live else 2.0, opacity=opacity, is_dashed=is_dashed(run.number),
            )  # fmt: skip
            has_test = bool(np.isfinite(curve.test_smooth).any())
            if not has_test:
                test = replace(test, y=curve.train_smooth)
            elif not self._compact:
                curves.append(
                    Curve("", curve.epochs, curve.train_smooth, ink, width=1.0, opacity=0.5 * opacity)
                )
            curves.append(test)
        bands, faint = [], DARK_BAND if self.theme.is_dark else LIGHT_BAND
        for seeds in self._bands:
            spread, ink = seeds.spread, run_ink(seeds.number)
            bands.append(Band(spread.epochs, spread.low, spread.high, ink, faint))
            median = Curve(f"{seeds.number} median of seeds", spread.epochs, spread.median, ink, width=1.25)
            curves.append(replace(median, is_dashed=True))
        scale = Scale(is_logarithmic=self.chart_card.log_scale.isChecked())
        self.chart.show_curves(curves, scale=scale, x_end=end, bands=bands)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = event.size().width() < COMPACT_BELOW
        if compact != self._compact:
            self._compact = compact
            self.runs.setFixedWidth(COMPACT_LEFT if compact else LEFT)
            self._right.setFixedWidth(COMPACT_RIGHT if compact else RIGHT)
            self._draw_chart()

    def _on_run_entered(self, key: int) -> None:
        self._highlighted = key
        self._draw_chart()

    def _on_run_left(self, key: int) -> None:
        if self._highlighted == key:
            self._highlighted = None
            self._draw_chart()

    def _on_curve_hovered(self, name: str) -> None:
        found = [shown.run.key for shown in self._shown if _line_name(shown.run) == name]
        self._highlighted = found[0] if found else None
        self._draw_chart()

    def _on_log_toggled(self, on: bool) -> None:
        self._draw_chart()

    def _on_export_pressed(self) -> None:
        button = self.sender()
        assert isinstance(button, TextButton)
        self.export_wanted.emit(button.text().lower())


def _line_name(run: ComparedRun) -> str:
    return f"{run.number} {run.name}"


def _words(ink: str = "ink2") -> Label:
    label = Label("", "caption", ink)
    label.setWordWrap(True)
    return label


def _last(shown: ShownRun) -> Figures:
    return shown.last


def _best(shown: ShownRun) -> Figures:
    return shown.best


def _signed(delta: float) -> str:
    return "0" if delta == 0 else f"{'+' if delta > 0 else '−'}{loss_text(abs(delta), 3)}"


FigureRow = tuple[str, Callable[[Figures], float | None], Callable[[float | None], str], bool]


def _figure_rows(is_share: bool) -> tuple[FigureRow, ...]:
    def loss(value: float | None) -> str:
        return loss_text(value, 3)

    def score(value: float | None) -> str:
        return score_text(value, is_share=is_share).removesuffix(" %")

    what = "acc., %" if is_share else "R²"
    return (
        ("Test loss", lambda figures: figures.test_loss, loss, True),
        (f"Test {what}", lambda figures: figures.test_score, score, False),
        ("Train loss", lambda figures: figures.train_loss, loss, True),
        (f"Train {what}", lambda figures: figures.train_score, score, False),
    )
