"""Keeps formulas as they are typed, and the values of their leaves."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot

from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.formulas import EXAMPLES, FormulaError, graph_of_formulas, with_value
from playground.style.words import exact_text, rounded, sentence
from playground.views.graph.graph_screen import GraphScreen
from playground.views.graph.source_panel import OWN


class FormulaController(QObject):
    """Reads the text of the editor; what was set for a leaf is kept by its name.

    Signals
    -------
    edited
        There is another text to `read`.
    leaves_edited
        New values of leaves, by index in the graph on screen.
    """

    edited = Signal()
    leaves_edited = Signal(object)

    def __init__(self, screen: GraphScreen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen = screen
        self._text, self._leaves_by_name = EXAMPLES[0].text, dict(EXAMPLES[0].leaves)
        self._shown: ComputationGraph | None = None
        source = screen.source
        source.example_selected.connect(self._on_view_example_selected)
        source.formulas_edited.connect(self._on_view_formulas_edited)
        source.leaf_edited.connect(self._on_view_leaf_edited)
        source.editor.set_text(self._text)

    def read(self, *, fold_sums: bool) -> ComputationGraph | None:
        """Return the graph of the text; if it cannot be read, say why and return None."""
        source, canvas = self._screen.source, self._screen.canvas
        try:
            graph = graph_of_formulas(self._text, self._leaves_by_name, fold_sums=fold_sums)
        except FormulaError as error:
            source.editor.set_wrong((error.start, error.end))
            source.set_state(sentence(str(error)), is_problem=True)
            if not canvas.is_empty:
                canvas.set_old("The picture of what was typed before")
            return None
        source.editor.set_wrong(None)
        return graph

    def show_leaves(self, graph: ComputationGraph, values: Mapping[int, float]) -> None:
        """List the leaves of the graph on screen."""
        self._shown = graph
        leaves = [node for node in graph.leaves if not node.is_constant]
        self._screen.source.leaves.set_leaves(
            [(node.index, node.label, values[node.index]) for node in leaves]
        )

    def set_leaf(self, leaf: int, value: float) -> None:
        """Give a leaf of the graph on screen another value."""
        if self._shown is None:
            return
        name = self._shown.nodes[leaf].name
        text = with_value(self._text, name, exact_text(rounded(value, 6)).replace("−", "-"))
        if text != self._text:
            # A line gives this leaf its value: it says the new one.
            self._text = text
            self._screen.source.editor.set_text(text)
            self._show_example()
        self._leaves_by_name[name] = value
        self.leaves_edited.emit({leaf: value})

    @Slot(str)
    def _on_view_example_selected(self, key: str) -> None:
        example = next((example for example in EXAMPLES if example.key == key), None)
        if example is None:
            self._show_example()
            return
        self._text, self._leaves_by_name = example.text, dict(example.leaves)
        self._screen.source.editor.set_text(example.text)
        self.edited.emit()

    @Slot(str)
    def _on_view_formulas_edited(self, text: str) -> None:
        self._text = text
        self._show_example()
        self.edited.emit()

    @Slot(int, float)
    def _on_view_leaf_edited(self, leaf: int, value: float) -> None:
        self.set_leaf(leaf, value)

    def _show_example(self) -> None:
        """Say which starting point the text is."""
        key = next((example.key for example in EXAMPLES if example.text == self._text), OWN)
        self._screen.source.example.set_value(key)
