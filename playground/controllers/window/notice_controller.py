"""Shows notices for as long as they are about what is on screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from playground.models.experiment.notice import Notice
from playground.views.kit.notice_bar import NoticeBar
from playground.workbench import Workbench


class NoticeController(QObject):
    """Joins the workbench and the notice bar: the user's next action ends a notice.

    Signals
    -------
    memory_wanted
        Ask how much memory the run may take.
    failure_wanted
        Show where a run failed.
    """

    memory_wanted = Signal()
    failure_wanted = Signal(object)

    def __init__(self, workbench: Workbench, bar: NoticeBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench, self._bar = workbench, bar
        self._notice: Notice | None = None
        bar.action_pressed.connect(self._on_view_action_pressed)
        workbench.noticed.connect(self._on_workbench_noticed)
        workbench.acted.connect(self._on_workbench_acted)

    @Slot()
    def _on_view_action_pressed(self) -> None:
        notice = self._notice
        if notice is None:
            return
        if notice.changes:
            self._workbench.change(**dict(notice.changes))
        if notice.plays:
            self._workbench.set_playing(True)
        if notice.asks_memory:
            self.memory_wanted.emit()
        if notice.failure is not None:
            self.failure_wanted.emit(notice.failure)

    @Slot(object)
    def _on_workbench_noticed(self, notice: Notice) -> None:
        self._notice = notice
        if notice.kind == "problem":
            self._bar.set_problem(notice.text, notice.action)
        elif notice.kind == "advice":
            self._bar.set_advice(notice.text, notice.action)
        else:
            self._bar.set_notice(notice.text)

    @Slot()
    def _on_workbench_acted(self) -> None:
        self._notice = None
        self._bar.clear()
