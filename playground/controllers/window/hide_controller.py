"""Joins the workbench and the controls that a teacher can hide."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from playground.models.experiment.controls import all_hideable, for_beginners, hideable
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.style.theme import ThemeManager
from playground.views.kit.access.shortcuts import shown_key
from playground.views.kit.open_dialog import OpenDialog
from playground.views.network.training_options import TrainingOptions
from playground.views.window.hide_dialog import HideDialog
from playground.views.window.main_window import MainWindow
from playground.workbench import Workbench


class HideController(QObject):
    """What is hidden is part of the experiment; whether it is hidden just now is not.

    Parameters
    ----------
    options
        The training settings, which have a card of their own.
    """

    def __init__(
        self,
        workbench: Workbench,
        window: MainWindow,
        options: TrainingOptions,
        themes: ThemeManager,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._window, self._options, self._themes = workbench, window, options, themes
        self._picked: tuple[str, ...] = ()
        self._hides = False
        self._dialog = OpenDialog(self)
        window.hide_wanted.connect(self._on_view_hide_wanted)
        window.header.hidden_pressed.connect(self._on_view_hide_wanted)
        window.pick_hidden_wanted.connect(self.open)
        window.hidden_used.connect(self._on_view_hidden_used)
        workbench.experiment_changed.connect(self._on_workbench_experiment_changed)
        workbench.file_opened.connect(self._on_workbench_file_opened)
        self._on_workbench_experiment_changed(workbench.experiment)

    @property
    def hidden(self) -> tuple[str, ...]:
        """Keys of what is hidden now."""
        return self._picked if self._hides else ()

    @property
    def dialog(self) -> HideDialog | None:
        """The dialog while it is open."""
        dialog = self._dialog.now
        return dialog if isinstance(dialog, HideDialog) else None

    @Slot()
    def open(self) -> None:
        """Let a teacher pick."""
        groups = {
            title: {key: control.title for key, control in controls.items()}
            for title, controls in hideable(Experiment).items()
        }
        dialog = HideDialog(
            groups,
            self._picked,
            for_beginners(Experiment),
            shown_key("hide"),
            self._themes.theme,
            self._window,
        )
        dialog.picked.connect(self._on_view_picked)
        self._dialog.show(dialog)

    @Slot(object)
    def _on_view_picked(self, keys: tuple[str, ...]) -> None:
        if keys == self._picked:
            self._switch(bool(keys))
        else:
            self._workbench.change(hidden_controls=keys)

    @Slot()
    def _on_view_hide_wanted(self) -> None:
        if not self._picked:
            self.open()
            return
        self._switch(not self._hides)
        self._say()

    @Slot(str)
    def _on_view_hidden_used(self, title: str) -> None:
        self._workbench.say(Notice(f"{title} is hidden here. {shown_key('hide')} shows all controls."))

    @Slot(object)
    def _on_workbench_experiment_changed(self, experiment: Experiment) -> None:
        if experiment.hidden_controls != self._picked:
            self._picked = experiment.hidden_controls
            self._switch(bool(self._picked))
            if self._hides:
                self._say()

    @Slot(object)
    def _on_workbench_file_opened(self, _: object) -> None:
        """Hide what the file hides, if the experiment before hid the same and all of it is shown."""
        if self._picked and not self._hides:
            self._switch(True)
            self._say()

    def _say(self) -> None:
        what, back = ("are hidden", "shows all") if self._hides else ("are shown", "hides them again")
        which = "Some controls" if self._hides else "All controls"
        self._workbench.say(Notice(f"{which} {what}. {shown_key('hide')} {back}."))

    def _switch(self, hides: bool) -> None:
        self._hides = hides
        window, keys, known = self._window, self.hidden, all_hideable(Experiment)
        window.set_hidden(keys, {action: known[key].title for key in keys for action in known[key].actions})
        window.network.more_button.set_veiled(not self._options.set_hidden(keys))
        window.header.set_hiding(bool(self._picked), hides)
