"""The left column of the Graph mode: where the graph comes from, its leaves, and how it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from playground.models.graph.mistakes.mistakes import ALL_MISTAKES
from playground.style.words import shortened
from playground.views.graph.formula_editor import FormulaEditor
from playground.views.graph.item_picker import ItemPicker
from playground.views.graph.leaf_list import LeafList
from playground.views.graph.source_button import SourceButton
from playground.views.kit import (
    Label,
    LabeledSlider,
    SegmentedControl,
    SelectField,
    Switch,
    TextButton,
    labeled,
)
from playground.views.kit.scroll_panel import ScrollPanel

FAULT = "fault"
SOURCES = (
    ("formulas", "formula", "Expression", "Formulas of your own"),
    ("neuron", "neuron", "A neuron of this network", "One neuron and what feeds it"),
    ("loss", "sample", "Loss of one sample", "The network, a point and the loss of its output"),
    ("batch", "batch", "Loss of a batch", "The mean over some points: weights are shared"),
    (FAULT, "warning", "Where the run failed", "The graph up to the operation without a finite result"),
)
LEVELS = (("layers", "Layers"), ("neurons", "Neurons"), ("scalars", "Scalars"))
WIDTHS = (("flow", "Flow"), ("weight", "Weight"))
BATCH_SIZES = tuple(range(2, 11))
OWN = "own"
"""In place of an example, for formulas that are none."""
FOLLOWS = "Values and gradients follow the training. Weights are edited in Train."
STANDS_STILL = "Values stand still while you practise. Weights are edited in Train."
LONGEST_UNKNOWN = 18
STANDS = "Values are those of the moment at which the run failed."


class SourcePanel(ScrollPanel):
    """Emits what was chosen or typed."""

    source_selected = Signal(str)
    example_selected = Signal(str)
    formulas_edited = Signal(str)
    loss_selected = Signal(str)
    leaf_edited = Signal(int, float)
    sample_stepped = Signal(int)
    neuron_stepped = Signal(int)
    batch_size_edited = Signal(int)
    shown_edited = Signal(int)
    hardest_wanted = Signal()
    since_wanted = Signal()
    level_selected = Signal(str)
    fold_toggled = Signal(bool)
    derivatives_toggled = Signal(bool)
    width_selected = Signal(str)
    fade_toggled = Signal(bool)
    mistake_toggled = Signal(str, bool)
    definition_wanted = Signal(str)

    def __init__(
        self,
        examples: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Edge.RightEdge, parent)
        self._unknown = ""
        self.buttons: dict[str, SourceButton] = {}
        self._group = QButtonGroup(self)
        self.example = SelectField(
            [*examples, (OWN, "Formulas of your own")], "Starting point", "Formulas to begin with"
        )
        self._example_field = labeled("Start from", self.example)
        self.editor = FormulaEditor()
        self.loss = SelectField(
            (), "Loss", "The value that gradients belong to and updates make smaller; the graph ends there"
        )
        self._loss_field = labeled("Loss", self.loss)
        self.neuron, self.sample = ItemPicker("Neuron"), ItemPicker("Point")
        self.batch_size = LabeledSlider(
            "Points", BATCH_SIZES, "Points of the batch", "How many points the loss is the mean of", value=4.0
        )
        self.shown = LabeledSlider(
            "Shown",
            range(5),
            "Point on screen",
            "All points of the batch together, or one of them",
            value=0.0,
        )
        self.state = Label("", "caption", "ink3")
        self.state.setWordWrap(True)
        self.define = TextButton("Define it", "", "Give this function a formula", icon="formula", height=32)
        self.define.hide()
        self.learned = Label("", "caption", "ink2")
        self.learned.setWordWrap(True)
        self.since = TextButton("", "Epoch", "Go to the epoch at which it was learned, and back", height=32)
        self.hardest = TextButton(
            "Point with the largest loss", "", "Go to the training point with the most to teach", height=32
        )
        self._leaves_title = Label("Leaf values", "section_title")
        self.leaves = LeafList()
        self._follows = Label(FOLLOWS, "caption", "ink3")
        self._follows.setWordWrap(True)
        self.level = SegmentedControl(
            LEVELS, "Level of detail", "What is one node; a double click on a node opens or closes it",
            value="neurons",
        )  # fmt: skip
        # The texts fit the narrow column, but only without their usual margins.
        self.level.setMinimumWidth(200)
        self.fold = Switch("Fold chains of sums", "One Σ for a chain of additions", text="", checked=True)
        self.derivatives = Switch("Local derivatives", "Numbers on the edges", text="", checked=True)
        self.link_width = SegmentedControl(
            WIDTHS, "Width of links",
            "As wide as what passes through (the gradient, or weight times input), or as the weight",
            value="flow",
        )  # fmt: skip
        self._width_field = labeled("Width of links", self.link_width)
        self.fade = Switch("Fade the rest", "Pale links beside those of this step", text="", checked=True)
        self._links = QWidget()
        links = QVBoxLayout(self._links)
        links.setContentsMargins(0, 0, 0, 0)
        links.setSpacing(0)
        links.addWidget(self._width_field)
        links.addSpacing(6)
        links.addLayout(_switches([("Fade all but this step", self.fade)]))
        self.mistakes = {key: Switch(title, tip, text="") for key, title, tip in ALL_MISTAKES}
        column = self.column
        column.setSpacing(8)
        self._build(column)
        self.example.option_selected.connect(self.example_selected)
        self.editor.formulas_edited.connect(self.formulas_edited)
        self.loss.option_selected.connect(self.loss_selected)
        self.leaves.value_edited.connect(self.leaf_edited)
        self.sample.stepped.connect(self.sample_stepped)
        self.neuron.stepped.connect(self.neuron_stepped)
        self.batch_size.value_edited.connect(self._on_batch_size_edited)
        self.hardest.clicked.connect(self.hardest_wanted)
        self.define.clicked.connect(self._on_define_clicked)
        self.since.clicked.connect(self.since_wanted)
        self.set_learned("")
        self.shown.value_edited.connect(self._on_shown_edited)
        self.level.option_selected.connect(self.level_selected)
        self.fold.toggled_by_user.connect(self.fold_toggled)
        self.link_width.option_selected.connect(self.width_selected)
        self.fade.toggled_by_user.connect(self.fade_toggled)
        self.derivatives.toggled_by_user.connect(self.derivatives_toggled)
        for key, switch in self.mistakes.items():
            switch.setProperty("mistake", key)
            switch.toggled_by_user.connect(self._on_mistake_toggled)

    def _build(self, column: QVBoxLayout) -> None:
        column.addWidget(Label("Source", "section_title"))
        for key, icon, text, tip in SOURCES:
            button = SourceButton(icon, text, tip)
            self._group.addButton(button)
            self.buttons[key] = button
            column.addWidget(button)
            button.clicked.connect(self._on_source_clicked)
        self.buttons[FAULT].hide()
        column.addSpacing(2)
        for widget in (
            self._example_field, self.editor, self.neuron, self.sample, self.batch_size, self.shown,
            self.state, self.define, self._loss_field, self.learned, self.since, self.hardest,
            self._follows,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addSpacing(6)
        column.addWidget(self._leaves_title)
        column.addWidget(self.leaves)
        column.addSpacing(6)
        column.addWidget(Label("View", "section_title"))
        column.addWidget(self.level)
        column.addLayout(
            _switches((("Fold chains of sums", self.fold), ("Local derivatives", self.derivatives)))
        )
        column.addWidget(self._links)
        column.addSpacing(6)
        column.addWidget(Label("Mistakes to try", "section_title"))
        column.addLayout(_switches([(title, self.mistakes[key]) for key, title, _ in ALL_MISTAKES]))
        column.addStretch(1)

    def set_source(self, key: str) -> None:
        """Show the chosen source with its controls."""
        self.buttons[key].setChecked(True)
        is_typed = key == "formulas"
        typed: tuple[QWidget, ...] = (self._example_field, self.editor, self._leaves_title, self.leaves)
        followed: tuple[QWidget, ...] = (self._follows, self.level, self._links)
        for widget in typed:
            widget.setVisible(is_typed)
        for widget in followed:
            widget.setVisible(not is_typed)
        self._follows.set_text(STANDS if key == FAULT else FOLLOWS)
        self.neuron.setVisible(key == "neuron")
        self._loss_field.setVisible(is_typed and self.loss.count() > 1)
        self.define.setVisible(is_typed and bool(self._unknown))
        self.sample.setVisible(key in ("neuron", "loss", "batch"))
        self.batch_size.setVisible(key == "batch")
        self.shown.setVisible(key == "batch")
        for switch in self.mistakes.values():
            switch.setEnabled(key != FAULT)  # beyond a fault there is nothing to step through

    def offer_fault(self, on: bool) -> None:
        """Offer the graph of a run that failed, or no longer unless it is on screen."""
        button = self.buttons[FAULT]
        button.setVisible(on or button.isChecked())

    def set_losses(self, names: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer the values that can be the loss, where there are several."""
        self.loss.set_options(names)
        self.loss.set_value(chosen)
        self._loss_field.setVisible(len(names) > 1 and self.buttons["formulas"].isChecked())

    def set_follows(self, follows: bool) -> None:
        """Say whether the numbers of a network follow the training."""
        self._follows.set_text(FOLLOWS if follows else STANDS_STILL)

    def set_learned(self, text: str) -> None:
        """Say that a point has hardly anything left to teach, and offer another one; nothing otherwise."""
        self.learned.set_text(text)
        for widget in (self.learned, self.hardest):
            widget.setVisible(bool(text))
        if not text:
            self.set_since("")

    def set_since(self, text: str) -> None:
        """Offer the epoch at which the point was learned, or the way back; nothing otherwise."""
        self.since.set_text(text)
        self.since.setAccessibleName(text or "Epoch at which it was learned")
        self.since.setVisible(bool(text))

    def set_batch(self, rows: Sequence[int], shown: int) -> None:
        """Offer the points of a batch, and all of them together, which is 0."""
        self.shown.set_range(range(len(rows) + 1))
        names = ["all points", *(f"point {row + 1:,}" for row in rows)]
        self.shown.set_formatter(lambda place: names[round(place)])
        self.shown.set_value(shown)

    def set_state(self, text: str, *, is_problem: bool) -> None:
        """Show the size of the graph, or what is wrong."""
        self.state.set_text(text)
        self.state.set_ink("danger" if is_problem else "ink3")

    def offer_definition(self, name: str) -> None:
        """Offer to define a function that does not exist; nothing without a name."""
        self._unknown = name
        self.define.set_text(f"Define {shortened(name, LONGEST_UNKNOWN)}")
        self.define.setAccessibleName(f"Define {name}")
        self.define.setVisible(bool(name) and self.buttons["formulas"].isChecked())

    def _on_define_clicked(self) -> None:
        self.definition_wanted.emit(self._unknown)

    def _on_source_clicked(self) -> None:
        for key, button in self.buttons.items():
            if button.isChecked():
                self.source_selected.emit(key)

    def _on_batch_size_edited(self, value: float) -> None:
        self.batch_size_edited.emit(round(value))

    def _on_shown_edited(self, value: float) -> None:
        self.shown_edited.emit(round(value))

    def _on_mistake_toggled(self, on: bool) -> None:
        self.mistake_toggled.emit(str(self.sender().property("mistake")), on)


def _switches(lines: Sequence[tuple[str, Switch]]) -> QVBoxLayout:
    """Return rows of a text and its switch, close together: switches are higher than they look."""
    column = QVBoxLayout()
    column.setSpacing(0)
    for text, switch in lines:
        row = QHBoxLayout()
        row.addWidget(Label(text, "body", "ink2"), 1)
        row.addWidget(switch)
        column.addLayout(row)
    return column
