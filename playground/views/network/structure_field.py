"""The structure as text that can be typed over: ``4 → 6 → 6 → 3`` becomes ``4, 6, 6, 3`` while editing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.style.theme import LIGHT, Theme, font
from playground.views.kit.drawing import draw_box


class StructureField(QLineEdit):
    """Shows the layer sizes; a new list is emitted as typed, and refused lists leave the old one."""

    structure_edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._structure: tuple[int, ...] = ()
        self.setFrame(False)
        self.setFont(font("body"))
        self.setTextMargins(8, 0, 8, 0)
        self.setFixedHeight(32)
        self.setAccessibleName("Layer sizes")
        self.setToolTip("Layer sizes from inputs to outputs: click and type, such as 4, 6, 6, 3")
        self.returnPressed.connect(self._on_return_pressed)
        self.textChanged.connect(self.updateGeometry)

    def set_structure(self, structure: tuple[int, ...]) -> None:
        """Show other sizes."""
        self._structure = structure
        self._show(editing=self.hasFocus() and not self.isReadOnly() and self.isModified())

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.ink2))
        self.setPalette(palette)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the text."""
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self.text()) + 18, 32)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than a few sizes."""
        return QSize(60, 32)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Turn arrows into commas for typing."""
        super().focusInEvent(event)
        self._show(editing=True)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take over what was typed."""
        super().focusOutEvent(event)
        self._submit()
        self._show(editing=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives the old sizes back."""
        if event.key() == Qt.Key.Key_Escape:
            self._show(editing=True)
            self.selectAll()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame only while it is in use."""
        if self.hasFocus() or self.underMouse():
            painter = QPainter(self)
            border = self._theme.accent if self.hasFocus() else self._theme.ctl
            draw_box(
                painter,
                self.rect().toRectF(),
                6.0,
                self._theme.field,
                border,
                2.0 if self.hasFocus() else 1.0,
            )
            painter.end()
        super().paintEvent(event)

    def _show(self, *, editing: bool) -> None:
        self.setText((", " if editing else " → ").join(map(str, self._structure)))
        self.setModified(False)
        self.setCursorPosition(0)

    def _on_return_pressed(self) -> None:
        self._submit()
        self._show(editing=True)

    def _submit(self) -> None:
        text = self.text()
        if self.isModified() and text.strip() != ", ".join(map(str, self._structure)):
            self.setModified(False)
            self.structure_edited.emit(text)
