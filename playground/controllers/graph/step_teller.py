"""Tells what a step does, in numbers and in words."""

from __future__ import annotations

from playground.controllers.graph.engine_code import StepCode, code_of_step, loop_code, update_code
from playground.controllers.graph.step_figures import figures_of, short_text
from playground.models.graph.checking.gradient_check import MOST_AT_ONCE, check_gradients, say_check
from playground.models.graph.descent.descent_words import say_step
from playground.models.graph.fault.story import FaultStory
from playground.models.graph.gathering import gathering, ordinal
from playground.models.graph.mistakes.mistakes import (
    BACKWARD_TWICE,
    NO_ZERO_GRAD,
    OVERWRITING,
    STEP_MISTAKES,
    WRONG_ORDER,
)
from playground.models.graph.paths import PathSum
from playground.models.graph.step_words import (
    expression,
    formula_of,
    say_backward,
    say_forward,
    say_path,
    say_sum,
)
from playground.models.graph.steps import Walk
from playground.models.graph.update.update_table import UpdateTable
from playground.style.words import counted, number_text
from playground.views.graph.chain_panel import ChainPanel
from playground.views.kit.figure_rows import Figure

BEGIN_FORWARD = "Each operation needs the values of its operands: they are computed first."
UPDATE = (
    "Forward found the loss, backward the gradient of every parameter. Now each parameter moves a little "
    "against its gradient: w ← w − rate × gradient. Momentum, RMSProp and Adam remember earlier gradients; "
    "the table shows that memory, and what comes of it. The next forward pass begins with the new values."
)
BEGIN_WRONG = {
    BACKWARD_TWICE: "Here the whole pass is made twice; only inner nodes begin again from 0.",
    NO_ZERO_GRAD: "Leaves begin with what earlier updates left; inner nodes are new and begin from 0.",
}
VERDICTS = {
    WRONG_ORDER: (
        "Passed on too early, its first share counts twice",
        "no node here is used twice, so nothing is passed on too early",
    ),
    OVERWRITING: (
        "Only the last share of each node is left",
        "no node here is used twice, so nothing is thrown away",
    ),
    BACKWARD_TWICE: (
        "Leaves kept what the first pass added, and got it again",
        "all gradients are 0, and twice 0 is 0",
    ),
    NO_ZERO_GRAD: (
        "What earlier updates left is still in it",
        "nothing is left from earlier updates. Make an update, then go backward again",
    ),
}
"""At the end of a wrong pass: why gradients are wrong, or why they are not."""
UPDATE_BY_HAND = (
    "Forward found the loss, backward the gradient of every leaf. Now each parameter moves a little against "
    "its gradient: w ← w − rate × gradient. One step here is one parameter; Apply update below makes all of "
    "them at once. The next forward pass begins with the new values, and makes every inner node anew."
)
NO_CODE = StepCode((), None, "")


