"""The left column of the Lessons mode: all lessons by group, with how far one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.style.icons import draw_icon
from playground.style.theme import apply_to_tree, font
from playground.views.kit import Label, ProgressBar, TextButton
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.plain_text import set_plain_text
from playground.views.kit.scroll_panel import ScrollPanel
from playground.views.kit.themed import Control

ROW, HEADING = 32, 28
_CIRCLE, _TEXT_LEFT, _MARK = 18.0, 46.0, 18.0
State = Literal["new", "begun", "done"]


@dataclass(frozen=True)
class ListedLesson:
    """A lesson in the list, or something else that is opened there.

    Attributes
    ----------
    is_counted
        Whether it is a lesson, which can be done.
    workshop
        Its place in a short workshop, from 1; 0 for none.
    """

    key: str
    title: str
    question: str
    group: str
    state: State
    is_counted: bool = True
    workshop: int = 0


class LessonRow(Control, QAbstractButton):
    """A lesson; the one on screen is tinted."""

    def __init__(self, lesson: ListedLesson, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State = lesson.state
        self._workshop = lesson.workshop
        self.key = lesson.key
        self.setCheckable(True)
        self.setFixedHeight(ROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_lesson(lesson)

    def set_lesson(self, lesson: ListedLesson) -> None:
        """Show what the lesson is called, and how far it is."""
        set_plain_text(self, lesson.title)
        self._state, self._workshop = lesson.state, lesson.workshop
        words = {"new": "not begun", "begun": "begun", "done": "done"}[lesson.state]
        if lesson.workshop:
            words += f", number {lesson.workshop} of a short workshop"
        self.describe(lesson.title, f"{lesson.question} ({words})")
        self.setAccessibleDescription(words)
        self.update()

    def nextCheckState(self) -> None:
        """Stay as it is: the controller says which lesson is on screen."""

    def sizeHint(self) -> QSize:
        return QSize(200, ROW)

    def ring_shape(self) -> tuple[QRect, float]:
        return self.rect().adjusted(12, 2, -12, -2), 8.0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.isChecked()
        if is_on or self.hovered:
            fill = theme.soft if is_on else theme.inset
            draw_box(painter, QRectF(self.rect()).adjusted(12, 1, -12, -1), 6.0, fill)
        circle = QRectF(20, (ROW - _CIRCLE) / 2, _CIRCLE, _CIRCLE)
        if self._state == "done":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ink2))
            painter.drawEllipse(circle)
            draw_icon(painter, "check", theme.surface, circle.adjusted(3, 3, -3, -3))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent if is_on else theme.ctl2), 2.0 if is_on else 1.2))
            painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
            if self._state == "begun" or is_on:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.accent if is_on else theme.ctl2))
                painter.drawEllipse(circle.adjusted(5, 5, -5, -5))
        right = self.width() - 20.0
        if self._workshop:
            right -= _MARK
            mark = QRectF(right, (ROW - _MARK) / 2, _MARK, _MARK)
            draw_box(painter, mark, 4.0, theme.surface, theme.ctl)
            draw_text(
                painter, mark, str(self._workshop), font("tick"), theme.ink3, Qt.AlignmentFlag.AlignHCenter
            )
            right -= 6
        box = QRectF(_TEXT_LEFT, 0, right - _TEXT_LEFT, ROW)
        ink = theme.accent_text if is_on else theme.ink if self.hovered else theme.ink2
        draw_text(painter, box, self.text(), font("selected" if is_on else "body"), ink)


class LessonList(ScrollPanel):
    """Rows by group, the progress on top, and the answers as a table below.

    Signals
    -------
    lesson_picked
        Key of a lesson.
    export_wanted, folder_wanted
        Write the answers as a table; open lessons of one's own.
    """

    lesson_picked = Signal(str)
    export_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.RightEdge, parent)
        self.rows: dict[str, LessonRow] = {}
        self._places: list[tuple[str, str]] = []
        self._done = Label("", "caption", "ink3")
        self._bar = ProgressBar("Lessons done", "How many lessons are done")
        head = QHBoxLayout()
        head.addWidget(Label("Lessons", "section_title"), 1)
        head.addWidget(self._done)
        top = QVBoxLayout()
        top.setContentsMargins(20, 4, 20, 0)
        top.setSpacing(10)
        top.addLayout(head)
        top.addWidget(self._bar)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._workshop = Label("", "caption", "ink3")
        self._workshop.setContentsMargins(20, 4, 16, 0)
        self._workshop.setFixedHeight(24)
        self.export_button = TextButton(
            "Save answers…", "Save answers", "All predictions and what came out, as a table (CSV)", height=32
        )
        self.folder_button = TextButton(
            "Folder…", "Open a folder of lessons", "Lessons that you or a teacher wrote", height=32
        )
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 0)
        foot.setSpacing(8)
        foot.addWidget(self.export_button)
        foot.addWidget(self.folder_button)
        self.column.setContentsMargins(0, 14, 0, 16)
        self.column.setSpacing(8)
        self.column.addLayout(top)
        self.column.addLayout(self._list)
        self.column.addWidget(self._workshop)
        self.column.addStretch(1)
        self.column.addLayout(foot)
        self.export_button.clicked.connect(self.export_wanted)
        self.folder_button.clicked.connect(self.folder_wanted)

    def set_lessons(self, lessons: Sequence[ListedLesson], on_screen: str) -> None:
        """Show lessons in this order; each group has its heading."""
        counted = [lesson for lesson in lessons if lesson.is_counted]
        done = sum(lesson.state == "done" for lesson in counted)
        self._done.set_text(f"{done} of {len(counted)} done")
        self._bar.setValue(round(100 * done / max(len(counted), 1)))
        last = max((lesson.workshop for lesson in lessons), default=0)
        self._workshop.set_text(f"Short of time? Take 1 to {last} in order." if last else "")
        self._workshop.setVisible(last > 0)
        places = [(lesson.key, lesson.group) for lesson in lessons]
        if places != self._places:
            self._places = places
            self._rebuild(lessons)
        for lesson in lessons:
            row = self.rows[lesson.key]
            row.set_lesson(lesson)
            row.setChecked(lesson.key == on_screen)

    def _rebuild(self, lessons: Sequence[ListedLesson]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = {}
        group = None
        for lesson in lessons:
            if lesson.group != group:
                group = lesson.group
                heading = Label(group, "caption", "ink3")
                heading.setContentsMargins(20, 8, 16, 2)
                heading.setFixedHeight(HEADING)
                self._list.addWidget(heading)
                apply_to_tree(heading, self.theme)
            row = self.rows[lesson.key] = LessonRow(lesson)
            row.clicked.connect(self._on_row_clicked)
            self._list.addWidget(row)
            apply_to_tree(row, self.theme)

    def _on_row_clicked(self) -> None:
        row = self.sender()
        assert isinstance(row, LessonRow)
        self.lesson_picked.emit(row.key)
