"""The formulas of an update in a frame: names above, the numbers of one parameter below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.models.graph.update.formula import Rule, Term, written
from playground.style.theme import font
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Themed

PADDING, TITLE, PAIR, LINE = 8, 20, 34, 18
NAME_HEIGHT, GAP = 17, 4.0
NAME_ROLE, NUMBER_ROLE = "caption", "inspector_code"
BETWEEN = ";  "
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class UpdateCard(Themed, QWidget):
    """All formulas below each other, or where there is little room the last one and a line of others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._rules: Sequence[Rule] = ()
        self._is_compact = False

    def set_rules(self, title: str, rules: Sequence[Rule], words: str) -> None:
        """Show formulas below a title; `words` say them to those who cannot see them."""
        self._title, self._rules = title, rules
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        set_tip(self, "\n".join(written(rule) for rule in rules) or title)
        self._fit()

    def set_compact(self, compact: bool) -> None:
        """Choose how many formulas are drawn in full."""
        if compact != self._is_compact:
            self._is_compact = compact
            self._fit()

    def sizeHint(self) -> QSize:
        count = len(self._rules)
        height = LINE * (count > 1) + PAIR * (count > 0) if self._is_compact else PAIR * count
        return QSize(200, 2 * PADDING + TITLE + height)

    def _fit(self) -> None:
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        draw_box(painter, QRectF(self.rect()), 8.0, theme.surface, theme.line)
        width, y = self.width() - 2.0 * PADDING, float(PADDING)
        draw_text(painter, QRectF(PADDING, y, width, TITLE - 2), self._title, font("selected"), theme.ink)
        y += TITLE
        for rule in self._rules[-1:] if self._is_compact else self._rules:
            self._draw_pair(painter, rule, y, width)
            y += PAIR
        if self._is_compact:
            others = _that_fit(self._rules[:-1], width)
            draw_text(painter, QRectF(PADDING, y, width, LINE), others, font(NUMBER_ROLE), theme.ink3)

    def _draw_pair(self, painter: QPainter, rule: Rule, y: float, room: float) -> None:
        """Draw one formula: each number below its name."""
        theme = self.theme
        widths = [
            max(text_width(term.name, font(NAME_ROLE)), text_width(term.number, font(NUMBER_ROLE)))
            for term in rule
        ]
        gap = min(GAP, max(0.0, (room - sum(widths)) / (len(rule) - 1)))
        # Where even that is too wide all terms give way in proportion.
        share = min(1.0, room / sum(widths))
        x = float(PADDING)
        for term, natural in zip(rule, widths, strict=True):
            width = natural * share
            names = QRectF(x, y, width, NAME_HEIGHT)
            draw_text(painter, names, term.name, font(NAME_ROLE), theme.ink2, _CENTRE)
            numbers = QRectF(x, y + NAME_HEIGHT - 2, width, PAIR - NAME_HEIGHT)
            draw_text(painter, numbers, term.number, font(NUMBER_ROLE), self._ink(term), _CENTRE)
            x += width + gap

    def _ink(self, term: Term) -> str:
        theme = self.theme
        if not term.value or term.is_setting:
            return theme.ink3
        return theme.positive_text if term.value > 0.0 else theme.negative_text


def _that_fit(rules: Sequence[Rule], room: float) -> str:
    """Return as many of the last formulas as a line holds, at least one."""
    texts: list[str] = []
    for rule in reversed(rules):
        longer = [written(rule), *texts]
        if texts and text_width(BETWEEN.join(longer), font(NUMBER_ROLE)) > room:
            break
        texts = longer
    return BETWEEN.join(texts)
