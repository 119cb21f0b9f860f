"""Joins the workbench with the Graph mode: formulas or the network at work, forward and backward by steps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from playground.controllers.engine_code import backward_loop, line_for
from playground.models.frame import Frame
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.formulas import EXAMPLES, FormulaError, graph_of_formulas
from playground.models.graph.layout import lay_out_graph
from playground.models.graph.network_graph import NetworkGraph, network_graph
from playground.models.graph.steps import Walk, formula_of, written
from playground.models.reading_pace import ReadingPace
from playground.models.run import RunInfo
from playground.models.words import number_text
from playground.views.figure_rows import Figure
from playground.views.graph.graph_canvas import GraphView
from playground.views.graph.graph_screen import GraphScreen
from playground.workbench import Workbench


class GraphController(QObject):
    """Keeps the graph on screen, the values of its leaves, and the step.

    Parameters
    ----------
    chosen_sample, chosen_neuron
        Tell which point is inspected, and which neuron is pinned, in the Train screen.
    """

    def __init__(
        self,
        workbench: Workbench,
        screen: GraphScreen,
        chosen_sample: Callable[[], int | None],
        chosen_neuron: Callable[[], tuple[int, int] | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._screen = workbench, screen
        self._chosen_sample, self._chosen_neuron = chosen_sample, chosen_neuron
        self._text, self._leaves_by_name = EXAMPLES[0].text, dict(EXAMPLES[0].leaves)
        self._source = "formulas"
        self._folds, self._shows_derivatives, self._is_wrong = True, True, False
        self._graph: ComputationGraph | None = None
        self._network: NetworkGraph | None = None
        self._leaves: dict[int, float] = {}
        self._walk: Walk | None = None
        self._way, self._at = "backward", 0
        self._pace = ReadingPace()
        source, steps = screen.source, screen.steps
        source.source_selected.connect(self._on_view_source_selected)
        source.example_selected.connect(self._on_view_example_selected)
        source.formulas_edited.connect(self._on_view_formulas_edited)
        source.leaf_edited.connect(self._on_view_leaf_edited)
        source.fold_toggled.connect(self._on_view_fold_toggled)
        source.derivatives_toggled.connect(self._on_view_derivatives_toggled)
        source.wrong_order_toggled.connect(self._on_view_wrong_order_toggled)
        steps.way_selected.connect(self._on_view_way_selected)
        steps.step_wanted.connect(self._on_view_step_wanted)
        screen.canvas.node_pressed.connect(self._on_view_node_pressed)
        workbench.frame_changed.connect(self._on_workbench_frame_changed)
        workbench.run_changed.connect(self._on_workbench_run_changed)
        source.editor.set_text(self._text)
        source.set_source(self._source)
        self._rebuild()

    @property
    def walk(self) -> Walk | None:
        """The graph on screen with its numbers."""
        return self._walk

    def show(self) -> None:
        """Bring what follows training up to date: the mode was chosen."""
        if self._source != "formulas":
            self._rebuild()

    @Slot(str)
    def _on_view_source_selected(self, source: str) -> None:
        self._source = source
        self._screen.source.set_source(source)
        self._at = 0
        self._rebuild()

    @Slot(str)
    def _on_view_example_selected(self, key: str) -> None:
        example = next(example for example in EXAMPLES if example.key == key)
        self._text, self._leaves_by_name = example.text, dict(example.leaves)
        self._screen.source.editor.set_text(example.text)
        self._at = 0
        self._rebuild()

    @Slot(str)
    def _on_view_formulas_edited(self, text: str) -> None:
        self._text = text
        self._rebuild()

    @Slot(int, float)
    def _on_view_leaf_edited(self, leaf: int, value: float) -> None:
        if self._graph is None:
            return
        self._leaves[leaf] = value
        self._leaves_by_name[self._graph.nodes[leaf].name] = value
        self._walk_again()

    @Slot(bool)
    def _on_view_fold_toggled(self, on: bool) -> None:
        self._folds, self._at = on, 0
        self._rebuild()

    @Slot(bool)
    def _on_view_derivatives_toggled(self, on: bool) -> None:
        self._shows_derivatives = on
        self._show()

    @Slot(bool)
    def _on_view_wrong_order_toggled(self, on: bool) -> None:
        self._is_wrong, self._way = on, "backward"
        self._walk_again()

    @Slot(str)
    def _on_view_way_selected(self, way: str) -> None:
        self._way, self._at = way, 0
        self._show()

    @Slot(int)
    def _on_view_step_wanted(self, step: int) -> None:
        self._at = step
        self._show()
        if self._walk is not None and step:
            steps = self._walk.forward if self._way == "forward" else self._walk.backward
            self._screen.canvas.show_node(steps[step - 1].node)

    @Slot(int)
    def _on_view_node_pressed(self, node: int) -> None:
        """Go to the step at which a node is computed, or at which its gradient is complete."""
        if self._walk is None:
            return
        if self._way == "forward":
            found = [index for index, step in enumerate(self._walk.forward, 1) if step.node == node]
        else:
            nodes = self._walk.graph.nodes
            found = [
                index
                for index, step in enumerate(self._walk.backward, 1)
                if step.operand is not None and nodes[step.node].operands[step.operand] == node
            ]
        self._on_view_step_wanted(found[-1] if found else 0)

    @Slot(object)
    def _on_workbench_run_changed(self, _: RunInfo) -> None:
        if self._source != "formulas" and self._screen.isVisible():
            self._rebuild()

    @Slot(object)
    def _on_workbench_frame_changed(self, frame: Frame) -> None:
        network, info = self._network, self._workbench.info
        if network is None or info is None or not self._screen.isVisible():
            return
        is_due = self._pace.is_due(is_playing=self._workbench.is_playing)
        if is_due and len(frame.parameters) == info.n_parameters:
            self._leaves |= network.leaves(frame.parameters)
            self._walk_again()

    def _rebuild(self) -> None:
        """Make the graph of the source anew; where that fails the last one stays on screen."""
        source = self._screen.source
        try:
            self._graph = self._make_graph()
        except FormulaError as error:
            source.editor.set_wrong((error.start, error.end))
            source.set_state(f"{str(error)[0].upper()}{str(error)[1:]}.", is_problem=True)
            return
        except ValueError as error:
            source.set_state(f"{str(error)[0].upper()}{str(error)[1:]}.", is_problem=True)
            return
        source.editor.set_wrong(None)
        graph = self._graph
        values = sum(1 for node in graph.nodes if not node.is_constant)
        source.set_state(f"✓ {values} values, {graph.n_operations} operations", is_problem=False)
        self._screen.canvas.set_graph(graph, lay_out_graph(graph))
        self._walk_again()

    def _make_graph(self) -> ComputationGraph:
        self._network = None
        if self._source == "formulas":
            graph = graph_of_formulas(self._text, self._leaves_by_name, fold_sums=self._folds)
            self._leaves = dict(graph.start)
            return graph
        info, frame = self._workbench.info, self._workbench.frame
        if info is None or frame is None or len(frame.parameters) != info.n_parameters:
            raise ValueError("the network is not ready yet")
        row = self._chosen_sample()
        row = int(info.split.train_indices[0]) if row is None else row
        neuron = None
        if self._source == "neuron":
            neuron = self._chosen_neuron() or (1, 0)
        self._network = network_graph(info, row, neuron, fold_sums=self._folds)
        self._leaves = {**self._network.graph.start, **self._network.leaves(frame.parameters)}
        return self._network.graph

    def _walk_again(self) -> None:
        """Take the numbers of now."""
        if self._graph is None:
            return
        try:
            self._walk = Walk(self._graph, self._leaves, is_wrong=self._is_wrong)
        except (ArithmeticError, ValueError) as error:
            self._screen.source.set_state(f"No value here: {error}", is_problem=True)
            return
        leaves = [
            (node.index, node.label, self._leaves[node.index])
            for node in self._graph.leaves
            if not node.is_constant
        ]
        if self._source == "formulas":
            self._screen.source.leaves.set_leaves(leaves)
        self._show()

    def _show(self) -> None:
        walk = self._walk
        if walk is None:
            return
        steps = walk.forward if self._way == "forward" else walk.backward
        self._at = min(self._at, len(steps))
        self._screen.steps.set_steps(len(steps), self._at, self._way)
        derivatives = walk.derivatives if self._shows_derivatives else ()
        if self._way == "forward":
            self._show_forward(walk, derivatives)
        else:
            self._show_backward(walk, derivatives)

    def _show_forward(self, walk: Walk, derivatives: tuple[tuple[float, ...], ...]) -> None:
        done = {step.node for step in walk.forward[: self._at]}
        values = [
            value if not node.operation or node.index in done else None
            for node, value in zip(walk.graph.nodes, walk.values, strict=True)
        ]
        now = (walk.forward[self._at - 1].node, None) if self._at else None
        reached = frozenset(
            (index, k) for index in done for k in range(len(walk.graph.nodes[index].operands))
        )
        nothing = (None,) * len(values)
        self._screen.canvas.set_view(GraphView(values, nothing, derivatives, reached, now, is_backward=False))
        self._screen.hint.set_text("Values flow left to right")
        chain = self._screen.chain
        chain.set_code((), None)
        if now is None:
            chain.set_step(
                "Forward",
                (),
                (),
                (),
                "Each operation needs the values of its operands: they are computed first.",
            )
            return
        node = walk.graph.nodes[now[0]]
        parts = [walk.graph.nodes[index] for index in node.operands]
        figures = [Figure(part.label, number_text(walk.values[part.index])) for part in parts]
        figures.append(Figure("Formula", formula_of(node.operation)))
        names = (node.label, "=", written(node.operation, [part.label for part in parts]))
        numbers = [number_text(walk.values[part.index]) for part in parts]
        result = (number_text(walk.values[node.index]), "=", written(node.operation, numbers))
        chain.set_step("Forward", names, result, figures, f"{walk.say_forward(self._at - 1)}.")

    def _show_backward(self, walk: Walk, derivatives: tuple[tuple[float, ...], ...]) -> None:
        gradients = walk.gradients_after(self._at)
        steps = walk.backward[: self._at]
        reached = frozenset((step.node, step.operand) for step in steps if step.operand is not None)
        now = (steps[-1].node, steps[-1].operand) if steps else None
        self._screen.canvas.set_view(GraphView(walk.values, gradients, derivatives, reached, now))
        self._screen.hint.set_text("Gradients flow right to left")
        output = walk.graph.nodes[walk.graph.output].label
        chain = self._screen.chain
        if now is None or now[1] is None:
            words = (
                f"It begins with ∂{output}/∂{output} = 1. A node passes its gradient on only once everything "
                "it flows into has added its share: from the output back, in topological order."
            )
            chain.set_step("Chain rule", (), (), (), words)
            chain.set_code(backward_loop(), None)
            return
        move = walk.move(self._at - 1)
        names = (
            f"∂{output}/∂{move.child.label}", "+=", f"∂{output}/∂{move.parent.label}", "×",
            f"∂{move.parent.label}/∂{move.child.label}",
        )  # fmt: skip
        numbers = (number_text(move.share), "=", number_text(move.upstream), "×", number_text(move.local))
        figures = [
            Figure(f"Upstream, {move.parent.label}.grad", number_text(move.upstream)),
            Figure("Local derivative", number_text(move.local)),
            Figure(f"{move.child.label}.grad before", number_text(move.before)),
            Figure(f"{move.child.label}.grad now", number_text(move.after)),
            Figure("Finite difference", "–" if move.difference is None else number_text(move.difference)),
            Figure(f"Formula of {move.parent.symbol}", formula_of(move.parent.operation)),
        ]
        chain.set_step(
            "Chain rule", names, numbers, figures, walk.say_backward(self._at - 1), self._verdict(walk)
        )
        operands = len(move.parent.operands)
        chain.set_code(backward_loop(), line_for(operands, now[1]))

    def _verdict(self, walk: Walk) -> str:
        """Say, at the end of a wrong pass, which gradients came out wrong."""
        if not self._is_wrong or self._at < len(walk.backward):
            return ""
        found = walk.gradients_after(self._at)
        wrong = [
            f"{node.label}.grad is {number_text(found[node.index])}, "
            f"right is {number_text(walk.gradients[node.index])}"
            for node in walk.graph.nodes
            if not node.is_constant and abs(found[node.index] - walk.gradients[node.index]) > 1e-9
        ]
        if not wrong:
            return (
                "Wrong order, right gradients: no node here is used twice, so nothing is passed on too early."
            )
        return "Passed on too early, its first share counts twice: " + "; ".join(wrong[:4]) + "."
