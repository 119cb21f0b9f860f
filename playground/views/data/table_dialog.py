"""Looking at a table before it is learned: what was found in the file, and what to make of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from playground.models.data.datasets import Task
from playground.models.data.table_advice import Choice, suggested_task
from playground.models.data.table_data import TableData, one_hot_columns
from playground.models.data.table_dialect import SEPARATORS, Wishes
from playground.models.data.table_reader import RawTable
from playground.models.data.table_text import ENCODINGS
from playground.style.theme import Theme, apply_to_tree
from playground.style.words import counted
from playground.views.data.table_preview import TablePreview
from playground.views.kit import (
    CheckBox,
    Label,
    PrimaryButton,
    SegmentedControl,
    SelectField,
    TextButton,
    labeled,
)
from playground.views.kit.plain_text import plain_title
from playground.workers.table_loader import TableLoader

TASKS = (("classification", "Classification"), ("regression", "Regression"))
WIDTH, HEIGHT = 720, 560


class TableDialog(QDialog):
    """Reads the file in the background; Use data hands it over.

    Parameters
    ----------
    path
        The file.
    """

    table_accepted = Signal(object)

    def __init__(self, path: Path, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(plain_title(f"Data from {path.name}"))
        self.resize(WIDTH, HEIGHT)
        self._path, self._theme = path, theme
        self._table: RawTable | None = None
        self._data: TableData | None = None
        self._loader = TableLoader()
        self.separator = SelectField(list(SEPARATORS.items()), "Separator", "What stands between the fields")
        self.header = CheckBox("First row names the columns", "Header", "Whether the first row is a header")
        self.target = SelectField([("", "")], "Target", "The column to be predicted")
        self.task = SegmentedControl(TASKS, "Task", "Predict a class, or a number")
        self.preview = TablePreview()
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("Progress of reading")
        self.progress.setToolTip("How much of the file is read")
        self._summary = Label("", "caption", "ink3")
        self._summary.setWordWrap(True)
        self._summary.setMinimumHeight(34)
        self._message = Label("", "body", "ink2")
        self._message.setWordWrap(True)
        self._message.setMinimumHeight(40)
        self.cancel_button = TextButton("Cancel", "Cancel", "Keep the data on screen (Escape)", height=40)
        self.use_button = PrimaryButton(name="Use data", tip="Learn this table", text="Use data")
        self._build()
        apply_to_tree(self, theme)
        self._style_progress()
        self._loader.progressed.connect(self._on_loader_progressed)
        self._loader.loaded.connect(self._on_loader_loaded)
        self._loader.made.connect(self._on_loader_made)
        self._loader.unfit.connect(self._on_loader_unfit)
        self._loader.refused.connect(self._on_loader_refused)
        self.separator.option_selected.connect(self._on_format_edited)
        self.header.toggled_by_user.connect(self._on_format_edited)
        self.target.option_selected.connect(self._on_target_selected)
        self.task.option_selected.connect(self._on_choice_edited)
        self.preview.inputs_changed.connect(self._on_choice_edited)
        self.cancel_button.clicked.connect(self.reject)
        self.use_button.clicked.connect(self._on_use_clicked)
        self._read(Wishes())

    def _build(self) -> None:
        form = QHBoxLayout()
        form.setSpacing(10)
        form.addWidget(labeled("Separator", self.separator))
        form.addWidget(labeled("Header", self.header))
        form.addStretch(1)
        choice = QHBoxLayout()
        choice.setSpacing(10)
        choice.addWidget(labeled("Target", self.target), 1)
        choice.addWidget(labeled("Task", self.task), 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.use_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(Label(self._path.name, "section_title"))
        column.addWidget(self._summary)
        column.addWidget(self.progress)
        column.addLayout(form)
        column.addWidget(self.preview, 1)
        column.addLayout(choice)
        column.addWidget(self._message)
        column.addLayout(buttons)

    def _style_progress(self) -> None:
        theme = self._theme
        self.progress.setStyleSheet(
            f"QProgressBar {{ background: {theme.inset2}; border: none; border-radius: 3px; }}"
            f"QProgressBar::chunk {{ background: {theme.accent}; border-radius: 3px; }}"
        )

    @property
    def message(self) -> str:
        """What will happen, or what stands against it."""
        return self._message.text()

    def done(self, result: int) -> None:
        """End the thread before the dialog goes."""
        self._loader.close()
        super().done(result)

    def _read(self, wishes: Wishes) -> None:
        self._table = None
        self._set_ready(False)
        self._say("Reading…")
        self.progress.setValue(0)
        self.progress.show()
        self._loader.load(self._path, wishes)

    def _set_ready(self, ready: bool) -> None:
        for widget in (self.target, self.task, self.preview):
            widget.setEnabled(ready)
        self.use_button.setEnabled(False)

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        self._message.set_ink("danger" if is_problem else "ink2")
        self._message.set_text(text)

    def _say_problem(self, message: str) -> None:
        is_name = message.startswith(self._path.name)
        self._say(f"{message if is_name else message[0].upper() + message[1:]}.", is_problem=True)

    def _on_loader_progressed(self, share: float) -> None:
        self.progress.setValue(round(100 * share))

    def _on_loader_refused(self, message: str) -> None:
        self.progress.hide()
        self._summary.set_text("")
        self._say_problem(message)

    def _on_loader_loaded(self, table: RawTable) -> None:
        self._table = table
        self.progress.hide()
        self.separator.set_value(table.separator)
        self.header.set_checked(table.has_header)
        self._summary.set_text(
            f"{counted(table.n_rows, 'row')}, {counted(len(table.columns), 'column')}, "
            f"{SEPARATORS[table.separator].lower()} between the fields, {ENCODINGS[table.encoding]}"
        )
        self.preview.set_columns(table.columns, table.advice.left_out)
        usable = [column for column in table.columns if column.kind != "empty"]
        self.target.set_options([(column.name, column.name) for column in usable])
        self._set_ready(bool(usable))
        if usable:
            self.target.set_value(table.advice.target)
            self._on_target_selected()
        else:
            self._say("No column holds any value: there is nothing to learn.", is_problem=True)

    def _on_format_edited(self, _: object = None) -> None:
        self._read(Wishes(separator=self.separator.value(), has_header=self.header.isChecked()))

    def _on_target_selected(self, _: object = None) -> None:
        name = self.target.value() or ""
        self.preview.set_target(name)
        for column in self._table.columns if self._table else ():
            if column.name == name:
                self.task.set_value(suggested_task(column))
        self._on_choice_edited()

    def _on_choice_edited(self, _: object = None) -> None:
        """Find out what the choice comes to."""
        self._data = None
        self.use_button.setEnabled(False)
        if self._table is not None:
            target = self.target.value() or ""
            choice = Choice(target, self.preview.inputs(), _task(self.task.value()))
            self._loader.make(self._table, choice)

    def _on_loader_made(self, data: TableData) -> None:
        if self._table is not None:
            self._data = data
            self._say(_summary(self._table, data, self.preview.inputs()))
            self.use_button.setEnabled(True)

    def _on_loader_unfit(self, message: str) -> None:
        self._say_problem(message)

    def _on_use_clicked(self) -> None:
        if self._data is not None:
            data = self._data
            self.accept()
            self.table_accepted.emit(data)


def _task(value: str) -> Task:
    return "regression" if value == "regression" else "classification"


def _summary(table: RawTable, data: TableData, inputs: tuple[str, ...]) -> str:
    """Say what will be learned, what is left out and what is turned into several inputs."""
    goal = f"{len(data.class_names)} classes" if data.class_names else "a number"
    sizes = f"{counted(len(data.y), 'row')}, {counted(data.X.shape[1], 'input')}"
    parts = [f"{sizes}, predicts {goal}."]
    if data.n_dropped:
        rows = "row with missing values is" if data.n_dropped == 1 else "rows with missing values are"
        parts.append(f"{data.n_dropped:,} {rows} left out.")
    made = data.feature_names
    hot = [
        f"{name} becomes {counted(sum(feature.startswith(f'{name} = ') for feature in made), 'input')}"
        for name, _ in one_hot_columns(table, inputs)
    ]
    if hot:
        shown = ", ".join(hot[:3]) + (f" and {len(hot) - 3} more columns likewise" if len(hot) > 3 else "")
        parts.append(f"{shown}: one a value (one-hot).")
    return " ".join(parts)
