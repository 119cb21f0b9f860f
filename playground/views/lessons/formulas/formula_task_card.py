"""The card above a formula or a slice that the learner is to bring into a state."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.views.kit import Label, TextButton
from playground.views.lessons.answers.node_picker import NodePicker
from playground.views.lessons.break_card import IN_GRAPH
from playground.views.lessons.lesson_card import LessonCard, Tag


class FormulaTaskCard(LessonCard):
    """The goal, what is said to the last act, and whether the goal is reached.

    Signals
    -------
    node_chosen
        Number of a node that is to be sent off.
    open_wanted
        Leave the lesson with what is on screen, to play with it freely.
    """

    node_chosen = Signal(int)
    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.goal = Label("", "question")
        self.goal.setWordWrap(True)
        self.note = Label("", "body", "ink2")
        self.note.setWordWrap(True)
        self.tag = Tag()
        self.nodes = NodePicker()
        self.open_button = TextButton(IN_GRAPH[0], *IN_GRAPH, height=32, flat=True)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.goal, 1)
        head.addWidget(self.tag)
        head.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.nodes)
        column.addWidget(self.note)
        self.nodes.guessed.connect(self._on_node_guessed)
        self.open_button.clicked.connect(self.open_wanted)

    def set_way(self, way: tuple[str, str]) -> None:
        """Show the name and the tip of the way out of the lesson."""
        self.open_button.set_text(way[0])
        self.open_button.describe(*way)

    def set_task(self, goal: str, note: str, nodes: Mapping[int, str] | None = None) -> None:
        """Show a task that is not reached yet, with the nodes to be sent off, if that is what it asks."""
        self.goal.set_text(goal)
        self.nodes.set_nodes(nodes or {})
        self.nodes.setVisible(bool(nodes))
        self.set_note(note, is_problem=False)
        self.tag.set_state("", "plain")

    def set_gone(self, gone: Collection[int]) -> None:
        """Mark the nodes that have been sent off."""
        for node, tile in zip(self.nodes.nodes, self.nodes.tiles, strict=True):
            tile.setChecked(node in gone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Number keys send nodes off."""
        if not self.nodes.takes_key(event):
            super().keyPressEvent(event)

    def _on_node_guessed(self, node: int) -> None:
        self.node_chosen.emit(node)

    def set_note(self, text: str, *, is_problem: bool) -> None:
        """Say what an act did, or a hint; nothing hides the line."""
        self.note.set_text(text)
        self.note.set_ink("danger" if is_problem else "ink2")
        self.note.setVisible(bool(text))
