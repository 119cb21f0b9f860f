"""The list that drops down from a field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QMargins,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from playground.style.glossary import explained
from playground.style.icons import draw_icon
from playground.style.theme import LIGHT, Theme, font
from playground.views.kit.cards.floating_card import FloatingCard
from playground.views.kit.cards.placing import place_card
from playground.views.kit.drawing import SHADOW_MARGIN, draw_box, draw_text, text_width
from playground.views.kit.plain_text import plain
from playground.views.kit.terms.term_help import TermHelp

_ROW = 32
_INSET = 4
_MOST_ROWS = 10
_KEYS_THAT_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class _RowDelegate(QStyledItemDelegate):
    theme: Theme = LIGHT
    chosen = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(10, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self.theme
        state = option.state
        rect = QRectF(option.rect)
        chosen = index.row() == self.chosen
        reached = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            draw_box(painter, rect, 6, theme.soft, theme.soft_line if reached else None)
        elif reached:
            draw_box(painter, rect, 6, theme.inset)
        ink = theme.accent_text if chosen else theme.ink
        text = rect.adjusted(8, 0, -28, 0)
        draw_text(painter, text, str(index.data()), font("selected" if chosen else "body"), ink)
        if chosen:
            draw_icon(painter, "check", ink, QRectF(rect.right() - 24, rect.top(), 16, rect.height()))


class OptionPopup(FloatingCard):
    """A floating list of texts; Enter, Space or a click choose, Escape leaves."""

    option_chosen = Signal(int)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        TermHelp(self)
        self._delegate = _RowDelegate(self)
        self.list = QListWidget(self)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setItemDelegate(self._delegate)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.list.viewport().setAutoFillBackground(False)
        self.list.itemClicked.connect(self._on_item_clicked)
        self.list.itemEntered.connect(self.list.setCurrentItem)
        self.list.installEventFilter(self)
        margin = SHADOW_MARGIN + _INSET
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.addWidget(self.list)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._delegate.theme = theme

    def open(self, texts: Sequence[str], chosen: int) -> None:
        """Show ``texts`` below the owner, or above it if there is no room."""
        self._delegate.chosen = chosen
        self.list.clear()
        self.list.addItems(list(texts))
        for row, text in enumerate(texts):
            self.list.item(row).setToolTip(plain(explained("", text)))
        self.list.setAccessibleName(self._owner.accessibleName())
        self.list.setCurrentRow(max(0, chosen))
        self.setGeometry(self._placed(texts))
        self.show()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)
        self.list.scrollToItem(self.list.currentItem())

    def _placed(self, texts: Sequence[str]) -> QRect:
        rows = min(len(texts), _MOST_ROWS)
        widest = max((text_width(text, font("selected")) for text in texts), default=0)
        card = QSize(max(self._owner.width(), widest + 36 + 2 * _INSET + 8), rows * _ROW + 2 * _INSET)
        margin = SHADOW_MARGIN
        around = QMargins(margin, margin, margin, margin)
        return QRect(place_card(self._owner, card, margin), card.grownBy(around))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _KEYS_THAT_CHOOSE:
                self._choose(self.list.currentRow())
                return True
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_F4):
                self.hide()
                return True
        return False

    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        self._choose(self.list.row(item))

    def _choose(self, row: int) -> None:
        self.hide()
        if row >= 0:
            self.option_chosen.emit(row)
