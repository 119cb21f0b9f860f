"""The structure as text that can be typed over: ``4 → 6 → 6 → 3`` becomes ``4, 6, 6, 3`` while editing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from playground.models.experiment.layer_sizes import LayerSizesError, read_hidden
from playground.style.theme import Theme, font
from playground.views.kit.fields.field_frame import HEIGHT, draw_field_frame
from playground.views.kit.fields.field_note import say_below
from playground.views.kit.fields.text_entry import TextEntry
from playground.views.kit.plain_text import set_tip

LONGEST_TEXT = 200
PADDING = 8
TIP = "Click to type all sizes, such as 4, 6, 6, 3, or those of the hidden layers, such as 8 8 or 8x3"


class StructureField(TextEntry):
    """Shows the layer sizes, shortened if they are long; text that cannot be read stays for correction."""

    hidden_edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._structure: tuple[int, ...] = ()
        self._problem = ""
        self.setFont(font("body"))
        self.setTextMargins(PADDING, 0, PADDING, 0)
        self.setFixedHeight(HEIGHT)
        self.setMaxLength(LONGEST_TEXT)
        self.setAccessibleName("Layer sizes")
        self.textEdited.connect(self._on_text_edited)

    @property
    def problem(self) -> str:
        """Why the text was refused; empty while it is fine."""
        return self._problem

    def set_structure(self, structure: tuple[int, ...]) -> None:
        """Show other sizes; text being typed stays."""
        self._structure = structure
        self.updateGeometry()
        if not (self.hasFocus() and self.isModified()):
            self._show()

    def set_locked(self, on: bool) -> None:
        """Show the sizes only; they cannot be typed over."""
        self.setReadOnly(on)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if on else Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.ink2))
        self.setPalette(palette)

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self._whole()) + 2 * PADDING + 8, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, HEIGHT)

    def take(self) -> bool:
        """Have the network built, or put the caret where a size cannot be read."""
        if not self.isModified() or not self._structure:
            return not self._problem
        try:
            hidden = read_hidden(self.text(), self._structure[0], self._structure[-1])
        except LayerSizesError as error:
            self._set_problem(f"{error}; the network stays as it is")
            if self.hasFocus():
                self.setCursorPosition(error.start)
                self.setSelection(error.start, error.end - error.start)
            return False
        self._set_problem("")
        changed = hidden != self._structure[1:-1]
        self._structure = (self._structure[0], *hidden, self._structure[-1])
        self._show()
        if changed:
            self.hidden_edited.emit(hidden)
        return True

    def drop(self) -> bool:
        """Show the sizes of the network again."""
        was_typed = self.isModified()
        self._set_problem("")
        self._show()
        return was_typed

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Turn arrows into commas for typing."""
        super().focusInEvent(event)
        if not self.isModified():
            self._show()
            self.selectAll()

    def finish(self) -> None:
        super().finish()
        self._problem = ""
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.hasFocus():
            self._show()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus() or self.underMouse():
            painter = QPainter(self)
            draw_field_frame(
                painter, QRectF(self.rect()), self.theme, enabled=self.isEnabled(), hovered=False,
                editing=self.hasFocus(), invalid=bool(self._problem),
            )  # fmt: skip
            painter.end()
        super().paintEvent(event)

    def _whole(self) -> str:
        return " → ".join(map(str, self._structure))

    def _show(self) -> None:
        if self.hasFocus():
            self.setText(", ".join(map(str, self._structure)))
        else:
            room = self.width() - 2 * PADDING - 6
            metrics, right = self.fontMetrics(), Qt.TextElideMode.ElideRight
            self.setText(metrics.elidedText(self._whole(), right, room))
            self.setCursorPosition(0)
        self.setModified(False)
        self._show_tip()

    def _on_text_edited(self) -> None:
        self._set_problem("")

    def _set_problem(self, problem: str) -> None:
        self._problem = problem
        self.setAccessibleDescription(problem)
        say_below(self, problem)
        self._show_tip()
        self.update()

    def _show_tip(self) -> None:
        set_tip(self, self._problem or f"Layer sizes: {self._whole()}\n{TIP}")
