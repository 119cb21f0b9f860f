"""Something else than a lesson that stands in the list of lessons and has the room of the mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from playground.views.lessons.lesson_list import ListedLesson
from playground.views.lessons.room_view import RoomView


class LessonRoom(QObject):
    """What the Lessons mode asks of such a room.

    Signals
    -------
    changed
        Its row in the list, or the progress.
    """

    changed = Signal()

    @property
    def view(self) -> RoomView:
        """What is on screen in place of a lesson."""
        raise NotImplementedError

    @property
    def entry(self) -> ListedLesson:
        """Its row in the list."""
        raise NotImplementedError

    @property
    def titles(self) -> Mapping[str, str]:
        """A title for each key of the progress that is its own."""
        raise NotImplementedError

    def show(self) -> None:
        """Come on screen."""
        raise NotImplementedError

    def hide(self) -> None:
        """Leave the screen, and let go of what takes time or memory."""
        raise NotImplementedError

    def set_lessons(self, lessons: Sequence[tuple[str, str]], on_screen: str) -> None:
        """Offer all rows of the list, keys and titles, where the list has no room of its own."""
        raise NotImplementedError
