"""Buttons: the one accent-filled action of a screen, icons, and text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.style.icons import draw_icon
from playground.style.theme import font
from playground.views.kit.drawing import accent_fill, draw_box, draw_text, text_width
from playground.views.kit.plain_text import set_plain_text, set_tip
from playground.views.kit.themed import Control

_ICON = 18
_ICON_GAP = 7
_PADDING, _LEAST = 14, 8
_RADIUS = 8.0


class _Button(Control, QAbstractButton):
    """A rounded button with an icon, a text, or both, side by side in the middle."""

    def __init__(self, icon: str, text: str, name: str, tip: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._fixed: QSize | None = None
        self._height = 36
        set_plain_text(self, text)
        self.describe(name or text, tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str) -> None:
        """Show another icon; an empty name shows none."""
        if icon != self._icon:
            self._icon = icon
            self.updateGeometry()
            self.update()

    def set_text(self, text: str) -> None:
        """Show another text; the accessible name stays."""
        if text != self.text():
            set_plain_text(self, text)
            self.updateGeometry()

    def set_tip(self, tip: str) -> None:
        set_tip(self, tip)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button, too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        if self._fixed is not None:
            return self._fixed
        return QSize(max(32, self._content_width() + 2 * _PADDING), self._height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        ink = self.ink()
        # A text that is too long is cut at its end, not at both.
        left = max((self.width() - self._content_width()) / 2, _LEAST)
        middle = self.height() / 2
        if self._icon:
            size = self.icon_size()
            draw_icon(painter, self._icon, ink, QRectF(left, middle - size / 2, size, size))
            left += size + _ICON_GAP
        if self.text():
            box = QRectF(left, 0, self.width() - left - _LEAST, self.height())
            draw_text(painter, box, self.text(), font(self.text_role()), ink)

    def icon_size(self) -> int:
        return _ICON

    def text_role(self) -> str:
        return "button"

    def ink(self) -> str:
        raise NotImplementedError

    def paint_ground(self, painter: QPainter) -> None:
        raise NotImplementedError

    def _content_width(self) -> int:
        width = self.icon_size() if self._icon else 0
        if self.text():
            width += text_width(self.text(), font(self.text_role()))
        if self._icon and self.text():
            width += _ICON_GAP
        return width


class _PlainButton(_Button):
    """Neutral button; with ``flat``, border and fill appear only on hover."""

    flat = False

    def ink(self) -> str:
        theme = self.theme
        if not self.isEnabled():
            return theme.disabled
        if self.isChecked():
            return theme.accent_text
        return theme.ink if self.hovered and not self.isDown() else theme.ink2

    def paint_ground(self, painter: QPainter) -> None:
        theme = self.theme
        fill: str | None
        border: str | None
        if not self.isEnabled():
            fill, border = theme.bg, theme.line
        elif self.isDown():
            fill, border = theme.inset2, theme.ctl2
        elif self.isChecked():
            fill, border = theme.soft, theme.soft_line
        elif self.hovered:
            fill, border = theme.inset, theme.ctl2
        else:
            fill, border = theme.surface, theme.ctl
        if self.flat:
            border = None
            resting = not (self.hovered or self.isDown() or self.isChecked())
            fill = None if resting or not self.isEnabled() else fill
        if fill is not None:
            draw_box(painter, QRectF(self.rect()), _RADIUS, fill, border)


class PrimaryButton(_PlainButton):
    """The accent-filled button, one per screen. With only an icon it is 52 x 40."""

    def __init__(
        self,
        icon: str = "",
        name: str = "",
        tip: str = "",
        *,
        text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(icon, text, name, tip, parent)
        self.is_filled = True
        if icon and not text:
            self._fixed = QSize(52, 40)

    def set_filled(self, filled: bool) -> None:
        """Look like other buttons where another one is the first of the screen."""
        self.is_filled = filled
        self.update()

    def icon_size(self) -> int:
        return _ICON if self.text() else 20

    def text_role(self) -> str:
        return "selected"

    def ink(self) -> str:
        if not self.is_filled:
            return super().ink()
        return self.theme.on_accent if self.isEnabled() else self.theme.disabled

    def paint_ground(self, painter: QPainter) -> None:
        if not self.is_filled:
            super().paint_ground(painter)
            return
        accent = accent_fill(self.theme, hovered=self.hovered, pressed=self.isDown())
        fill = accent if self.isEnabled() else self.theme.inset2
        draw_box(painter, QRectF(self.rect()), _RADIUS, fill)


class IconButton(_PlainButton):
    """A square button with an icon, 36 by default."""

    def __init__(
        self,
        icon: str,
        name: str,
        tip: str = "",
        *,
        size: int = 36,
        flat: bool = False,
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(icon, "", name, tip, parent)
        self.flat = flat
        self._fixed = QSize(size, size)
        self.setCheckable(checkable)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class TextButton(_PlainButton):
    """A button with a text and an optional icon before it."""

    def __init__(
        self,
        text: str,
        name: str = "",
        tip: str = "",
        *,
        icon: str = "",
        height: int = 36,
        flat: bool = False,
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(icon, text, name, tip, parent)
        self.flat = flat
        self._height = height
        self.setCheckable(checkable)
