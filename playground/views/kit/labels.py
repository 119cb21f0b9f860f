"""Labels in the fonts and colours of the theme, and captions above fields."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QEnterEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from playground.style.glossary import explained
from playground.style.theme import Theme, font, line_height
from playground.views.kit.plain_text import plain_caption, set_tip, take_tip
from playground.views.kit.themed import Themed, Veil

_FIELD_GAP = 4


class Label(Veil, Themed, QLabel):
    """One line of plain text with a font role and an ink, a token such as ``"ink2"`` or ``"danger"``.

    A click goes to its buddy, if it has one.
    """

    def __init__(
        self, text: str = "", role: str = "body", ink: str = "ink", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._ink, self._own_tip = ink, ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(role))
        self.setMinimumHeight(line_height(role))
        self._recolor()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._recolor()

    def set_ink(self, ink: str) -> None:
        """Take the colour of another token of the theme."""
        self._ink = ink
        self._recolor()

    def set_text(self, text: str) -> None:
        if text != self.text():
            self.setText(text)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Explain the terms of a caption; where the text wraps it is a sentence."""
        super().enterEvent(event)
        if self.toolTip() == self._own_tip and not self.wordWrap():
            field = self.buddy()
            if field is None:
                set_tip(self, explained("", self.text()))
            else:
                take_tip(self, field)
            self._own_tip = self.toolTip()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        field = self.buddy()
        if field is not None and event.button() == Qt.MouseButton.LeftButton:
            # As the key of a caption would, so that the ring shows where the keyboard went.
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            event.accept()
        else:
            super().mousePressEvent(event)

    def _recolor(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, QColor(getattr(self.theme, self._ink)))
        disabled = QPalette.ColorGroup.Disabled
        palette.setColor(disabled, QPalette.ColorRole.WindowText, QColor(self.theme.disabled))
        self.setPalette(palette)


class LabeledField(Veil, QWidget):
    """A caption above a control; a click on the caption goes to the control."""

    def __init__(
        self, text: str, field: QWidget, *, gap: int = _FIELD_GAP, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self.label = Label(plain_caption(text), "caption", "ink3")
        self.label.setBuddy(field)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap)
        layout.addWidget(self.label)
        layout.addWidget(field)
        self.setSizePolicy(field.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Fixed)


def labeled(text: str, field: QWidget, *, gap: int = _FIELD_GAP) -> LabeledField:
    """``field`` with the caption ``text`` above it."""
    return LabeledField(text, field, gap=gap)
