"""A question answered by pointing at a node: which may pass its gradient on next?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playground.models.graph.route import passes_on, waits_for
from playground.models.lessons.outcome import Outcomes
from playground.models.lessons.part import Guess, Judged, Question
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Entry
from playground.models.lessons.stages.formula_stage import FormulaStage
from playground.models.lessons.text import Text
from playground.style.words import number_text, quoted


@dataclass(frozen=True)
class NextQuestion(Question):
    """Which node may go next in the backward pass; a guess is its number in the graph.

    Attributes
    ----------
    done
        Nodes that have passed their gradients on.
    right, wrong
        What to tell then; why a node may not go yet is told in any case.
    """

    stage: FormulaStage
    done: tuple[int, ...]
    right: Text
    wrong: Text

    @property
    def candidates(self) -> tuple[int, ...]:
        """The nodes to choose from, those nearest to the output first."""
        return tuple(index for index in open_nodes(self.stage) if index not in self.done)

    def order(self, guess: Guess) -> tuple[int, ...]:
        """Return the order of the backward pass that begins as somebody guessed."""
        assert isinstance(guess, int | float)
        return (*self.done, int(guess))

    def takes(self, guess: Guess) -> bool:
        return guess in self.candidates

    def words(self, guess: Guess) -> str:
        assert isinstance(guess, int | float)
        return self.stage.graph.nodes[int(guess)].name

    def judge(self, guess: Guess, numbers: Outcomes) -> Judged:
        assert isinstance(guess, int | float)
        may_go = [
            index for index in self.candidates if not waits_for(self.stage.drawing.blocks, index, self.done)
        ]
        names = " or ".join(self.stage.graph.nodes[index].name for index in may_go)
        if int(guess) in may_go:
            return Judged(True, names, self.right)
        reason = Text((why_not(self.stage, int(guess), self.done),))
        return Judged(False, names, reason.followed_by(self.wrong))

    def faults(self, numbers: Outcomes) -> Iterator[str]:
        right = sum(self.judge(index, numbers).is_right for index in self.candidates)
        if not 0 < right < len(self.candidates):
            yield "some of the nodes that are left must be right and some wrong"


def open_nodes(stage: FormulaStage) -> tuple[int, ...]:
    """Return the nodes that pass a gradient on, those nearest to the output first."""
    blocks = stage.drawing.blocks
    return tuple(block.index for block in reversed(blocks.nodes) if passes_on(blocks, block.index))


def why_not(stage: FormulaStage, node: int, done: Sequence[int]) -> str:
    """Say what a node still waits for: which shares of its gradient are missing."""
    blocks, walk = stage.drawing.blocks, stage.passes().right
    names = [block.label for block in blocks.nodes]
    missing = waits_for(blocks, node, done)
    shares = {
        user: sum(
            float(walk.link_derivatives[edge]) * float(walk.gradients[user])
            for edge in range(int(blocks.first_edge[user]), int(blocks.first_edge[user + 1]))
            if blocks.nodes[user].operands[edge - int(blocks.first_edge[user])] == node
        )
        for user in missing
    }
    said = " and ".join(f"{number_text(share)} from {names[user]}" for user, share in shares.items())
    is_one = len(missing) == 1
    return (
        f"{names[node]}.grad is not complete: "
        f"{'a share is' if is_one else 'shares are'} missing, {said}. "
        f"{'It' if is_one else 'They'} would come too late for everything behind {names[node]}."
    )


def read_next(reader: BlockReader, line: int, entries: Sequence[Entry]) -> NextQuestion | None:
    """Read ``next:``, the nodes that have gone, with ``right:`` and ``wrong:``."""
    found = reader.values(line, "predict", entries, ("ask", "next", "right", "wrong"))
    stage = reader.stage
    if found is None:
        return None
    if not isinstance(stage, FormulaStage):
        reader.fault(found["next"].line, "next: needs formulas: a block formula before it")
        return None
    nodes = {stage.graph.nodes[index].name: index for index in open_nodes(stage)}
    names = [name.strip() for name in found["next"].value.split(",")]
    unknown = [name for name in names if name not in nodes]
    if unknown:
        reader.fault(
            found["next"].line, f"next: {quoted(unknown[0])} passes nothing on: choose {', '.join(nodes)}"
        )
        return None
    right, wrong = (reader.text(found[key].line, found[key].value) for key in ("right", "wrong"))
    done = tuple(nodes[name] for name in names)
    return NextQuestion(found["ask"].value, stage, done, right, wrong)
