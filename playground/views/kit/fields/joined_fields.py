"""Two fields that share a border, such as the kind of a penalty and its rate."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.views.kit.access.keyboard import order_tabs
from playground.views.kit.fields.edit_field import EditField
from playground.views.kit.fields.field_frame import HEIGHT
from playground.views.kit.fields.select_field import SelectField

Field = SelectField | EditField


class JoinedFields(QWidget):
    """Lays ``left`` and ``right`` side by side on one shared line.

    Parameters
    ----------
    left_width
        Width of the left field; the right one takes the rest.
    """

    def __init__(
        self, left: Field, right: Field, *, left_width: int = 64, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._left, self._right, self._left_width = left, right, left_width
        left.round_right = False
        right.round_left = False
        for field in (left, right):
            field.setParent(self)
            field.installEventFilter(self)
        if isinstance(right, EditField):
            right.entry.installEventFilter(self)
        order_tabs([left, right])
        self.setFocusProxy(left)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._left_width + 96, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._left_width + 56, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # One pixel of overlap turns two borders into one line.
        self._left.setGeometry(0, 0, self._left_width, self.height())
        self._right.setGeometry(self._left_width - 1, 0, self.width() - self._left_width + 1, self.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Whichever field is in use draws the shared line.
        if event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            field = self._left if watched is self._left else self._right
            other = self._right if field is self._left else self._left
            if not other.hasFocus() and not (isinstance(other, EditField) and other.entry.hasFocus()):
                field.raise_()
        return False
