"""A tooltip that depends on the position in a widget."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from playground.views.kit.plain_text import plain


class HoverTip(QObject):
    """Shows what is under the resting pointer; `event` need not be overridden for it.

    Parameters
    ----------
    widget
        Owns this.
    words
        Returns the text at a position in the widget, empty for none.
    """

    def __init__(self, widget: QWidget, words: Callable[[QPoint], str]) -> None:
        super().__init__(widget)
        self._widget, self._words = widget, words
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return False
        # An empty text hides what is shown.
        QToolTip.showText(event.globalPos(), plain(self._words(event.pos())), self._widget)
        return True
