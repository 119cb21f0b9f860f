"""Opens the list of functions at the chosen node, and puts the chosen function into the formulas."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from engine.operation_table import fixed_exponent
from playground.controllers.graph.graph_controller import GraphController
from playground.models.graph.functions.function_list import FunctionEntry, function_list
from playground.models.graph.graph_node import SUM
from playground.models.graph.steps import Walk
from playground.views.graph.functions.function_card import FunctionAtNode
from playground.views.graph.graph_screen import GraphScreen


class FunctionsController(QObject):
    """The list knows the graph on screen only when it is opened."""

    def __init__(self, screen: GraphScreen, graph: GraphController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen, self._graph = screen, graph
        screen.functions_wanted.connect(self._on_view_functions_wanted)
        screen.functions.function_chosen.connect(self._on_view_function_chosen)

    @Slot()
    def _on_view_functions_wanted(self) -> None:
        walk, chosen = self._graph.walk, self._screen.canvas.selected
        if self._graph.steps.is_practising:
            chosen = None  # the slope before the output is a gradient to be found
        node = None if walk is None or chosen is None else _function_at(walk, chosen)
        self._screen.functions.open(function_list(self._graph.formulas.own), node)

    @Slot(object)
    def _on_view_function_chosen(self, entry: FunctionEntry) -> None:
        source = self._screen.source
        if not source.buttons["formulas"].isChecked():
            source.source_selected.emit("formulas")
        source.editor.insert(entry.called, entry.operands)


def _function_at(walk: Walk, node: int) -> FunctionAtNode | None:
    """Return the last operation of a node: of a neuron, its activation."""
    block = walk.graph.nodes[node]
    nodes = walk.graph.scalars.nodes
    scalar = nodes[block.outputs[0]]
    if not block.is_single or not scalar.operation:
        return None
    operation, values = scalar.operation, tuple(float(walk.values[index]) for index in scalar.operands)
    names = tuple(nodes[index].label for index in scalar.operands)
    if operation == SUM:
        # A chain of additions is the first summand and all that is added to it.
        operation, values, names = "+", (values[0], sum(values[1:])), (names[0], "all others")
    elif (exponent := fixed_exponent(operation)) is not None:
        operation, values, names = "**", (*values, exponent), (*names, "exponent")
    return FunctionAtNode(operation, block.label, names, values)
