"""The left column: which data, how it is split and blurred, how it is fed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from playground.style.theme import Theme, apply_to_tree
from playground.style.words import count_text, percent_text
from playground.views.data.data_more import DataMore
from playground.views.data.thumbnails import Painter, formula_thumbnail
from playground.views.kit import (
    IconButton,
    IntegerField,
    Label,
    LabeledSlider,
    Panel,
    SegmentedControl,
    TextButton,
    TileGroup,
    labeled,
)
from playground.views.kit.scroll_style import WIDTH as SCROLL_BAR_WIDTH
from playground.views.kit.scroll_style import dress_scroll_area

TASKS = (("classification", "Classification"), ("regression", "Regression"))
TRAIN_STEPS = tuple(range(10, 91, 5))
NOISE_STEPS = tuple(range(0, 101, 5))
BATCH_STEPS = (1, 2, 4, 5, 8, 10, 16, 20, 32, 50, 64, 100, 128, 256, 512, 1024)
FULL_BATCH = 100_000
MAX_SEED = 2**31 - 1
OWN, FORMULA = "own", "formula"
MARGIN = 16
ROWS = 4  # of tiles, without one for own data


class DataPanel(Panel):
    """Task, gallery, ways to own data, split, noise, batch size and seed; the rest folded away.

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
        self, gallery: Mapping[str, Sequence[tuple[str, str]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Edge.RightEdge, parent)
        self._gallery = gallery
        self._thumbnails: dict[str, Painter] = {FORMULA: formula_thumbnail()}
        self._own_title, self._own_task = "", ""
        self._tile_height = 66
        self._dataset, self._n_train, self._batch_size = "", 0, 1
        self._count = Label("", "caption", "ink3")
        self.task = SegmentedControl(TASKS, "Task", "Predict a class, or a number", value="classification")
        self.tiles = TileGroup(self._tiles("classification"), "Data set", "Choose what to learn")
        self.draw_button = TextButton(
            "Draw…", "Draw points", "Draw points of your own on the plot (D)", icon="draw", checkable=True
        )
        self.table_button = TextButton(
            "CSV…", "Open a CSV file", "Open a table of your own; or drop a file on the window", icon="table"
        )
        self.classes = LabeledSlider("Classes", (2, 3, 4, 5), "Classes", "How many blobs there are")
        self.train = LabeledSlider(
            "Train split", TRAIN_STEPS, "Train split", "Share of points trained on; the rest tests",
            formatter=_percent,
        )  # fmt: skip
        self.noise = LabeledSlider(
            "Noise", NOISE_STEPS, "Noise", "How strongly the points are blurred", formatter=_percent
        )
        self.batch = LabeledSlider(
            "Batch size", BATCH_STEPS, "Batch size", "Points seen before each update; all of them at the end",
            formatter=self._batch_text,
        )  # fmt: skip
        self.seed = IntegerField(
            "Seed", "Start of all random draws: data, split, weights, order", maximum=MAX_SEED
        )
        self.dice = IconButton("dice", "New seed", "Roll the dice: a new seed")
        self.more = DataMore()
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
        own = QHBoxLayout()
        own.setSpacing(8)
        for button in (self.draw_button, self.table_button):
            own.addWidget(button, 1)
        column.addLayout(own)
        sliders = QVBoxLayout()
        sliders.setSpacing(6)
        for slider in (self.classes, self.train, self.noise, self.batch):
            sliders.addWidget(slider)
        column.addLayout(sliders)
        seed_row = QHBoxLayout()
        seed_row.setSpacing(8)
        seed_row.addWidget(labeled("Seed", self.seed), 1)
        seed_row.addWidget(self.dice, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(seed_row)
        column.addWidget(self.more)
        column.addStretch(1)
        self.classes.hide()
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
        self.classes.value_edited.connect(self._on_classes_edited)
        self.train.value_edited.connect(self._on_train_edited)
        self.noise.value_edited.connect(self._on_noise_edited)
        self.batch.value_edited.connect(self._on_batch_edited)
        self.seed.value_edited.connect(self._on_seed_edited)
        self.dice.clicked.connect(self.new_seed_wanted)

    def set_task(self, task: str) -> None:
        """Show the gallery of a task."""
        if task != self.task.value():
            self.task.set_value(task)
            self._make_tiles()

    def set_own(self, title: str, task: str) -> None:
        """Offer own data as one more tile, or with an empty task none."""
        if (title, task) != (self._own_title, self._own_task):
            self._own_title, self._own_task = title, task
            self._make_tiles()

    def _make_tiles(self) -> None:
        self.tiles.set_tiles(self._tiles(self.task.value()))
        apply_to_tree(self.tiles, self.theme)
        self._fit_tiles()

    def set_dataset(self, name: str, *, has_classes: bool, takes_noise: bool) -> None:
        """Mark the chosen data set; some let the number of classes be chosen, some take no noise."""
        self._dataset = name
        self.tiles.set_value(name)
        self.classes.setVisible(has_classes)
        self.noise.setEnabled(takes_noise)

    def set_drawing(self, on: bool) -> None:
        """Show whether points are being drawn."""
        self.draw_button.setChecked(on)

    def set_values(
        self,
        *,
        n_classes: int,
        train_fraction: float,
        noise: float,
        batch_size: int,
        seed: int,
    ) -> None:
        """Show the settings."""
        self.classes.set_value(n_classes)
        self.train.set_value(round(100 * train_fraction))
        self.noise.set_value(round(100 * noise))
        self._batch_size = batch_size
        self.batch.set_value(batch_size)
        self.seed.set_value(seed)

    def set_point_count(self, count: int, n_train: int) -> None:
        """Show how many points there are; batches hold at most the training part."""
        self._count.set_text(f"{count:,} points")
        if n_train != self._n_train:
            self._n_train = n_train
            self.batch.set_range([step for step in BATCH_STEPS if step < n_train] + [FULL_BATCH])
            self.batch.set_value(FULL_BATCH if self._batch_size >= n_train else self._batch_size)

    def _batch_text(self, value: float) -> str:
        return count_text(value) if value < FULL_BATCH else f"Full ({self._n_train:,})"

    def set_thumbnail(self, name: str, thumbnail: Painter) -> None:
        """Give a data set its picture."""
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
        """Take no more height with a row of own data, so that what stands below stays in sight."""
        self.tiles.set_thumb_height(self._tile_height, ROWS)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        super().set_theme(theme)
        dress_scroll_area(self._scroll, theme)
        self.update()

    def _on_scroll_range_changed(self, low: int, high: int) -> None:
        """Take the scroll bar's width from the margin, so that nothing moves when it comes."""
        right = MARGIN - SCROLL_BAR_WIDTH if high > low else MARGIN
        self._column.setContentsMargins(MARGIN, 14, right, 8)

    def _on_classes_edited(self, value: int) -> None:
        self.value_edited.emit("n_classes", value)

    def _on_train_edited(self, value: int) -> None:
        self.value_edited.emit("train_fraction", value / 100)

    def _on_noise_edited(self, value: int) -> None:
        self.value_edited.emit("noise", value / 100)

    def _on_batch_edited(self, value: int) -> None:
        self.value_edited.emit("batch_size", value)

    def _on_tile_selected(self, name: str) -> None:
        if name == FORMULA:
            self.tiles.set_value(self._dataset)  # it opens a dialog and is no data set itself
            self.formula_wanted.emit()
        else:
            self.dataset_selected.emit(name)

    def _on_seed_edited(self, value: int) -> None:
        self.value_edited.emit("seed", value)


def _percent(value: float) -> str:
    return percent_text(value / 100.0, None)
