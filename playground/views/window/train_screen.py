"""The columns of the Train screen below the header: data, hyper-parameters, network, output."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from playground.models.graph.formulas import EXAMPLES
from playground.views.bugs.bug_room import BugRoom
from playground.views.compare.compare_screen import CompareScreen
from playground.views.data.data_panel import DataPanel
from playground.views.diagnosis.mistake_strip import MistakeStrip
from playground.views.graph.graph_screen import GraphScreen
from playground.views.kit.access.keyboard import make_home, rescue
from playground.views.lessons.lesson_screen import LessonScreen
from playground.views.network.hyper_parameter_bar import HyperParameterBar
from playground.views.network.network_panel import NetworkPanel
from playground.views.output.output_panel import OutputPanel
from playground.views.timeline.epoch_card import EpochCard
from playground.views.timeline.timeline_strip import TimelineStrip
from playground.views.window.header_bar import MODES, HeaderBar
from playground.views.window.notes_card import NotesCard

COMPACT_BELOW, WIDE_FROM = 1320, 2200
SMALLEST = QSize(1024, 640)
LARGEST_COMPACT_LEFT, LEFT, WIDE_LEFT = 228, 260, 300
COMPACT_RIGHT, RIGHT = 348, 420
NOTICE_TOP = 6
ROOMY_MIDDLE = 740  # all six hyper-parameters stand in one row from this width on


class TrainScreen(QWidget):
    """Lays out header and columns; their widths follow its own, whatever the zoom."""

    def __init__(
        self, gallery: Mapping[str, Sequence[tuple[str, str]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setMinimumSize(SMALLEST)
        self.header = HeaderBar()
        self.data = DataPanel(gallery)
        self.hyper = HyperParameterBar()
        self.network = NetworkPanel()
        self.output = OutputPanel()
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.hyper)
        middle.addWidget(self.network, 1)
        self._train = QWidget()
        body = QHBoxLayout(self._train)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.data)
        body.addLayout(middle, 1)
        body.addWidget(self.output)
        self.network.card.setParent(self._train)  # the canvas of a small window is narrower than it
        self.graph = GraphScreen([(example.key, example.title) for example in EXAMPLES])
        self._modes = QStackedLayout()
        self._modes.addWidget(self._train)
        self._modes.addWidget(self.graph)
        self.compare = CompareScreen()
        self._modes.addWidget(self.compare)
        self.lessons = LessonScreen()
        self.bugs = BugRoom()
        self.lessons.add_room(self.bugs)
        self._modes.addWidget(self.lessons)
        self._lent = QWidget(self)
        self._lent.hide()
        make_home(self, self.network.canvas)
        self.mistakes = MistakeStrip()
        self.strip = TimelineStrip()
        self.lesson_strip = TimelineStrip()
        self.lesson_strip.set_for_lesson()
        self.lesson_strip.hide()
        self.lessons.runs_changed.connect(self._show_lesson_strip)
        self.epoch_card = EpochCard(self)
        self.notes = NotesCard(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.mistakes)
        column.addLayout(self._modes, 1)
        column.addWidget(self.strip)
        column.addWidget(self.lesson_strip)

    def set_mode(self, mode: str) -> None:
        """Show a mode by its key in `playground.views.window.header_bar.MODES`."""
        self._modes.setCurrentIndex([key for key, _ in MODES].index(mode))
        # The steps of a graph take its place, and the runs of a lesson have their own.
        self.strip.setVisible(mode not in ("graph", "lessons"))
        self._show_lesson_strip()
        self.strip.set_comparing(mode == "compare")
        self.mistakes.set_offered(mode != "lessons")
        self.header.set_mode(mode)
        homes: dict[str, QWidget] = {"graph": self.graph.canvas, "lessons": self.lessons.home}
        make_home(self, homes.get(mode, self.network.canvas))
        self.take_notice()

    def lend_lessons(self) -> None:
        """Let the presenter mode have the screen of the lessons."""
        self._modes.insertWidget(self._modes.indexOf(self.lessons), self._lent)
        self._modes.removeWidget(self.lessons)
        self._modes.setCurrentWidget(self._lent)

    def take_lessons_back(self) -> None:
        """Put the screen of the lessons where it was."""
        self._modes.insertWidget(self._modes.indexOf(self._lent), self.lessons)
        self._modes.setCurrentWidget(self.lessons)
        self._modes.removeWidget(self._lent)

    def _show_lesson_strip(self) -> None:
        """Show the strip of the lessons where there are runs to look back at."""
        is_on_screen = self._modes.currentWidget() is self.lessons
        self.lesson_strip.setVisible(is_on_screen and bool(self.lessons.cards))

    def set_hidden(self, keys: Collection[str]) -> None:
        """Take controls off the screen, by their keys in `playground.models.experiment.controls`."""
        for part in (self.header, self.data, self.hyper, self.network, self.output):
            part.set_hidden(keys)
        self.strip.set_veiled("history" in keys)
        self.strip.compare_button.set_veiled("compare" in keys)

    def take_notice(self) -> None:
        """Show what is said where the mode on screen has room for it."""
        if self._modes.currentWidget() is self._train:
            self.network.notice.rest_in(self.network)
        else:  # below the network it would not be seen
            self.network.notice.float_over(self, self.header.height() + NOTICE_TOP)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Choose the next focus if the focused control was hidden."""
        return rescue(self) or super().focusNextPrevChild(next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        compact, wide = width < COMPACT_BELOW, width >= WIDE_FROM
        left = LARGEST_COMPACT_LEFT if compact else WIDE_LEFT if wide else LEFT
        right = COMPACT_RIGHT if compact else round(0.3 * width) if wide else RIGHT
        self.data.setFixedWidth(left)
        self.header.set_compact(compact)
        self.header.set_room(width, left)
        self.output.setFixedWidth(right)
        for strip in (self.strip, self.lesson_strip):
            strip.set_widths(left, right, compact)
        self.data.set_compact(compact)
        self.hyper.set_compact(width - left - right < ROOMY_MIDDLE)
        self.output.set_compact(compact)
        self.notes.place()
