"""A choice of few options: a field without a frame, whose list explains each option."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.theme import font
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.fields.field_frame import CHEVRON_AREA, HEIGHT, draw_chevron
from playground.views.kit.fields.select_field import SelectField

_INSET = 8


class TextMenu(SelectField):
    """A `SelectField` that looks like text until the pointer is over it.

    Parameters
    ----------
    options
        (key, word, explanation) of each; the list shows ``word: explanation``.
    """

    def __init__(
        self, options: Sequence[tuple[str, str, str]], name: str, tip: str = "", parent: QWidget | None = None
    ) -> None:
        self._explanations: dict[str, str] = {}
        super().__init__([], name, tip, parent=parent)
        self.set_explained_options(options)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_explained_options(self, options: Sequence[tuple[str, str, str]]) -> None:
        """Replace the options without a signal."""
        self._explanations = {key: f"{word}: {explanation}" for key, word, explanation in options}
        self.set_options([(key, word) for key, word, _ in options])

    def sizeHint(self) -> QSize:
        texts = [self.itemText(i) for i in range(self.count())]
        widest = max((text_width(text, font("caption")) for text in texts), default=40)
        return QSize(_INSET + widest + 2 + CHEVRON_AREA, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.hovered or self.is_open:
            draw_box(painter, rect, 6, self.theme.inset)
        ink = self.theme.ink2 if self.isEnabled() else self.theme.disabled
        role = font("caption")
        draw_text(painter, rect.adjusted(_INSET, 0, -CHEVRON_AREA, 0), self.currentText(), role, ink)
        rect.setRight(_INSET + text_width(self.currentText(), role) + 2 + CHEVRON_AREA)
        draw_chevron(painter, rect, self.theme, self.isEnabled())

    def showPopup(self) -> None:
        if self.count():
            texts = [self._explanations[self.itemData(i)] for i in range(self.count())]
            self.popup.open(texts, self.currentIndex())
            self.update()
