"""The nodes to choose from; the graph below can be clicked as well."""

from __future__ import annotations

from collections.abc import Mapping

from playground.models.lessons.part import Guess, Question
from playground.models.lessons.parts.next_question import NextQuestion
from playground.views.lessons.answers.answer_field import Ground
from playground.views.lessons.answers.choice_tiles import ChoiceTile, ChoiceTiles


class NodePicker(ChoiceTiles):
    """A tile for each node that is left; a click, a number key or a click in the graph chooses one."""

    prompt = "Click the node that goes next, then run."
    nodes: tuple[int, ...] = ()

    def set_question(self, question: Question, ground: Ground) -> None:
        assert isinstance(question, NextQuestion)
        self.set_nodes(
            {node: question.stage.drawing.blocks.nodes[node].label for node in question.candidates}
        )

    def set_nodes(self, labels: Mapping[int, str]) -> None:
        """Offer nodes by their numbers."""
        self.nodes = tuple(labels)
        self._set_tiles([ChoiceTile(number, label) for number, label in enumerate(labels.values(), 1)])

    def guess_at(self, place: int) -> Guess:
        return self.nodes[place]

    def keys(self) -> str:
        return f"Click a node in the graph. {super().keys()}"

    def choose(self, node: int) -> None:
        """Choose a node by a click in the graph; one that is not asked for does nothing."""
        if node in self.nodes and self.tiles[self.nodes.index(node)].isEnabled():
            self.guessed.emit(node)
