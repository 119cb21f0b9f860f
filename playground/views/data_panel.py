"""The left column: which data, how it is split and blurred, how it is fed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from playground.theme import LIGHT, Theme, apply_to_tree
from playground.views.controls import (
    CheckBox,
    IconButton,
    IntegerField,
    Label,
    LabeledSlider,
    SegmentedControl,
    TileGroup,
    labeled,
)
from playground.views.thumbnails import Painter

TASKS = (("classification", "Classification"), ("regression", "Regression"))
TRAIN_STEPS = tuple(range(10, 91, 5))
NOISE_STEPS = tuple(range(0, 101, 5))
BATCH_STEPS = (1, 2, 4, 5, 8, 10, 16, 20, 32, 50, 64, 100, 128, 256, 512, 1024)
MAX_SEED = 2**31 - 1
MARGIN, SCROLL_BAR = 16, 8


class DataPanel(QWidget):
    """Task, gallery, split, noise, batch size, standardisation and seed.

    Parameters
    ----------
    gallery
        For each task the (name, title) of its data sets.
    """

    task_selected = Signal(str)
    dataset_selected = Signal(str)
    value_edited = Signal(str, object)
    new_seed_wanted = Signal()

    def __init__(
        self, gallery: Mapping[str, Sequence[tuple[str, str]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._gallery = gallery
        self._thumbnails: dict[str, Painter] = {}
        self._count = Label("", "caption", "ink3")
        self.task = SegmentedControl(TASKS, "Task", "Predict a class, or a number", value="classification")
        self.tiles = TileGroup(self._tiles("classification"), "Data set", "Choose what to learn")
        self.classes = LabeledSlider("Classes", (2, 3, 4, 5), "Classes", "How many blobs there are")
        self.train = LabeledSlider(
            "Train split", TRAIN_STEPS, "Train split", "Share of points trained on; the rest tests",
            formatter=_percent,
        )  # fmt: skip
        self.noise = LabeledSlider(
            "Noise", NOISE_STEPS, "Noise", "How strongly the points are blurred", formatter=_percent
        )
        self.batch = LabeledSlider("Batch size", BATCH_STEPS, "Batch size", "Points seen before each update")
        self.standardize = CheckBox(
            "Standardise",
            "Standardise",
            "Shift and scale every feature to mean 0 and deviation 1 of the training part",
        )
        self.seed = IntegerField(
            "Seed", "Start of all random draws: data, split, weights, order", maximum=MAX_SEED
        )
        self.dice = IconButton("dice", "New seed", "Roll the dice: a new seed")
        self._build()
        self._connect()

    def _tiles(self, task: str) -> list[tuple[str, str, Painter | None]]:
        return [(name, title, self._thumbnails.get(name)) for name, title in self._gallery[task]]

    def _build(self) -> None:
        content = QWidget()
        content.setObjectName("data-content")
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, 14, MARGIN, MARGIN)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(Label("Data", "section_title"))
        head.addStretch(1)
        head.addWidget(self._count)
        column.addLayout(head)
        self.task.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column.addWidget(self.task)
        column.addWidget(self.tiles)
        for slider in (self.classes, self.train, self.noise, self.batch):
            column.addWidget(slider)
        column.addWidget(self.standardize)
        seed_row = QHBoxLayout()
        seed_row.setSpacing(8)
        seed_row.addWidget(labeled("Seed", self.seed), 1)
        seed_row.addWidget(self.dice, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(seed_row)
        column.addStretch(1)
        self.classes.hide()
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        scroll.verticalScrollBar().rangeChanged.connect(self._on_scroll_range_changed)
        self._scroll = scroll
        self._column = column
        content.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.addWidget(scroll)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def _connect(self) -> None:
        self.task.option_selected.connect(self.task_selected)
        self.tiles.tile_selected.connect(self.dataset_selected)
        self.classes.value_edited.connect(self._on_classes_edited)
        self.train.value_edited.connect(self._on_train_edited)
        self.noise.value_edited.connect(self._on_noise_edited)
        self.batch.value_edited.connect(self._on_batch_edited)
        self.standardize.toggled_by_user.connect(self._on_standardize_toggled)
        self.seed.value_edited.connect(self._on_seed_edited)
        self.dice.clicked.connect(self.new_seed_wanted)

    def set_task(self, task: str) -> None:
        """Show the gallery of a task."""
        if task != self.task.value():
            self.task.set_value(task)
            self.tiles.set_tiles(self._tiles(task))
            apply_to_tree(self.tiles, self._theme)

    def set_dataset(self, name: str, *, has_classes: bool) -> None:
        """Mark the chosen data set; some let the number of classes be chosen."""
        self.tiles.set_value(name)
        self.classes.setVisible(has_classes)

    def set_values(
        self,
        *,
        n_classes: int,
        train_fraction: float,
        noise: float,
        batch_size: int,
        standardize: bool,
        seed: int,
    ) -> None:
        """Show the settings."""
        self.classes.set_value(n_classes)
        self.train.set_value(round(100 * train_fraction))
        self.noise.set_value(round(100 * noise))
        self.batch.set_value(batch_size)
        self.standardize.set_checked(standardize)
        self.seed.set_value(seed)

    def set_point_count(self, count: int) -> None:
        """Show how many points there are."""
        self._count.set_text(f"{count:,} points")

    def set_thumbnail(self, name: str, thumbnail: Painter) -> None:
        """Give a data set its picture."""
        self._thumbnails[name] = thumbnail
        if any(name == known for known, _ in self._gallery[self.task.value()]):
            self.tiles.set_thumbnail(name, thumbnail)

    def set_compact(self, compact: bool) -> None:
        """Use lower tiles in small windows."""
        self.tiles.set_thumb_height(44 if compact else 66, 8 if compact else 10)
        self._column.setSpacing(8 if compact else 12)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._scroll.verticalScrollBar().setStyleSheet(
            f"QScrollBar {{ width: {SCROLL_BAR}px; background: {theme.surface}; border: none; margin: 0; }}"
            f"QScrollBar::handle {{ background: {theme.ctl}; border-radius: 3px; min-height: 32px; }}"
            f"QScrollBar::handle:hover {{ background: {theme.ctl2}; }}"
            "QScrollBar::add-line, QScrollBar::sub-line { height: 0; }"
            "QScrollBar::add-page, QScrollBar::sub-page { background: none; }"
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the line at the right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(self._theme.line))

    def _on_scroll_range_changed(self, low: int, high: int) -> None:
        """Take the scroll bar's width from the margin, so that nothing moves when it comes."""
        right = MARGIN - SCROLL_BAR if high > low else MARGIN
        self._column.setContentsMargins(MARGIN, 14, right, MARGIN)

    def _on_classes_edited(self, value: int) -> None:
        self.value_edited.emit("n_classes", value)

    def _on_train_edited(self, value: int) -> None:
        self.value_edited.emit("train_fraction", value / 100)

    def _on_noise_edited(self, value: int) -> None:
        self.value_edited.emit("noise", value / 100)

    def _on_batch_edited(self, value: int) -> None:
        self.value_edited.emit("batch_size", value)

    def _on_standardize_toggled(self, checked: bool) -> None:
        self.value_edited.emit("standardize", checked)

    def _on_seed_edited(self, value: int) -> None:
        self.value_edited.emit("seed", value)


def _percent(value: float) -> str:
    return f"{value:g} %"
