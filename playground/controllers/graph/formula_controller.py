"""Keeps formulas as they are typed, and the values of their leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.formulas import EXAMPLES, FormulaError, read_formulas, with_values
from playground.models.graph.graph_node import in_print
from playground.style.words import exact_text, rounded, sentence
from playground.views.graph.graph_screen import GraphScreen
from playground.views.graph.source_panel import OWN

DIGITS = 6
"""Of a value in the text; the leaf itself has all of them."""


@dataclass(frozen=True)
class FormulaState:
    """Formulas at one moment, by which they are found again.

    Attributes
    ----------
    leaves
        Values by name.
    carried
        Gradients of leaves that nobody cleared, by name.
    """

    text: str
    leaves: Mapping[str, float]
    loss: str
    carried: Mapping[str, float]


class FormulaController(QObject):
    """Reads the text of the editor; what was set for a leaf is kept by its name.

    Parameters
    ----------
    own
        The operations of the user by name, each with its name in the engine.

    Attributes
    ----------
    is_refused
        Whether the text was not understood when it was read last.

    Signals
    -------
    edited
        There is another text to `read`, or another loss.
    leaves_edited
        New values of leaves, by index in the graph on screen.
    touched
        A person has edited something, or taken it back: what came before leads no further.
    operations_wanted
        The operations that a starting point uses.
    """

    edited = Signal()
    leaves_edited = Signal(object)
    touched = Signal()
    operations_wanted = Signal(object)

    def __init__(self, screen: GraphScreen, own: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen, self._own = screen, own
        self._text, self._leaves_by_name = EXAMPLES[0].text, dict(EXAMPLES[0].leaves)
        self._loss, self._carried = "", dict[str, float]()
        self._shown: ComputationGraph | None = None
        self.is_refused = False
        source = screen.source
        source.example_selected.connect(self._on_view_example_selected)
        source.formulas_edited.connect(self._on_view_formulas_edited)
        source.loss_selected.connect(self._on_view_loss_selected)
        source.leaf_edited.connect(self._on_view_leaf_edited)
        source.editor.set_text(self._text)

    @property
    def own(self) -> Mapping[str, str]:
        """The operations of the user by name, each with its name in the engine."""
        return self._own

    def set_own(self, own: Mapping[str, str]) -> None:
        """Read the text with other operations of the user."""
        if own != self._own:
            self._own = own
            self.edited.emit()

    @property
    def state(self) -> FormulaState:
        """All that an update changes."""
        return FormulaState(self._text, dict(self._leaves_by_name), self._loss, dict(self._carried))

    def restore(self, state: FormulaState) -> None:
        """Show formulas as they were."""
        self._text, self._leaves_by_name = state.text, dict(state.leaves)
        self._loss, self._carried = state.loss, dict(state.carried)
        self.touched.emit()
        self._screen.source.editor.set_text(state.text)
        self._show_example()
        self.edited.emit()

    def clear_gradients(self) -> None:
        """Forget what was left in the gradients of leaves."""
        self._carried.clear()

    def carried_in(self, graph: ComputationGraph) -> dict[int, float]:
        """Return what was left in the gradients of a graph's leaves, by index."""
        return {leaf.index: self._carried[leaf.name] for leaf in graph.leaves if leaf.name in self._carried}

    def read(self, *, fold_sums: bool) -> ComputationGraph | None:
        """Return the graph of the text; if it cannot be read, say why and return None."""
        source, canvas = self._screen.source, self._screen.canvas
        try:
            found = read_formulas(
                self._text, self._leaves_by_name, self._loss, self._own, fold_sums=fold_sums
            )
        except FormulaError as error:
            source.offer_definition(error.unknown)
            self.is_refused = True
            source.editor.set_wrong((error.start, error.end))
            source.set_state(sentence(str(error)), is_problem=True)
            if not canvas.is_empty:
                canvas.set_old("The picture of what was typed before")
            return None
        self.is_refused = False
        source.editor.set_wrong(None)
        source.offer_definition("")
        if found.loss != self._loss:
            self._loss = ""  # of a text that is gone: the last line
        source.set_losses([(name, in_print(name)) for name in found.losses], found.loss)
        for leaf in found.graph.leaves:
            kept = self._leaves_by_name.get(leaf.name)
            if kept is not None and rounded(kept, DIGITS) == found.graph.start[leaf.index]:
                found.graph.start[leaf.index] = kept  # of which the text has fewer digits
        return found.graph

    def show_leaves(self, graph: ComputationGraph, values: Mapping[int, float]) -> None:
        """List the leaves of the graph on screen."""
        self._shown = graph
        leaves = [node for node in graph.leaves if not node.is_constant]
        self._screen.source.leaves.set_leaves(
            [(node.index, node.label, values[node.index]) for node in leaves]
        )

    def move(self, leaves: Mapping[int, float], carried: Mapping[int, float]) -> None:
        """Give leaves of the graph on screen other values, and say what is left in their gradients."""
        graph = self._shown
        if graph is None:
            return
        values = {graph.nodes[leaf].name: value for leaf, value in leaves.items()}
        self._leaves_by_name |= values
        # Where a line gives a leaf its value, it says the new one.
        texts = {name: exact_text(rounded(value, DIGITS)) for name, value in values.items()}
        typed = {name: text.replace("−", "-") for name, text in texts.items()}
        text = with_values(self._text, typed, self._own)
        if text != self._text:
            self._text = text
            self._screen.source.editor.set_text(text)
            self._show_example()
        self._carried = {graph.nodes[leaf].name: value for leaf, value in carried.items()}
        self.leaves_edited.emit(dict(leaves))

    @Slot(str)
    def _on_view_example_selected(self, key: str) -> None:
        example = next((example for example in EXAMPLES if example.key == key), None)
        if example is None:
            self._show_example()
            return
        self._text, self._leaves_by_name = example.text, dict(example.leaves)
        self._loss = ""
        self._carried.clear()
        self.touched.emit()
        if example.operations:
            self.operations_wanted.emit(example.operations)
        self._screen.source.editor.set_text(example.text)
        self.edited.emit()

    @Slot(str)
    def _on_view_formulas_edited(self, text: str) -> None:
        self._text = text
        self.touched.emit()
        self._show_example()
        self.edited.emit()

    @Slot(str)
    def _on_view_loss_selected(self, loss: str) -> None:
        self._loss = loss
        self._carried.clear()
        self.touched.emit()
        self.edited.emit()

    @Slot(int, float)
    def _on_view_leaf_edited(self, leaf: int, value: float) -> None:
        if self._shown is not None:
            self.touched.emit()
            self.move({leaf: value}, self.carried_in(self._shown))

    def _show_example(self) -> None:
        """Say which starting point the text is."""
        key = next((example.key for example in EXAMPLES if example.text == self._text), OWN)
        self._screen.source.example.set_value(key)
