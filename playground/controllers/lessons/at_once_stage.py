"""What stages have in common that wait for nothing: they are told, or not yet."""

from __future__ import annotations

from PySide6.QtCore import QObject

from playground.controllers.lessons.stage_controller import StageController
from playground.views.lessons.lesson_screen import LessonScreen


class AtOnceStage(StageController):
    """Running it shows the rest of what there is."""

    def __init__(self, screen: LessonScreen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen = screen
        self._has_ended = False

    @property
    def epoch(self) -> int:
        return int(self._has_ended)

    @property
    def epochs(self) -> int:
        return 1

    @property
    def has_ended(self) -> bool:
        return self._has_ended

    @property
    def counts(self) -> str:
        return ""

    @property
    def run_text(self) -> str:
        return "Look"

    def run(self, *, hurried: bool = False) -> None:
        if self.stage is None or self._has_ended:
            return
        self._has_ended = True
        self._fill()
        self.moved.emit()
        self.ended.emit()

    def _fill(self) -> None:
        """Show what may be seen."""
        raise NotImplementedError
