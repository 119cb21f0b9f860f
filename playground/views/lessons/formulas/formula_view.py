"""A formula as a graph beside the text of a lesson: gone through step by step, its leaves moved by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.placing.layout import GraphLayout
from playground.views.graph.leaf_list import LeafList
from playground.views.graph.picture.graph_canvas import GraphCanvas
from playground.views.graph.picture.graph_view import GraphView
from playground.views.graph.step_bar import StepBar
from playground.views.kit import Label
from playground.views.lessons.lesson_card import LessonCard, Tag

LEAST_HEIGHT = 88
# The graphs of lessons have few nodes, and nothing beside them.
FIT_ZOOM = 1.6
GAP, HEAD, STEPS = 12, 40, 46
TIGHT = 400
"""In a lower view, two passes one above the other take the room of the words."""
WORDS_HEIGHT = 44


class FormulaPane(LessonCard):
    """One pass through the graph."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("", "section_title")
        self.tag = Tag()
        self.canvas = GraphCanvas()
        self.canvas.fit_zoom = FIT_ZOOM
        self.canvas.setMinimumHeight(LEAST_HEIGHT)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(8, 2, 8, 6)
        self._head.setFixedHeight(HEAD - 6)
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.tag)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.canvas, 1)

    def set_title(self, title: str) -> None:
        """Say which pass this is, where there are two."""
        self.title.set_text(title)
        self._head.setVisible(bool(title))
        self.tag.set_state("", "plain")


class FormulaView(QWidget):
    """The right pass, beside it a wrong one if there is one; below them leaves, words and steps.

    Signals
    -------
    step_wanted
        A position.
    leaf_edited
        Number of a leaf and its new value.
    node_pressed
        Number of a node.
    """

    step_wanted = Signal(int)
    leaf_edited = Signal(int, float)
    node_pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.right, self.wrong = FormulaPane(), FormulaPane()
        self.leaves = LeafList()
        self.words = Label("", "body", "ink2")
        self.words.setWordWrap(True)
        self.words.setMinimumHeight(WORDS_HEIGHT)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.steps = StepBar()
        self.steps.setFixedHeight(STEPS)
        # What there is to do here is the card's button, or to go on: nothing else has the accent.
        for widget in (self.steps.way, self.steps.play_button, self.steps.speed):
            widget.hide()
        self._layout: GraphLayout | None = None
        self._panes = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._panes.setSpacing(GAP)
        self._panes.addWidget(self.right, 1)
        self._panes.addWidget(self.wrong, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._panes, 1)
        column.addWidget(self.leaves)
        column.addWidget(self.words)
        column.addWidget(self.steps)
        self.wrong.hide()
        self.leaves.hide()
        self.steps.step_wanted.connect(self.step_wanted)
        self.leaves.value_edited.connect(self.leaf_edited)
        for pane in (self.right, self.wrong):
            pane.canvas.node_pressed.connect(self.node_pressed)

    def set_graph(self, graph: BlockGraph, layout: GraphLayout) -> None:
        """Show another graph."""
        self._layout = layout
        for pane in (self.right, self.wrong):
            pane.canvas.set_graph(graph, layout)
        self._place_panes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_panes()

    def _place_panes(self) -> None:
        """Put two passes beside one another, or one above the other, whichever shows them larger."""
        layout, room = self._layout, self._panes.geometry()
        if layout is None or room.isEmpty():
            return
        beside = min((room.width() - GAP) / 2 / layout.width, room.height() / layout.height)
        above = min(room.width() / layout.width, ((room.height() - GAP) / 2 - HEAD) / layout.height)
        is_beside = beside >= min(above, 1.0)
        self._panes.setDirection(
            QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom
        )
        is_tight = not is_beside and not self.wrong.isHidden() and self.height() < TIGHT
        self.words.setVisible(not is_tight)

    def set_views(self, right: GraphView, wrong: GraphView | None) -> None:
        """Show the numbers of one pass, or of two side by side."""
        self.right.canvas.set_view(right)
        if self.wrong.isHidden() is not (wrong is None):
            self.wrong.setVisible(wrong is not None)
            self._place_panes()
        if wrong is not None:
            self.wrong.canvas.set_view(wrong)

    def set_leaves(self, leaves: Sequence[tuple[int, str, float]]) -> None:
        """Offer leaves to be moved: number, name and value."""
        self.leaves.set_leaves(leaves)
        self.leaves.setVisible(bool(leaves))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right step, Home and End go to the ends."""
        steps = self.steps
        button = {
            Qt.Key.Key_Left: steps.previous, Qt.Key.Key_Right: steps.following,
            Qt.Key.Key_Home: steps.first, Qt.Key.Key_End: steps.last,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if button is None or event.modifiers():
            super().keyPressEvent(event)
        elif button.isEnabled():
            button.click()
