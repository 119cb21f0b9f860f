"""The presenter mode of the lessons: the step on screen, large enough for the back row."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.views.kit import IconButton, Panel, PrimaryButton
from playground.views.kit.access.shortcuts import shown_key
from playground.views.kit.notice_bar import NoticeBar
from playground.views.lessons.lesson_screen import LessonScreen
from playground.views.window.presenter_header import HEIGHT, TEXT_SIZE, TITLE_SIZE, large_label
from playground.views.window.presenter_view import (
    BODY_ZOOM,
    NATURAL_HEIGHT,
    NATURAL_WIDTH,
    NOTICE_TOP,
    SMALLEST_SCALE,
)
from playground.views.window.zoom_view import ZoomView

SIDE, GAP = 48, 12
ROOM_ZOOM = 1.15  # what is shown in place of a lesson is laid out for a small window


class LessonPresenterHeader(Panel):
    """Which step it is; back, run, on; the text, hands, close."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.BottomEdge, parent)
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(1)
        self._title = large_label("section_title", TITLE_SIZE, "ink")
        self._step = large_label("body", TEXT_SIZE, "ink2")
        self.previous_button = _icon("chevron-left", "Previous step", "previous_step")
        self.run_button = PrimaryButton("play", "Run", "Run what was predicted, or pause (Space)")
        self.run_button.setFixedSize(QSize(64, SIDE))
        self.next_button = _icon("chevron-right", "Next step", "next_step")
        self.text_button = _icon("notes", "Text of the lesson", "lesson_text", checkable=True)
        self.hands_button = _icon("hand", "Show of hands", "hands", checkable=True)
        self.close_button = IconButton(
            "close", "Leave the presenter mode", "Back to the lesson (Escape)", size=SIDE, flat=True
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 1)
        row.setSpacing(0)
        row.addWidget(self._title)
        row.addSpacing(16)
        row.addWidget(self._step, 1)
        buttons = (
            self.previous_button, self.run_button, self.next_button, self.text_button, self.hands_button,
            self.close_button,
        )  # fmt: skip
        for button in buttons:
            row.addSpacing(2 * GAP if button is self.text_button else GAP)
            row.addWidget(button)

    def set_step(self, title: str, step: str, *, can_go_back: bool, can_go_on: bool) -> None:
        """Show where in the lesson one is."""
        self._title.set_text(title)
        self._step.set_text(step)
        self.previous_button.setEnabled(can_go_back)
        self.next_button.setEnabled(can_go_on)


class LessonPresenter(QWidget):
    """Borrows the screen of the lessons, which arranges itself for the room.

    Parameters
    ----------
    notice
        Where what happens is said; taken too, and left where it is.
    """

    close_pressed = Signal()

    def __init__(self, screen: LessonScreen, notice: NoticeBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screen, self._notice = screen, notice
        self.header = LessonPresenterHeader()
        self._body = QWidget()
        self._body.setMinimumSize(1, 1)
        self._place = QVBoxLayout(self._body)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._header_view, self._body_view = ZoomView(self.header), ZoomView(self._body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header_view)
        column.addWidget(self._body_view, 1)
        header = self.header
        header.previous_button.clicked.connect(screen.page.previous_button.click)
        header.next_button.clicked.connect(screen.page.next_button.click)
        header.run_button.clicked.connect(screen.run_wanted)
        header.text_button.clicked.connect(screen.toggle_text)
        header.hands_button.clicked.connect(screen.toggle_hands)
        header.close_button.clicked.connect(self.close_pressed)
        screen.arranged.connect(self._show_state)
        screen.page.changed.connect(self._show_state)

    def borrow(self) -> None:
        """Take the screen."""
        self._fit()
        self._place.addWidget(self._screen)
        self._screen.show()
        self._screen.set_presenting(True)
        self._screen.home.setFocus()
        self._notice.float_over(self._body, NOTICE_TOP)

    def give_back(self) -> None:
        """Leave the screen to its owner."""
        self._place.removeWidget(self._screen)
        self._screen.set_presenting(False)

    def _show_state(self) -> None:
        if not self._screen.is_presenting:
            return
        self._fit()
        page, screen, header = self._screen.page, self._screen, self.header
        if screen.shows_lesson:
            back, on = page.can_go_back, page.can_go_on
            header.set_step(page.title, page.step_words, can_go_back=back, can_go_on=on)
        else:
            header.set_step(screen.room_title, "", can_go_back=False, can_go_on=False)
        header.text_button.setChecked(screen.shows_text)
        for button in (header.run_button, header.text_button):
            button.setEnabled(screen.shows_lesson)
        can_count = screen.shows_lesson and screen.question.counts_hands is not None
        header.hands_button.setEnabled(can_count)
        header.hands_button.setChecked(bool(screen.question.counts_hands))
        self._keep_keyboard()

    def _keep_keyboard(self) -> None:
        """Let the keys reach the screen still when what had them was taken away."""
        focus = self._screen.focusWidget()
        if focus is None or not focus.isEnabled() or not focus.isVisibleTo(self._screen):
            self._screen.home.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        scale = max(min(self.width() / NATURAL_WIDTH, self.height() / NATURAL_HEIGHT), SMALLEST_SCALE)
        self._header_view.setFixedHeight(round(HEIGHT * scale))
        self._header_view.set_zoom(scale)
        self._body_view.set_zoom((BODY_ZOOM if self._screen.shows_lesson else ROOM_ZOOM) * scale)


def _icon(icon: str, name: str, action: str, *, checkable: bool = False) -> IconButton:
    tip = f"{name} ({shown_key(action)})"
    return IconButton(icon, name, tip, size=SIDE, flat=checkable, checkable=checkable)
