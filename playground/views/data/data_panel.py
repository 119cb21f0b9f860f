"""The left column: data set, split, noise, batch size and seed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.models.data.data_source import OWN
from playground.models.data.datasets import DATASETS
from playground.models.experiment.experiment import Experiment
from playground.style.theme import Theme, apply_to_tree
from playground.views.data.data_more import DataMore
from playground.views.data.given_view import GivenView
from playground.views.data.thumbnails import Painter, formula_thumbnail
from playground.views.data.tile_group import TileGroup
from playground.views.kit import (
    IconButton,
    Label,
    LabeledSlider,
    Panel,
    SegmentedControl,
    TextButton,
)
from playground.views.kit.scroll_style import WIDTH as SCROLL_BAR_WIDTH
from playground.views.kit.scroll_style import dress_scroll_area, quiet_scroll_area
from playground.views.settings.setting_group import SettingGroup

TASKS = (("classification", "Classification"), ("regression", "Regression"))
FORMULA = "formula"
TIPS = {info.name: info.description for info in DATASETS.values()}
MARGIN = 16
ROWS = 4  # rows of tiles, not counting own data


class DataPanel(Panel):
    """Task, gallery, own data, split, noise, batch size and seed; the rest folded.

    Parameters
    ----------
    gallery
        For each task the (name, title) of its data sets.
    """

    task_selected = Signal(str)
    dataset_selected = Signal(str)
    value_edited = Signal(str, object)
    new_seed_wanted = Signal()
    draw_wanted = Signal()
    table_wanted = Signal()
    formula_wanted = Signal()

    def __init__(
        self,
        gallery: Mapping[str, Sequence[tuple[str, str]]],
        parent: QWidget | None = None,
        table: type[Experiment] = Experiment,
    ) -> None:
        super().__init__(Qt.Edge.RightEdge, parent)
        self._gallery = gallery
        self._thumbnails: dict[str, Painter] = {FORMULA: formula_thumbnail()}
        self._own_title, self._own_task = "", ""
        self._tile_height = 66
        self._dataset = ""
        self._count = Label("", "caption", "ink3")
        self.task = SegmentedControl(TASKS, "Task", "Predict a class, or a number", value="classification")
        self.tiles = TileGroup(self._tiles("classification"), "Data set", "Choose what to learn", tips=TIPS)
        self.draw_button = TextButton(
            "Draw…", "Draw points", "Draw points of your own on the plot (D)", icon="draw", checkable=True
        )
        self.table_button = TextButton(
            "CSV…", "Open a CSV file", "Open a table of your own; or drop a file on the window", icon="table"
        )
        self.settings = SettingGroup("data", self, table)
        self.given = GivenView()
        self.dice = IconButton("dice", "New seed", "Roll the dice: a new seed")
        self.more = DataMore(table=table)
        self._build()
        self._connect()

    def _tiles(self, task: str) -> list[tuple[str, str, Painter | None]]:
        tiles = [*self._gallery[task], (FORMULA, "Formula…")]
        if task == self._own_task:
            tiles.append((OWN, self._own_title))
        return [(name, title, self._thumbnails.get(name)) for name, title in tiles]

    def _build(self) -> None:
        content = QWidget()
        content.setObjectName("data-content")
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, 14, MARGIN, 8)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(Label("Data", "section_title"))
        head.addStretch(1)
        head.addWidget(self._count)
        column.addLayout(head)
        self.task.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column.addWidget(self.task)
        column.addWidget(self.tiles)
        column.addWidget(self.given)
        own = QHBoxLayout()
        own.setSpacing(8)
        for button in (self.draw_button, self.table_button):
            own.addWidget(button, 1)
        column.addLayout(own)
        sliders = QVBoxLayout()
        sliders.setSpacing(6)
        column.addLayout(sliders)
        for name, block in self.settings.blocks.items():
            if isinstance(block, LabeledSlider):
                sliders.addWidget(block)
            elif name == "seed":
                row = QHBoxLayout()
                row.setSpacing(8)
                row.addWidget(block, 1)
                row.addWidget(self.dice, 0, Qt.AlignmentFlag.AlignBottom)
                column.addLayout(row)
            else:
                column.addWidget(block)
        column.addWidget(self.more)
        column.addStretch(1)
        scroll = quiet_scroll_area(content)
        scroll.verticalScrollBar().rangeChanged.connect(self._on_scroll_range_changed)
        self._scroll = scroll
        self._column = column
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.addWidget(scroll)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def _connect(self) -> None:
        self.task.option_selected.connect(self.task_selected)
        self.tiles.tile_selected.connect(self._on_tile_selected)
        self.draw_button.clicked.connect(self.draw_wanted)
        self.table_button.clicked.connect(self.table_wanted)
        self.more.value_edited.connect(self.value_edited)
        self.settings.value_edited.connect(self.value_edited)
        self.dice.clicked.connect(self.new_seed_wanted)

    def set_task(self, task: str) -> None:
        """Show the gallery of a task."""
        if task != self.task.value():
            self.task.set_value(task)
            self._make_tiles()

    def _make_tiles(self) -> None:
        self.tiles.set_tiles(self._tiles(self.task.value()))
        apply_to_tree(self.tiles, self.theme)
        self._fit_tiles()

    def set_drawing(self, on: bool) -> None:
        """Show whether points are being drawn."""
        self.draw_button.setChecked(on)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show the data and their settings."""
        source = experiment.source
        own = ("", "") if source is None else (source.title, source.task)
        if own != (self._own_title, self._own_task):
            self._own_title, self._own_task = own
            self._make_tiles()
        self.set_task(experiment.task)
        self._dataset = experiment.dataset
        self.tiles.set_value(experiment.dataset)
        self.settings.set_experiment(experiment)
        self.more.set_experiment(experiment)

    def set_hidden(self, keys: Collection[str]) -> None:
        """Take controls off the screen, settings by their names, and the panel if nothing is left."""
        shown = self.settings.set_hidden(keys)
        self.dice.set_veiled("seed" in keys)
        self.more.set_hidden(keys)
        self.task.set_veiled("task" in keys)
        self.tiles.set_veiled("data sets" in keys)
        for button in (self.draw_button, self.table_button):
            button.set_veiled("own data" in keys)
        parts = (self.task, self.tiles, self.draw_button, self.more)
        self.set_veiled(not shown and all(part.is_veiled for part in parts))

    def set_point_count(self, count: int, n_train: int) -> None:
        """Set the number of points; batches are at most the training part."""
        self._count.set_text(f"{count:,} points")
        self.settings.control("batch_size").set_full(n_train)

    def set_thumbnail(self, name: str, thumbnail: Painter) -> None:
        """Set the picture of a data set."""
        self._thumbnails[name] = thumbnail
        if any(name == known for known, _, _ in self._tiles(self.task.value())):
            self.tiles.set_thumbnail(name, thumbnail)

    def set_compact(self, compact: bool) -> None:
        """Use lower tiles in small windows."""
        self._tile_height, gap = (44, 8) if compact else (66, 10)
        self.tiles.set_gap(gap)
        self._column.setSpacing(gap)
        self._fit_tiles()

    def _fit_tiles(self) -> None:
        """Keep the height even with a row of own data, so that the controls below stay visible."""
        self.tiles.set_thumb_height(self._tile_height, ROWS)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        dress_scroll_area(self._scroll, theme)

    def _on_scroll_range_changed(self, low: int, high: int) -> None:
        """Take the scroll bar's width from the margin, so that nothing moves when it appears."""
        right = MARGIN - SCROLL_BAR_WIDTH if high > low else MARGIN
        self._column.setContentsMargins(MARGIN, 14, right, 8)

    def _on_tile_selected(self, name: str) -> None:
        if name == FORMULA:
            self.tiles.set_value(self._dataset)  # this tile opens a dialog and is not a data set
            self.formula_wanted.emit()
        else:
            self.dataset_selected.emit(name)
