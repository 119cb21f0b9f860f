"""The experiment's name: text with a pencil that turns into a field when it is clicked."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.models.experiment.choices import LONGEST_NAME
from playground.style.icons import draw_icon
from playground.style.theme import font
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.fields.name_entry import NameEntry
from playground.views.kit.themed import Control

HEIGHT = 36
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PADDING = 8
_PENCIL, _PENCIL_GAP = 16, 6
_DOT, _DOT_GAP = 7, 6
_TIP = "Name of the experiment: click to change it (F2)"


class TitleField(Control, QAbstractButton):
    """Shows the name, shortened if it has no room; a dot after it stands for unsaved changes.

    A click, F2, Enter or Space starts editing; Enter or a click elsewhere accepts the name, Escape does
    not.
    """

    title_edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._unsaved = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.entry = NameEntry(self, "Name of the experiment", LONGEST_NAME)
        self.entry.setFont(font("section_title"))
        self.entry.setTextMargins(_PADDING - 2, 0, _PADDING - 2, 0)
        self.entry.name_entered.connect(self.title_edited)
        self.clicked.connect(self.start_editing)
        self._describe()

    def text(self) -> str:
        """The name on screen."""
        return self._title

    @property
    def is_editing(self) -> bool:
        """Whether a name is being typed."""
        return not self.entry.isHidden()

    def set_title(self, title: str) -> None:
        """Show another name; one that is being typed stays."""
        self._title = title
        self._describe()
        self.update()

    def set_unsaved(self, unsaved: bool) -> None:
        """Show or hide the dot of unsaved changes."""
        self._unsaved = unsaved
        self._describe()
        self.update()

    def start_editing(self) -> None:
        """Start editing the name."""
        self.entry.start(self._title)

    def ring_shape(self) -> tuple[QRect, float]:
        """Surround what is visible, not the empty rest."""
        return self._frame().toRect(), 6.0

    def sizeHint(self) -> QSize:
        width = text_width(self._title, font("section_title")) + self._dot_width()
        return QSize(2 * _PADDING + width + _PENCIL_GAP + _PENCIL, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.entry.setGeometry(self.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        if self.is_editing:
            return
        if self.hovered or self.isDown():
            draw_box(painter, self._frame(), 6.0, theme.inset2 if self.isDown() else theme.inset)
        role, text = font("section_title"), self._text_rect()
        draw_text(painter, text, self._title, role, theme.ink)
        left = text.right()
        if self._unsaved:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawEllipse(QRectF(left + _DOT_GAP, (self.height() - _DOT) / 2, _DOT, _DOT))
            left += self._dot_width()
        pencil = QRectF(left + _PENCIL_GAP, (self.height() - _PENCIL) / 2, _PENCIL, _PENCIL)
        draw_icon(painter, "edit", theme.ink2 if self.hovered else theme.ink3, pencil)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter starts editing, as Space does for every button."""
        if event.key() in _ENTER:
            self.start_editing()
            return
        super().keyPressEvent(event)

    def _text_rect(self) -> QRectF:
        room = self.width() - 2 * _PADDING - self._dot_width() - _PENCIL_GAP - _PENCIL
        width = min(text_width(self._title, font("section_title")), max(room, 0))
        return QRectF(_PADDING, 0, width, self.height())

    def _frame(self) -> QRectF:
        right = self._text_rect().right() + self._dot_width() + _PENCIL_GAP + _PENCIL + _PADDING
        return QRectF(0, 2, min(right, self.width()), self.height() - 4)

    def _dot_width(self) -> int:
        return _DOT_GAP + _DOT if self._unsaved else 0

    def _describe(self) -> None:
        state = ", unsaved changes" if self._unsaved else ""
        name = f"Name of the experiment: {self._title}{state}"
        self.describe(name, f"{self._title}{state}\n{_TIP}" if self._title else _TIP)
        self.updateGeometry()
