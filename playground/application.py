"""Puts the window together: workbench, views, controllers, and what is remembered."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from playground.autosaves import Autosaves
from playground.controllers.bugs.bug_controller import BugController
from playground.controllers.compare.compare_controller import SIDE, CompareController
from playground.controllers.data.data_controller import DataController
from playground.controllers.data.draw_controller import DrawController
from playground.controllers.data.gallery_controller import GalleryController
from playground.controllers.data.own_data_controller import OwnDataController
from playground.controllers.diagnosis.mistake_menu_controller import MistakeMenuController
from playground.controllers.diagnosis.overfit_controller import OverfitController
from playground.controllers.examples.examples_controller import ExamplesController
from playground.controllers.graph.export_controller import ExportController
from playground.controllers.graph.fault_controller import FaultController
from playground.controllers.graph.find_controller import FindController
from playground.controllers.graph.formula_update_controller import FormulaUpdateController
from playground.controllers.graph.functions_controller import FunctionsController
from playground.controllers.graph.gradient_check_controller import GradientCheckController
from playground.controllers.graph.graph_controller import GraphController
from playground.controllers.graph.learned_controller import LearnedController
from playground.controllers.graph.lens_controller import LensController
from playground.controllers.graph.mistake_controller import MistakeController
from playground.controllers.graph.own_operations_controller import OwnOperationsController
from playground.controllers.graph.practise_controller import PractiseController
from playground.controllers.graph.update_controller import UpdateController
from playground.controllers.lessons.lesson_controller import LessonController
from playground.controllers.network.insight_controller import InsightController
from playground.controllers.network.network_controller import NetworkController
from playground.controllers.network.training_controller import TrainingController
from playground.controllers.output.output_controller import OutputController
from playground.controllers.timeline.timeline_controller import TimelineController
from playground.controllers.window.autosave_controller import AutosaveController
from playground.controllers.window.file_controller import FileController
from playground.controllers.window.header_controller import HeaderController
from playground.controllers.window.hide_controller import HideController
from playground.controllers.window.notes_controller import NotesController
from playground.controllers.window.notice_controller import NoticeController
from playground.controllers.window.presenter_controller import PresenterController
from playground.log import log_path
from playground.models.data.datasets import DATASETS
from playground.models.experiment.experiment import Experiment
from playground.models.run.failure import Failure
from playground.settings import Settings
from playground.style.icons import icon
from playground.style.theme import Theme, ThemeManager, apply_to_tree
from playground.views.window.dialogs import TextDialog, about_dialog, error_dialog, set_aside_dialog
from playground.views.window.main_window import MainWindow
from playground.views.window.screen_fit import fit_to_screen
from playground.workbench import Workbench
from playground.workers.background import Job
from playground.workers.work_files import Opening

_logger = logging.getLogger("scalar-playground")


class PlaygroundApplication(QObject):
    """Everything that lives as long as the window.

    Parameters
    ----------
    app
        The Qt application.
    settings
        Where the last experiment, theme and window are kept.
    autosaves
        Where what nobody saved is kept.
    opening
        A file to begin with, paused.
    lessons
        The file of what was done in lessons; None keeps it in memory.

    Signals
    -------
    started
        Once: the first picture is there, or the window was closed before.
    """

    started = Signal()
    _exception_raised = Signal(str)

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        autosaves: Autosaves | None = None,
        opening: Opening | None = None,
        lessons: Path | None = None,
    ) -> None:
        super().__init__()
        self._is_opening = opening is not None
        self._settings = settings
        self._set_aside: Settings | None = None
        self._closed = self._is_started = False
        self.themes = ThemeManager(app, settings.theme, self)
        gallery = {
            task: [(info.name, info.title) for info in DATASETS.values() if info.task == task]
            for task in ("classification", "regression")
        }
        self.window = MainWindow(gallery)
        app.setWindowIcon(icon("logo", self.themes.theme.ink, 256))
        self.workbench = Workbench(settings.experiment, self, opening)
        self._dialog: TextDialog | None = None
        window = self.window
        self.gallery = GalleryController(self.workbench, window.data, self)
        self.files = FileController(self.workbench, window, self.themes, settings, self)
        self.autosave = (
            None
            if autosaves is None
            else AutosaveController(self.workbench, autosaves, self.files, window, self.themes, self)
        )
        if self.autosave is not None:
            self.autosave.kept_changed.connect(self.files.set_keeps_training)
        self.examples = ExamplesController(self.workbench, window, settings, self)
        self.own_data = OwnDataController(self.workbench, window, self.files, self.themes, self)
        self._output = OutputController(
            self.workbench, window.output, window.network.canvas, self.themes, self
        )
        self.training = TrainingController(self.workbench, window.network, self._output, self)
        self.overfit = OverfitController(self.workbench, window, self.themes, self)
        self.training.options.overfit_wanted.connect(self.overfit.open)
        self.mistake_menu = MistakeMenuController(self.workbench, window, self)
        self.mistake_menu.menu.overfit_wanted.connect(self.overfit.open)
        self.mistake_menu.twin_wanted.connect(self._on_twin_wanted)
        self._insight = InsightController(self.workbench, window.network, self)
        self.graph = GraphController(
            self.workbench, window.graph, lambda: self._output.picked, lambda: self._insight.pinned, self
        )
        self.compare = CompareController(self.workbench, window.compare, window.strip, self.themes, self)
        window.strip.compare_wanted.connect(self._on_compare_wanted)
        self._update = UpdateController(self.workbench, window.graph, self.graph, self)
        self.formula_update = FormulaUpdateController(self.workbench, window.graph, self.graph, self)
        self.mistakes = MistakeController(self.workbench, window.graph, self.graph, self.formula_update, self)
        self.own_operations = OwnOperationsController(
            self.workbench, window.graph, self.graph.formulas, self.themes, window, self
        )
        self.training.options.activation_wanted.connect(self.own_operations.define_activation)
        self._gradient_check = GradientCheckController(window.graph, self.graph, self)
        self._learned = LearnedController(self.workbench, window.graph, self.graph, self)
        self._lens = LensController(window.graph, self.graph, self)
        self.faults = FaultController(self.workbench, window.graph, self.graph, self)
        self.lessons = LessonController(
            self.workbench, window.lessons, window.lesson_strip, self.themes, lessons, self
        )
        self.bugs = BugController(self.lessons.place, window.bugs, self.themes, self)
        self.lessons.add_room(self.bugs)
        self.lessons.left.connect(self._on_train_wanted)
        self.lessons.train_wanted.connect(self._on_train_wanted)
        self.lessons.formula_wanted.connect(self._on_formula_wanted)
        self._mode = "train"
        window.header.mode_selected.connect(self._on_mode_selected)
        window.presenter_toggled.connect(self._on_presenter_toggled)
        self._output.trace_wanted.connect(self._on_trace_wanted)
        window.network.canvas.node_opened.connect(self._on_neuron_opened)
        notices = NoticeController(self.workbench, window.network.notice, self)
        timeline = TimelineController(self.workbench, window.strip, window.epoch_card, self.themes, self)
        notices.memory_wanted.connect(timeline.ask_memory)
        notices.failure_wanted.connect(self._on_failure_wanted)
        window.memory_wanted.connect(timeline.ask_memory)
        self.hiding = HideController(self.workbench, window, self.training.options, self.themes, self)
        self._controllers = (
            DataController(self.workbench, window.data, self),
            NetworkController(self.workbench, window.hyper, window.network, self),
            self._output,
            FindController(window.graph, self.graph, self),
            FunctionsController(window.graph, self.graph, self),
            ExportController(self.workbench, window.graph, self.graph, self),
            PractiseController(self.workbench, window.graph, self.graph, self),
            DrawController(self.workbench, window.data, window.output, self),
            notices,
            HeaderController(self.workbench, window.header, self.themes, self),
            NotesController(self.workbench, window, self),
            self.hiding,
            PresenterController(self.workbench, window, self),
            timeline,
        )
        self._output.way_out_wanted.connect(self._on_way_out_wanted)
        window.closing.connect(self.close)
        window.header.about_pressed.connect(self.show_about)
        window.content_scale_changed.connect(self._output.repaint)
        self.themes.theme_changed.connect(self._on_theme_changed)
        self.workbench.crashed.connect(self._on_crashed)
        self.jobs: list[Job] = self.findChildren(Job)
        for job in self.jobs:
            job.crashed.connect(self._on_crashed)
        # Later: a dialog cannot open in the middle of painting.
        self._exception_raised.connect(self.show_error, Qt.ConnectionType.QueuedConnection)
        apply_to_tree(window, self.themes.theme)
        self._take_over_window(settings)

    def _take_over_window(self, settings: Settings) -> None:
        window = self.window
        settings.take_over("geometry", lambda: self._restore_geometry(settings.geometry))
        fit_to_screen(window)
        settings.take_over("log_scale", lambda: window.output.set_log_scale(settings.log_scale))
        settings.take_over("speed", lambda: self.workbench.set_speed(settings.speed))
        settings.take_over("zoom", lambda: window.set_zoom(settings.zoom))

    def _restore_geometry(self, geometry: QByteArray | None) -> None:
        if geometry is not None and not self.window.restoreGeometry(geometry):
            raise ValueError("Qt knows nothing to do with this geometry")

    def start(self) -> None:
        """Show the window, then start to train."""
        self.window.show()
        if not self._is_opening:
            self.workbench.set_playing(True)
        QTimer.singleShot(0, self._start_training)
        # The gallery's pictures load data sets, which would delay the first epoch: they come after it.
        self.workbench.frame_changed.connect(self._on_first_picture)
        self.workbench.blocked.connect(self._on_first_picture)
        self._tell_what_was_put_back(self._settings)

    def _tell_what_was_put_back(self, settings: Settings) -> None:
        text = settings.problem
        if settings.put_back:
            what = " and ".join(settings.put_back)
            text = f"Remembered but not usable, so back to the default: {what}."
        if text:
            self.window.network.notice.set_advice(text, "")

    def offer(self, settings: Settings) -> None:
        """Ask whether settings that were set aside are to be taken over after all."""
        self._set_aside = settings
        dialog = set_aside_dialog(settings.description, self.themes.theme, self.window)
        dialog.action_wanted.connect(self._on_set_aside_wanted)
        self._open(dialog)

    @Slot()
    def _on_set_aside_wanted(self) -> None:
        settings, self._set_aside = self._set_aside, None
        if settings is not None:
            self.workbench.change(**vars(settings.experiment))
            self.themes.set_theme(settings.theme)
            self._take_over_window(settings)
            self._tell_what_was_put_back(settings)

    @Slot()
    def end(self) -> None:
        """Close the window without a question, and leave the event loop."""
        self.files.leave()
        QApplication.quit()

    @Slot()
    def close(self) -> None:
        """Remember everything and end all threads."""
        self._closed = True
        self._settings.geometry = self.window.saveGeometry()
        self._settings.experiment = self.workbench.experiment
        self._settings.theme = self.themes.preference
        self._settings.zoom = self.window.wanted_zoom
        self._settings.speed = self.workbench.speed
        self._settings.log_scale = self.window.output.log_scale.isChecked()
        self._settings.sync()
        # What still has to end must not keep the window on screen.
        self.window.hide()
        self._say_started()
        self.own_data.close()
        self.overfit.close()
        self.own_operations.close()
        # All are told before one is waited for.
        for job in self.jobs:
            job.stop()
        self.workbench.close()
        for job in self.jobs:
            job.close()
        if self.autosave is not None:
            self.autosave.end()

    # A window can be closed before its threads have even started.

    @Slot()
    def _start_training(self) -> None:
        if not self._closed:
            self.workbench.start()

    @Slot()
    def _on_first_picture(self) -> None:
        self.workbench.frame_changed.disconnect(self._on_first_picture)
        self.workbench.blocked.disconnect(self._on_first_picture)
        self._say_started()
        if not self._closed:
            self.gallery.start()
            if self.autosave is not None and self._dialog is None:
                self.autosave.start()

    def _say_started(self) -> None:
        if not self._is_started:
            self._is_started = True
            self.started.emit()

    def report_error(self, text: str) -> None:
        """Show an unforeseen error; may be called in any thread."""
        self._exception_raised.emit(text)

    @Slot()
    def show_about(self) -> None:
        """Open the About box."""
        self._open(about_dialog(self.themes.theme, log_path(), self.window))

    @Slot(str)
    def _on_crashed(self, text: str) -> None:
        """Tell of a thread that gave up."""
        _logger.error("%s", text)
        self.show_error(text)

    @Slot(str)
    def show_error(self, text: str) -> None:
        """Open the error dialog; one at a time, the first error says most."""
        if self._dialog is None:
            self._open(error_dialog(text, self.themes.theme, log_path(), self.window))

    def _open(self, dialog: TextDialog) -> None:
        self._dialog = dialog
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()

    @Slot()
    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    @Slot(str)
    def _on_way_out_wanted(self, kind: str) -> None:
        """Lead out of own data that cannot be trained on; drawings lead on by themselves."""
        if kind == "formula":
            self.own_data.edit_formula()
        elif kind == "table":
            self.own_data.choose_table()

    @Slot(str)
    def _on_mode_selected(self, mode: str) -> None:
        before, self._mode = self._mode, mode
        self._show_what_is_seen()
        if before == "lessons" and mode != "lessons":
            self.lessons.hide()
        if mode == "graph":
            self.graph.show()
        elif mode == "compare":
            self.compare.show()
        elif mode == "lessons" and before != "lessons":
            self.lessons.show()

    @Slot(bool)
    def _on_presenter_toggled(self, _: bool) -> None:
        self._show_what_is_seen()

    def _show_what_is_seen(self) -> None:
        """Have frames painted for the mode on screen; the presenter shows network and output in any."""
        is_comparing = self._mode == "compare" and not self.window.is_presenting
        self._output.set_compared_side(SIDE if is_comparing else 0)

    @Slot()
    def _on_train_wanted(self) -> None:
        self.window.open_mode("train")

    @Slot()
    def _on_compare_wanted(self) -> None:
        self.window.open_mode("compare")

    @Slot(object, str)
    def _on_twin_wanted(self, healthy: Experiment, mistakes: str) -> None:
        if self.window.open_mode("compare"):
            self.compare.train_beside(healthy, "Healthy", f"With the mistake: {mistakes}")

    @Slot(int)
    def _on_trace_wanted(self, row: int) -> None:
        if self.window.open_mode("graph"):
            self.graph.trace(row)

    @Slot(str)
    def _on_formula_wanted(self, text: str) -> None:
        if self.window.open_mode("graph"):
            self.formula_update.take(text)

    @Slot(object)
    def _on_failure_wanted(self, failure: Failure) -> None:
        if self.window.open_mode("graph"):
            self.faults.show(failure)

    @Slot(object)
    def _on_neuron_opened(self, neuron: tuple[int, int]) -> None:
        if self.window.open_mode("graph"):
            self.graph.show_neuron(neuron)

    @Slot(object)
    def _on_theme_changed(self, theme: Theme) -> None:
        apply_to_tree(self.window, theme)
