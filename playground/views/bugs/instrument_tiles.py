"""The instruments as tiles: which were looked at, and how many looks are left."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.models.bugs.instruments.table import INSTRUMENTS
from playground.style.icons import draw_icon
from playground.style.theme import font
from playground.style.words import counted
from playground.views.kit import Label
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.plain_text import set_plain_text
from playground.views.kit.themed import Control
from playground.views.lessons.lesson_card import LessonCard

HEIGHT, COLUMNS = 36, 5
KEY, PADDING = 18.0, 10.0
TWIN = "twin"
_TWIN_TITLE, _TWIN_TIP = "Healthy twin", "Show a run without the mistake beside this one, in every instrument"


class InstrumentTile(Control, QAbstractButton):
    """An instrument; a tick says that it was looked at already, and costs no look any more."""

    def __init__(self, key: str, title: str, tip: str, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key, self._tip, self._number = key, tip, number
        self._is_open = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_plain_text(self, title)
        self.set_state(is_open=False, is_on=False)

    def set_state(self, *, is_open: bool, is_on: bool) -> None:
        """Show whether it was looked at, and whether it is on screen."""
        self._is_open = is_open
        self.setChecked(is_on)
        cost = "looked at already" if is_open else "costs a look"
        self.describe(self.text(), f"{self._tip} ({cost}; key {self._number})")
        self.setAccessibleDescription(cost)
        self.update()

    def nextCheckState(self) -> None:
        """Stay as it is: the controller says what is on screen."""

    def sizeHint(self) -> QSize:
        return QSize(132, HEIGHT)

    def ring_shape(self) -> tuple[QRect, float]:
        return self.rect(), 8.0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, is_on = QPainter(self), self.theme, self.isChecked()
        enabled = self.isEnabled()
        fill = theme.soft if is_on else theme.inset if self.hovered and enabled else theme.surface
        border = theme.accent if is_on else theme.ctl2 if self.hovered and enabled else theme.ctl
        if not enabled:
            fill, border = theme.bg, theme.line
        draw_box(painter, QRectF(self.rect()), 8.0, fill, border, 2.0 if is_on else 1.0)
        ink = theme.disabled if not enabled else theme.accent_text if is_on else theme.ink
        left, middle = PADDING, self.height() / 2
        end = QRectF(self.width() - KEY - 8, middle - KEY / 2, KEY, KEY)
        title = QRectF(left, 0, end.left() - left - 4, self.height())
        draw_text(painter, title, self.text(), font("selected" if is_on else "button"), ink)
        if self._is_open:
            draw_icon(painter, "check", ink, end.adjusted(2, 2, -2, -2))
            return
        draw_box(painter, end, 4.0, None, border)
        draw_text(painter, end, str(self._number), font("tick"), theme.ink3 if enabled else theme.disabled,
                  Qt.AlignmentFlag.AlignHCenter)  # fmt: skip


class InstrumentTiles(LessonCard):
    """All instruments and the healthy twin; a number key or a click looks at one.

    Signals
    -------
    wanted
        Key of an instrument, or of the twin.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.looks = Label("", "body", "ink2")
        head = QHBoxLayout()
        head.addWidget(Label("Instruments", "section_title"), 1)
        head.addWidget(self.looks)
        grid = QGridLayout()
        grid.setSpacing(8)
        self.tiles: dict[str, InstrumentTile] = {}
        titles = [(one.key, one.title, one.tip) for one in INSTRUMENTS.values()]
        for place, (key, title, tip) in enumerate([*titles, (TWIN, _TWIN_TITLE, _TWIN_TIP)]):
            tile = self.tiles[key] = InstrumentTile(key, title, tip, place + 1)
            tile.clicked.connect(self._on_tile_clicked)
            grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(grid)

    def set_state(
        self, looks_left: int, opened: Collection[str], on_screen: str, *, is_ready: bool, is_over: bool
    ) -> None:
        """Show what was looked at.

        Parameters
        ----------
        on_screen
            The instrument whose readings are shown; empty for none.
        is_ready
            Whether something can be looked at now.
        is_over
            Whether the round is over: then looks are free.
        """
        self.looks.set_text("Looks are free now" if is_over else f"{counted(looks_left, 'look')} left")
        for key, tile in self.tiles.items():
            is_open = key in opened
            is_on = key in opened if key == TWIN else key == on_screen
            tile.set_state(is_open=is_open, is_on=is_on)
            can_look = is_over or is_open or looks_left > 0
            # While something is measured, the tile that asked for it keeps the keyboard.
            can_press = is_ready or tile.hasFocus()
            tile.setEnabled(can_press and can_look and not (key == TWIN and is_open))

    def press(self, number: int) -> bool:
        """Look at an instrument by its number from 1; return whether there is one."""
        tiles = list(self.tiles.values())
        if not 1 <= number <= len(tiles):
            return False
        tiles[number - 1].click()
        return True

    def _on_tile_clicked(self) -> None:
        tile = self.sender()
        assert isinstance(tile, InstrumentTile)
        self.wanted.emit(tile.key)
