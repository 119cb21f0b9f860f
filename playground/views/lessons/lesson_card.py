"""The white card that everything beside a lesson's text lies on, and the small state in its corner."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.models.lessons.stage import Look
from playground.style.icons import draw_icon
from playground.style.theme import Theme, font
from playground.views.kit import Label, TextButton
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.themed import Themed

TAG_HEIGHT, _PADDING, _ICON = 24.0, 10.0, 12.0
_ICONS = {"good": "check", "bad": "close"}


class LessonCard(Themed, QWidget):
    """A card with a border."""

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_box(QPainter(self), QRectF(self.rect()), 8.0, self.theme.surface, self.theme.line)


class Tag(Themed, QWidget):
    """A state in a word or two; icon and text say what the colour says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._tone: Look = "plain"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state("", "plain")

    @property
    def text(self) -> str:
        """The state on screen."""
        return self._text

    def set_state(self, text: str, tone: Look) -> None:
        """Show another state; an empty text hides it."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(tag_width(self._text, self._tone)), round(TAG_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_tag(QPainter(self), QRectF(self.rect()), self._text, self._tone, self.theme)


class JudgedCard(LessonCard):
    """A card that holds a guess against what came out; subclasses fill `column` below its head.

    Signals
    -------
    again_wanted
        Forget the guess and ask anew.
    """

    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("", "section_title")
        self.title.setWordWrap(True)
        self.tag = Tag()
        self.again_button = TextButton(
            "Guess again", "Guess again", "Forget the guess, and ask once more", icon="reset", height=32
        )
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        head.addWidget(self.tag)
        head.addWidget(self.again_button)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(8)
        self.column.addLayout(head)
        self.again_button.clicked.connect(self.again_wanted)

    def set_verdict(self, text: str, tone: Look) -> None:
        """Say whether it was as guessed; an empty text says nothing."""
        self.tag.set_state(text, tone)


def tag_width(text: str, tone: Look) -> float:
    """Return how wide a tag is."""
    icon = _ICON + 6.0 if tone in _ICONS else 0.0
    return 2 * _PADDING + icon + text_width(text, font("caption"))


def draw_tag(painter: QPainter, place: QRectF, text: str, tone: Look, theme: Theme) -> None:
    """Draw a tag."""
    fill, line, ink = {
        "plain": (theme.surface, theme.ctl, theme.ink2),
        "good": (theme.ok_soft, theme.ok_line, theme.ok),
        "bad": (theme.danger_soft, theme.danger_line, theme.danger),
    }[tone]
    draw_box(painter, place, place.height() / 2, fill, line)
    left = place.left() + _PADDING
    if tone in _ICONS:
        middle = place.center().y()
        draw_icon(painter, _ICONS[tone], ink, QRectF(left, middle - _ICON / 2, _ICON, _ICON))
        left += _ICON + 6.0
    draw_text(
        painter, QRectF(left, place.top(), place.right() - left, place.height()), text, font("caption"), ink
    )
