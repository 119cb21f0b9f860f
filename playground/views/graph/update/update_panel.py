"""The update: a table of all parameters, the formula of one of them, and the button that applies it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.models.graph.update.update_rules import steps
from playground.models.graph.update.update_table import UpdateTable
from playground.models.graph.update.update_words import say_change, say_problem, say_settings, say_update
from playground.style.theme import Theme
from playground.views.graph.update.update_card import UpdateCard
from playground.views.graph.update.update_view import UpdateView
from playground.views.kit import Label, Panel, TextButton
from playground.views.kit.one_line import OneLine
from playground.views.kit.scroll_style import dress_scroll_area, quiet_scroll_area

# Below this width the formula stands above the table.
COMPACT_BELOW = 760
NO_LIMIT = 16_777_215  # Qt's QWIDGETSIZE_MAX
NARROWEST_CARD, WIDEST_CARD, CARD_SHARE = 316, 440, 0.39
APPLY_TIP = "Apply this update to the parameters and the optimizer's state, and count it"
NO_TABLE = "Nothing to update yet: an update takes the gradient of a loss of the network."
NEEDS_BATCH = "With batch norm an update takes the points of a batch together: choose Loss of a batch."


class UpdatePanel(Panel):
    """Formula and table side by side, or below each other.

    Signals
    -------
    parameter_selected
        Number of a parameter, in the order of the network, when a person goes to its row.
    apply_wanted
        The button was pressed.
    """

    parameter_selected = Signal(int)
    apply_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.TopEdge, parent)
        self.table: UpdateTable | None = None
        self._obstacle = ""
        self.settings_line = OneLine()
        self.apply_button = TextButton("Apply to the network", tip=APPLY_TIP, height=32)
        self.card, self.view = UpdateCard(), UpdateView()
        self._area = quiet_scroll_area(self.card)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Label("Update", "section_title"))
        head.addWidget(self.settings_line, 1)
        head.addWidget(self.apply_button)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(8)
        self._body.addWidget(self._area)
        self._body.addWidget(self.view, 1)
        self._nothing = Label(NO_TABLE, "body", "ink3")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body.addWidget(self._nothing, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._body, 1)
        self.apply_button.clicked.connect(self.apply_wanted)
        self.view.item_selected.connect(self._on_item_selected)
        self.set_table(None)

    @property
    def parameter(self) -> int | None:
        """The parameter whose formula is shown."""
        return self.view.item

    def set_table(self, table: UpdateTable | None, reason: str = NO_TABLE) -> None:
        """Show an update, by default with the parameter that changes most; None for none, for a reason."""
        self.table = table
        self._nothing.set_text(reason)
        self.view.set_table(table)
        if table is not None and len(table) and self.view.item is None:
            self.view.set_item(int(np.nan_to_num(np.abs(table.changes)).argmax()))
        for widget in (self._area, self.view):
            widget.setVisible(table is not None)
        self._nothing.setVisible(table is None)
        self._show()

    def set_parameter(self, parameter: int) -> None:
        """Show the formula of a parameter and go to its row."""
        if self.table is not None and 0 <= parameter < len(self.table):
            self.view.set_item(parameter)
            self._show()

    def set_obstacle(self, obstacle: str) -> None:
        """Show why the update cannot be applied now, e.g. because training is running; empty if it can."""
        if obstacle != self._obstacle:
            self._obstacle = obstacle
            self._show()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        dress_scroll_area(self._area, theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put formula and table side by side, or below each other."""
        width = self.width()
        compact = width < COMPACT_BELOW
        way = QBoxLayout.Direction.TopToBottom if compact else QBoxLayout.Direction.LeftToRight
        self._body.setDirection(way)
        self.card.set_compact(compact)
        if compact:
            self._area.setMinimumWidth(0)
            self._area.setMaximumWidth(NO_LIMIT)
            self._area.setFixedHeight(self.card.sizeHint().height())
        else:
            self._area.setFixedWidth(round(min(max(CARD_SHARE * width, NARROWEST_CARD), WIDEST_CARD)))
            self._area.setMinimumHeight(0)
            self._area.setMaximumHeight(NO_LIMIT)

    def _show(self) -> None:
        """Show the formula of the selected parameter, and whether the update can be applied."""
        table, parameter = self.table, self.view.item
        problem = "" if table is None else say_problem(table)
        self.settings_line.set_text(
            "" if table is None else problem or say_settings(table), "danger" if problem else "ink3"
        )
        if table is not None and parameter is not None:
            words = say_update(table, parameter)
            self.card.set_rules(say_change(table, parameter), steps(table, parameter), words)
            self._arrange()
        obstacle = self._obstacle or problem
        self.apply_button.setEnabled(table is not None and not obstacle)
        self.apply_button.set_tip(obstacle or APPLY_TIP)

    def _on_item_selected(self, parameter: int) -> None:
        self._show()
        self.parameter_selected.emit(parameter)
