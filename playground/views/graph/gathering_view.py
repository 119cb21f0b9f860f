"""The shares of a gradient as bars, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.models.graph.gathering import Gathering, Share
from playground.style.theme import font
from playground.style.words import number_text
from playground.views.kit.drawing import draw_text
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Themed

HEAD, ROW, BAR, GAP = 24, 22, 12, 4
MOST_ROWS = 10
NAME_SHARE, NUMBER_WIDTH = 0.3, 78
TO_COME = "to come"


class GatheringView(Themed, QWidget):
    """A row for each share, that of this step in the accent colour, then the sum."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gathering: Gathering | None = None
        self.hide()

    def set_gathering(self, gathering: Gathering | None) -> None:
        """Show other shares, or nothing."""
        self._gathering = gathering
        self.setVisible(gathering is not None)
        if gathering is None:
            return
        rows = len(self._shown())
        self.setFixedHeight(HEAD + ROW * (rows + 1 + (rows < len(gathering.shares))) + GAP + 4)
        words = [f"{share.name}: {_number(share)}" for share in gathering.shares]
        self.setAccessibleName(f"Gathered by {gathering.node}, {gathering.progress}")
        self.setAccessibleDescription("; ".join(words))
        set_tip(self, "\n".join(words))
        self.update()

    def _shown(self) -> Sequence[Share]:
        """Return the shares that have a row: those around this step where there are many."""
        assert self._gathering is not None
        shares = self._gathering.shares
        now = next((place for place, share in enumerate(shares) if share.is_now), 0)
        first = max(min(now - MOST_ROWS // 2, len(shares) - MOST_ROWS), 0)
        return shares[first : first + MOST_ROWS]

    def paintEvent(self, event: QPaintEvent) -> None:
        found = self._gathering
        if found is None:
            return
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head = QRectF(0, 0, self.width(), HEAD - 4)
        draw_text(painter, head, f"Gathered by {found.node}", font("selected"), theme.ink)
        right = Qt.AlignmentFlag.AlignRight
        draw_text(painter, head, found.progress, font("caption"), theme.ink3, right)
        shown = self._shown()
        largest = max((abs(share.value) for share in found.shares if share.value is not None), default=0.0)
        y = float(HEAD)
        for share in shown:
            self._draw_share(painter, share, y, largest)
            y += ROW
        left_out = len(found.shares) - len(shown)
        if left_out:
            draw_text(
                painter, QRectF(0, y, self.width(), ROW), f"and {left_out} more", font("caption"), theme.ink3
            )
            y += ROW
        y += GAP
        painter.fillRect(QRectF(0, y, self.width(), 1), QColor(theme.line))
        place = QRectF(0, y, self.width(), ROW + 2)
        draw_text(painter, place, "Sum", font("selected"), theme.ink)
        draw_text(painter, place, number_text(found.total), font("graph_gradient"), theme.ink, right)

    def _draw_share(self, painter: QPainter, share: Share, y: float, largest: float) -> None:
        theme, width = self.theme, self.width()
        name = QRectF(0, y, NAME_SHARE * width, ROW)
        ink = theme.accent_text if share.is_now else theme.ink2
        draw_text(painter, name, share.name, font("selected" if share.is_now else "body"), ink)
        room = QRectF(name.right() + 8, y, width - NUMBER_WIDTH - name.right() - 8, ROW)
        middle = room.center().x()
        painter.fillRect(QRectF(middle, y + 3, 1, ROW - 6), QColor(theme.ctl2))
        number_ink = theme.ink3
        if share.value is not None:
            length = room.width() / 2 * (abs(share.value) / largest if largest else 0.0)
            left = middle + 1 if share.value >= 0 else middle - length
            fill = theme.positive if share.value >= 0 else theme.negative
            painter.fillRect(QRectF(left, y + (ROW - BAR) / 2, length, BAR), QColor(fill))
            number_ink = theme.positive_text if share.value >= 0 else theme.negative_text
        place = QRectF(width - NUMBER_WIDTH, y, NUMBER_WIDTH, ROW)
        draw_text(
            painter, place, _number(share), font("graph_gradient"), number_ink, Qt.AlignmentFlag.AlignRight
        )


def _number(share: Share) -> str:
    return TO_COME if share.value is None else number_text(share.value)