class StepTeller:
    """Fills the panel beside the graph; a step is named by how many steps are made, 0 for none yet."""

    def __init__(self, chain: ChainPanel) -> None:
        self._chain = chain

    def tell_nothing(self) -> None:
        """Say that there is no graph."""
        self._chain.set_step("No graph", (), (), (), "")
        self._set_code(NO_CODE)

    def tell_forward(self, walk: Walk, at: int) -> None:
        """Tell how a value is computed in the last of so many forward steps."""
        self._set_code(NO_CODE)
        if not at:
            self._chain.set_step("Forward", (), (), (), BEGIN_FORWARD)
            return
        block = walk.graph.nodes[walk.forward[at - 1].node]
        figures = [Figure("Formula", formula_of(block))]
        names: tuple[str, ...] = ()
        numbers: tuple[str, ...] = ()
        if block.is_single:
            parts = [walk.graph.nodes[index] for index in dict.fromkeys(block.operands)]
            single = [part for part in parts if part.is_single][:8]
            figures = [*(Figure(part.label, number_text(walk.value_of(part))) for part in single), *figures]
            if block.group is None:
                names = (block.label, "=", expression(walk, block))
                numbers = (number_text(walk.value_of(block)), "=", expression(walk, block, numbers=True))
        self._chain.set_step("Forward", names, numbers, figures, say_forward(walk, at - 1))

    def tell_update(self, walk: Walk, at: int, table: UpdateTable | None) -> None:
        """Tell how the last of so many parameters moves; without a table, what an update is."""
        if table is None:
            self._chain.set_step("Update", (), (), (), UPDATE)
            self._set_code(NO_CODE)
            return
        self._set_code(update_code())
        if not at:
            self._chain.set_step("Update", (), (), (), UPDATE_BY_HAND)
            return
        index, output = at - 1, walk.graph.nodes[walk.graph.output].label
        name, gradient = table.names[index], f"∂{output}/∂{table.names[index]}"
        numbers = (table.new_values[index], table.values[index], table.report.rule.rate, table.raw[index])
        new, old, rate, slope = (short_text(float(number)) for number in numbers)
        self._chain.set_step(
            "Update",
            (name, "←", name, "−", "rate", "×", gradient),
            (new, "=", old, "−", rate, "×", slope),
            (),
            say_step(table, index, output),
        )

    def tell_backward(self, walk: Walk, at: int) -> None:
        """Tell what the last of so many backward steps passes on; at first, how the pass begins."""
        output = walk.graph.nodes[walk.graph.output].label
        if not at:
            words = (
                f"It begins with ∂{output}/∂{output} = 1. A node passes its gradient on only once everything "
                "it flows into has added its share: from the output back, in topological order."
            )
            wrong = BEGIN_WRONG.get(walk.route.mistake)
            self._chain.set_step("Chain rule", (), (), (), f"{words} {wrong}" if wrong else words)
            self._set_code(loop_code())
            return
        move = walk.move(at - 1)
        parent, child = move.parent.label, move.child.label
        names: tuple[str, ...] = ()
        numbers: tuple[str, ...] = ()
        if move.local is not None:
            slot = child if move.slot[1] == 1 else f"({ordinal(move.slot[0])} {child})"
            sign = "=" if move.overwrites else "+="
            names = (f"∂{output}/∂{child}", sign, f"∂{output}/∂{parent}", "×", f"∂{parent}/∂{slot}")
            upstream, share = float(move.upstream[0]), float(move.share[0])
            numbers = (short_text(share), "=", short_text(upstream), "×", short_text(move.local))
        words = say_backward(walk, at - 1, move)
        if _is_checked_at_once(walk, at):
            words = f"{words} {say_check(check_gradients(walk))}"
        self._chain.set_step("Chain rule", names, numbers, figures_of(walk, move), words, _verdict(walk, at))
        self._chain.gathered.set_gathering(gathering(walk, at - 1))
        is_single = move.parent.group is None
        mistake = walk.route.mistake if walk.route.mistake in STEP_MISTAKES else ""
        self._set_code(code_of_step(move.parent.operation, mistake) if is_single else NO_CODE)

    def tell_practise(self) -> None:
        """Tell nothing: the panel of the exercise does."""
        self._chain.set_step("Practise", (), (), (), "")
        self._set_code(NO_CODE)

    def tell_story(self, story: FaultStory) -> None:
        """Tell where a run failed."""
        rows = [Figure(name, value) for name, value in story.rows]
        self._chain.set_step("Where the run failed", story.names, story.numbers, rows, story.words)
        self._set_code(NO_CODE)

    def tell_paths(self, walk: Walk, node: int, paths: PathSum | None) -> None:
        """List the paths from a node to the output; None if there are no such sums."""
        graph = walk.graph
        output, name = graph.nodes[graph.output].label, graph.nodes[node].label
        title = f"∂{output}/∂{name} as a sum over paths"
        if paths is None:
            self._chain.set_paths(
                title, "This node holds many numbers: open it, or choose Neurons or Scalars.", ()
            )
            return
        lines = [say_path(walk, path) for path in paths.paths]
        left = paths.count - len(paths.paths)
        more = f" The other {counted(left, 'path')} add {number_text(paths.rest)}." if left else ""
        words = (
            f"{counted(paths.count, 'path')} from {name} to {output}. Along each the local derivatives are "
            f"multiplied, and the products added: {say_sum(paths)}.{more}"
        )
        self._chain.set_paths(title, words, lines)

    def _set_code(self, code: StepCode) -> None:
        self._chain.set_code(code.lines, code.marked, code.place)


def _is_checked_at_once(walk: Walk, at: int) -> bool:
    """Whether the pass is complete, and its graph small enough to check all gradients while one waits."""
    is_small = not walk.graph.has_groups and len(walk.values) <= MOST_AT_ONCE
    return is_small and at == len(walk.backward) and not walk.route.is_cut


def _verdict(walk: Walk, at: int) -> str:
    """List, at the end of a wrong pass, the wrong gradients."""
    if not walk.route.mistake or at < len(walk.backward):
        return ""
    if walk.route.is_cut:
        return (
            f"Not finished: in the wrong order every path is walked again, and after {at:,} steps "
            "there are more to come. What stands on the cards is no result."
        )
    found = walk.gradients_after(at)
    wrong = [
        f"{name}.grad is {number_text(float(found[scalar]))}, "
        f"right is {number_text(float(walk.gradients[scalar]))}"
        for block in walk.graph.nodes
        for scalar in block.outputs
        if not block.is_constant and abs(found[scalar] - walk.gradients[scalar]) > 1e-9
        for name in [walk.graph.scalars.nodes[scalar].label]
    ]
    why, otherwise = VERDICTS[walk.route.mistake]
    if not wrong:
        return f"Wrong code, right gradients: {otherwise}."
    more = f" and {len(wrong) - 4} more" if len(wrong) > 4 else ""
    return f"{why}: {'; '.join(wrong[:4])}{more}."
