"""The window: the Train screen at any zoom or the presenter mode; its keys and its menu."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from playground.style.theme import apply_to_tree
from playground.views.examples.examples_card import ExamplesCard
from playground.views.kit.access.shortcuts import SHORTCUTS, shown_key
from playground.views.kit.painting.device_ratio import device_ratio
from playground.views.kit.plain_text import plain_title
from playground.views.kit.terms.term_help import TermHelp
from playground.views.kit.themed import Themed
from playground.views.window.header_bar import MODES
from playground.views.window.lesson_presenter import LessonPresenter
from playground.views.window.presenter_view import PresenterView
from playground.views.window.shortcut_sheet import ShortcutSheet
from playground.views.window.train_screen import SMALLEST, TrainScreen
from playground.views.window.zoom_view import ZoomView

APPLICATION = "Scalar Playground"
ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
# What these do would not be seen in the presenter mode.
_NOT_IN_PRESENTER = (
    "rename", "notes", "examples", "draw", "branch", "keep", "mistakes", "zoom_in", "zoom_out", "zoom_reset",
    "train_mode", "graph_mode", "compare_mode", "lessons_mode",
)  # fmt: skip
# What these do happens to the run of the window, which waits while a lesson is on screen.
_NOT_IN_LESSONS = (
    "step", "next_phase", "reset", "new_weights", "keep", "mistakes", "go_live", "branch", "draw",
)  # fmt: skip
_OF_PRESENTED_LESSONS = ("next_step", "previous_step", "lesson_text", "hands")


class MainWindow(Themed, QMainWindow):
    """Shows the Train screen or the presenter mode, and reports keys, the menu and closing.

    Signals
    -------
    new_wanted, open_wanted, examples_wanted, save_wanted, save_as_wanted, export_data_wanted, notes_wanted,
    memory_wanted, undo_wanted, redo_wanted
        From the menu or a key.
    hide_wanted, pick_hidden_wanted
        Hide the picked controls or show all; pick which.
    hidden_used
        A key or a link of a control that is hidden, by its title.
    files_dropped
        Paths of files that were dropped on the window.
    presenter_toggled
        Whether the presenter mode is on; the window has changed already.
    content_scale_changed
        Device pixels per pixel of the content; pictures must be repainted.
    """

    closing = Signal()
    hide_wanted = Signal()
    pick_hidden_wanted = Signal()
    hidden_used = Signal(str)
    new_wanted = Signal()
    open_wanted = Signal()
    examples_wanted = Signal()
    save_wanted = Signal()
    save_as_wanted = Signal()
    export_data_wanted = Signal()
    undo_wanted = Signal()
    notes_wanted = Signal()
    memory_wanted = Signal()
    redo_wanted = Signal()
    files_dropped = Signal(object)
    presenter_toggled = Signal(bool)
    content_scale_changed = Signal(float)

    def __init__(
        self, gallery: Mapping[str, Sequence[tuple[str, str]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title, self._unsaved = "", False
        self._sheet: ShortcutSheet | None = None
        self._presenter: PresenterView | None = None
        self._lesson_presenter: LessonPresenter | None = None
        self._state_before = Qt.WindowState.WindowNoState
        self._keys: dict[str, QShortcut] = {}
        self._hidden: Collection[str] = ()
        self._hidden_actions: Mapping[str, str] = {}
        self._terms = TermHelp(self, has_key=False)
        self.installEventFilter(self)
        self.setAcceptDrops(True)
        self.setWindowTitle(APPLICATION)
        self.setMinimumSize(SMALLEST)
        self.resize(1440, 900)
        self._screen = TrainScreen(gallery)
        self.header = self._screen.header
        self.data = self._screen.data
        self.hyper = self._screen.hyper
        self.network = self._screen.network
        self.output = self._screen.output
        self.graph = self._screen.graph
        self.compare = self._screen.compare
        self.lessons = self._screen.lessons
        self.mistakes = self._screen.mistakes
        self.bugs = self._screen.bugs
        self.strip = self._screen.strip
        self.lesson_strip = self._screen.lesson_strip
        self.epoch_card = self._screen.epoch_card
        self.notes = self._screen.notes
        self.header.notes_pressed.connect(self.notes_wanted)
        self._mode = "train"
        self.header.mode_selected.connect(self._on_mode_selected)
        self._zoom_view = ZoomView(self._screen)
        self._wanted_zoom = 1.0
        # The screen must not be taken apart in the middle of a resize.
        self._zoom_timer = QTimer(self)
        self._zoom_timer.setSingleShot(True)
        self._zoom_timer.setInterval(0)
        self._zoom_timer.timeout.connect(self._fit_zoom)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._zoom_view)
        self.setCentralWidget(self._pages)
        self.examples = ExamplesCard(self, self._pages)
        self._make_shortcuts()

    def _make_shortcuts(self) -> None:
        for entry in SHORTCUTS:
            if not entry.action:
                continue
            shortcut = QShortcut(self)
            shortcut.setKeys([QKeySequence(key) for key in entry.keys])
            shortcut.setAutoRepeat(entry.repeats)
            shortcut.activated.connect(partial(self._on_key, entry.action))
            self._keys[entry.action] = shortcut
        self._keys["terms"].activatedAmbiguously.connect(self._terms.explain)
        self._enable_keys()
        self.header.action_chosen.connect(self._on_action_chosen)
        self.header.presenter_pressed.connect(self._toggle_presenter)

    def _actions(self) -> dict[str, Callable[[], object]]:
        """Return what each action of the table of shortcuts, and of the menu, does."""
        return {
            "play": self._on_play_key,
            "step": self.header.step_pressed.emit,
            "next_phase": self.network.phase_bar.next_pressed.emit,
            "reset": self.header.reset_pressed.emit,
            "new_weights": self.header.new_weights_pressed.emit,
            "new": self.new_wanted.emit,
            "open": self.open_wanted.emit,
            "examples": self.examples_wanted.emit,
            "save": self.save_wanted.emit,
            "save_as": self.save_as_wanted.emit,
            "export_data": self.export_data_wanted.emit,
            "undo": self.undo_wanted.emit,
            "redo": self.redo_wanted.emit,
            "notes": self.notes_wanted.emit,
            "mistakes": self._open_mistakes,
            "memory": self.memory_wanted.emit,
            "rename": self.header.title.start_editing,
            "draw": self.data.draw_wanted.emit,
            "zoom_in": self._zoom_in,
            "zoom_out": self._zoom_out,
            "zoom_reset": self._zoom_to_natural,
            "branch": self.strip.branch_wanted.emit,
            "go_live": self.strip.live_wanted.emit,
            "train_mode": partial(self.open_mode, "train"),
            "keep": self.compare.runs.keep_wanted.emit,
            "compare_mode": partial(self.open_mode, "compare"),
            "lessons_mode": partial(self.open_mode, "lessons"),
            "graph_mode": partial(self.open_mode, "graph"),
            "presenter": self._toggle_presenter,
            "leave_presenter": self._toggle_presenter,
            "next_step": self.lessons.page.next_button.click,
            "previous_step": self.lessons.page.previous_button.click,
            "lesson_text": self.lessons.toggle_text,
            "hands": self.lessons.toggle_hands,
            "hide": self.hide_wanted.emit,
            "pick_hidden": self.pick_hidden_wanted.emit,
            "close": self.close,
            "shortcuts": self.show_shortcuts,
            "terms": self._terms.explain,
            "glossary": self._terms.show_list,
        }

    def set_hidden(self, keys: Collection[str], actions: Mapping[str, str]) -> None:
        """Take controls off the screen; the keys of `actions` say that theirs, by its title, is hidden."""
        self._hidden, self._hidden_actions = keys, actions
        self._screen.set_hidden(keys)
        if self._presenter is not None:
            self._presenter.header.step_button.set_veiled("step" in keys)
        if not self.header.offers(self._mode):
            self.open_mode("train")

    def open_mode(self, mode: str) -> bool:
        """Go to a mode, or say that it is hidden; return whether it is on screen."""
        is_offered = self.header.offers(mode)
        if is_offered:
            self.header.mode_selected.emit(mode)
        else:
            self.hidden_used.emit(dict(MODES)[mode])
        return is_offered

    def set_title(self, title: str) -> None:
        """Show the experiment's name in the header and above the window."""
        self._title = title
        self.header.set_title(title)
        self._show_window_title()

    def set_unsaved(self, unsaved: bool) -> None:
        """Mark the name while there are unsaved changes."""
        self._unsaved = unsaved
        self.header.title.set_unsaved(unsaved)
        self._show_window_title()

    def set_undo(self, text: str, enabled: bool) -> None:
        """Show what Undo would undo."""
        self.header.menu.set_undo(text, enabled)

    def set_redo(self, text: str, enabled: bool) -> None:
        """Show what Redo would redo."""
        self.header.menu.set_redo(text, enabled)

    def show_shortcuts(self) -> None:
        """Open the list of keys."""
        if self._sheet is None:
            self._sheet = ShortcutSheet(self.theme, self)
            self._sheet.finished.connect(self._on_sheet_finished)
            self._sheet.open()

    def _show_window_title(self) -> None:
        mark = "● " if self._unsaved else ""
        title = plain_title(self._title)
        self.setWindowTitle(f"{mark}{title}, {APPLICATION}" if title else APPLICATION)

    def _on_sheet_finished(self) -> None:
        if self._sheet is not None:
            self._sheet.deleteLater()
            self._sheet = None

    @property
    def zoom(self) -> float:
        """The zoom of the Train screen; 1 is its actual size."""
        return self._zoom_view.zoom

    @property
    def wanted_zoom(self) -> float:
        """The zoom that was chosen; a small window shows less."""
        return self._wanted_zoom

    def set_zoom(self, zoom: float) -> None:
        """Show the Train screen larger or smaller: at the nearest of `ZOOMS`, or the largest that fits."""
        self._wanted_zoom = min(ZOOMS, key=lambda step: abs(step - zoom))
        self._fit_zoom()

    @property
    def _largest_zoom(self) -> float:
        """The largest zoom at which no control of the Train screen is out of sight."""
        room = min(self.width() / SMALLEST.width(), self.height() / SMALLEST.height())
        return max((step for step in ZOOMS if step <= room), default=1.0)

    def _fit_zoom(self) -> None:
        zoom = min(self._wanted_zoom, self._largest_zoom)
        if zoom != self.zoom and not self.is_presenting:
            self._zoom_view.set_zoom(zoom)
            self.content_scale_changed.emit(self.content_scale)

    @property
    def content_scale(self) -> float:
        """Device pixels per pixel of the network and of the boundary."""
        return device_ratio(self.network.canvas)

    @property
    def is_presenting(self) -> bool:
        """Whether the presenter mode is on, of the run or of a lesson."""
        return self._pages.currentWidget() is not self._zoom_view

    @property
    def presents_run(self) -> bool:
        """Whether the presenter mode shows the run."""
        return self._presenter is not None and self._pages.currentWidget() is self._presenter

    @property
    def presents_lesson(self) -> bool:
        """Whether the presenter mode shows a lesson."""
        return self.is_presenting and not self.presents_run

    @property
    def lesson_presenter(self) -> LessonPresenter:
        """The presenter mode of the lessons, created on first use."""
        if self._lesson_presenter is None:
            self._lesson_presenter = LessonPresenter(self.lessons, self.network.notice)
            self._lesson_presenter.close_pressed.connect(self._toggle_presenter)
            self._pages.addWidget(self._lesson_presenter)
            apply_to_tree(self._lesson_presenter, self.theme)
        return self._lesson_presenter

    @property
    def presenter(self) -> PresenterView:
        """The presenter mode, created on first use."""
        if self._presenter is None:
            self._presenter = PresenterView(self.network.canvas, self.output.plot, self.network.notice)
            self._presenter.close_pressed.connect(self._toggle_presenter)
            self._presenter.play_pressed.connect(self.header.play_pressed)
            self._presenter.step_pressed.connect(self.header.step_pressed)
            self._presenter.mistakes.end_wanted.connect(self.mistakes.end_wanted)
            self._presenter.header.step_button.set_veiled("step" in self._hidden)
            self._pages.addWidget(self._presenter)
            apply_to_tree(self._presenter, self.theme)
        return self._presenter

    def set_presenting(self, on: bool) -> None:
        """Fill the screen with the run or the lesson, or show the window's own screen again."""
        if on == self.is_presenting:
            return
        is_lesson = self.presents_lesson or (on and self._mode == "lessons")
        presenter = self.lesson_presenter if is_lesson else self.presenter
        if on:
            self._state_before = self.windowState()
            if is_lesson:
                self._screen.lend_lessons()
            presenter.borrow()
            self._pages.setCurrentWidget(presenter)
            self.showFullScreen()
        else:
            self._pages.setCurrentWidget(self._zoom_view)
            presenter.give_back()
            if is_lesson:
                self._screen.take_lessons_back()
            self.output.fit_boundary()
            self._screen.take_notice()
            self.setWindowState(self._state_before)
            self._zoom_timer.start()
        self._enable_keys()
        self.content_scale_changed.emit(self.content_scale)

    def _toggle_presenter(self) -> None:
        self.set_presenting(not self.is_presenting)
        self.presenter_toggled.emit(self.is_presenting)

    def _zoom_in(self) -> None:
        self._choose_zoom(min((step for step in ZOOMS if step > self.zoom), default=ZOOMS[-1]))

    def _zoom_out(self) -> None:
        self._choose_zoom(max((step for step in ZOOMS if step < self.zoom), default=ZOOMS[0]))

    def _zoom_to_natural(self) -> None:
        self._choose_zoom(1.0)

    def _choose_zoom(self, zoom: float) -> None:
        self.set_zoom(zoom)
        back = "" if self.zoom == 1.0 else f", {shown_key('zoom_reset')} for 100 %"
        limit = " is all that fits: for more, enlarge the window" if zoom > self.zoom else ""
        self.network.notice.set_notice(f"Zoom {round(100 * self.zoom)} %{limit}{back}")

    def _on_mode_selected(self, mode: str) -> None:
        if self.presents_lesson:  # a lesson's settings were taken into another mode
            self._toggle_presenter()
        self._mode = mode
        self._screen.set_mode(mode)
        self.header.set_transport_enabled(mode != "lessons")
        self._enable_keys()

    def _enable_keys(self) -> None:
        """Leave out the keys whose effect is not on screen."""
        off = {
            *(_NOT_IN_PRESENTER if self.is_presenting else ()),
            *(_NOT_IN_LESSONS if self._mode == "lessons" else ()),
            *(() if self.presents_lesson else _OF_PRESENTED_LESSONS),
        }
        for action in {*_NOT_IN_PRESENTER, *_NOT_IN_LESSONS, *_OF_PRESENTED_LESSONS}:
            self._keys[action].setEnabled(action not in off)
        self._keys["leave_presenter"].setEnabled(self.is_presenting)

    def _open_mistakes(self) -> None:
        """Open the menu of mistakes where its button is: in Train."""
        if self._mode != "train":
            self.header.mode_selected.emit("train")
        self.network.mistakes_button.click()

    def _on_play_key(self) -> None:
        if self._mode == "lessons":
            self.lessons.run_wanted.emit()
        else:
            self.header.play_pressed.emit()

    def _on_key(self, action: str) -> None:
        title = self._hidden_actions.get(action)
        if title is None:
            self._actions()[action]()
        else:
            self.hidden_used.emit(title)

    def _on_action_chosen(self, action: str) -> None:
        self._actions()[action]()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice a change to a screen with another pixel ratio."""
        if watched is self and event.type() == QEvent.Type.DevicePixelRatioChange:
            self.content_scale_changed.emit(self.content_scale)
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept dropped files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.examples.close_card()
            self.files_dropped.emit(paths)
        else:
            super().dropEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._zoom_timer.start()
        self.examples.follow_window()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the application end its work first."""
        # The geometry to remember is not that of the presenter mode.
        self.set_presenting(False)
        self.closing.emit()
        super().closeEvent(event)
