"""The import dialog of a table: what was found in the file, and what to use of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from types import MappingProxyType
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.data.datasets import Task
from playground.models.data.table_advice import Choice, Gaps, suggested_task
from playground.models.data.table_data import TableData, one_hot_columns
from playground.models.data.table_dates import DATE_ORDERS
from playground.models.data.table_dialect import SEPARATORS, Wishes
from playground.models.data.table_numbers import DECIMALS, THOUSANDS, Question
from playground.models.data.table_reader import RawTable
from playground.models.data.table_text import ENCODINGS
from playground.style.theme import Theme, apply_to_tree
from playground.style.words import counted, sentence, shortened
from playground.views.data.table_preview import TablePreview, WholeRows
from playground.views.kit import (
    CheckBox,
    Label,
    PrimaryButton,
    ProgressBar,
    SegmentedControl,
    SelectField,
    TextButton,
    TextField,
    labeled,
)
from playground.views.kit.open_dialog import Dialog
from playground.views.kit.plain_text import plain_title

TASKS = (("classification", "Classification"), ("regression", "Regression"))
WIDTH, HEIGHT = 900, 610
_LONGEST_NAME = 24
_MOST_LISTED = 3


class _WayOut(NamedTuple):
    """What one click settles: a column left out or filled, or what the table leaves open."""

    text: str
    leaves_out: str = ""
    fills: str = ""
    settles: Mapping[str, str] = MappingProxyType({})


class TableDialog(Dialog):
    """Shows a table and the guesses about it, and asks what to train on.

    Parameters
    ----------
    name
        Of the file.

    Signals
    -------
    read_wanted
        `Wishes` to read the file again with.
    make_wanted
        A `RawTable` and a `Choice` to make data from.
    table_accepted
        The `TableData` to train on.
    """

    read_wanted = Signal(object)
    make_wanted = Signal(object, object)
    table_accepted = Signal(object)

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(plain_title(f"Data from {name}"))
        self.resize(WIDTH, HEIGHT)
        self._name = name
        self._table: RawTable | None = None
        self._data: TableData | None = None
        self._wishes = Wishes()
        self._target = ""
        self.separator = _select(SEPARATORS, "Separator", "What separates the fields")
        self.decimal = _select(DECIMALS, "Decimal sign", "What separates the decimals")
        self.thousands = _select(THOUSANDS, "Thousands", "What separates thousands")
        self.date_order = _select(DATE_ORDERS, "Dates", "What comes first in dates such as 3/4/2020")
        self.encoding = _select(ENCODINGS, "Encoding", "How the file stores characters")
        self.missing = TextField(
            "Marks of missing values", "Texts that stand for a missing value, separated by spaces"
        )
        self.header = CheckBox("First row names the columns", "Header", "Whether the first row is a header")
        self.target = SelectField([("", "")], "Target", "The column to predict")
        self.task = SegmentedControl(TASKS, "Task", "Predict a class, or a number")
        self.preview = TablePreview()
        self.progress = ProgressBar("Progress of reading", "How much of the file is read")
        self._summary = Label("", "caption", "ink3")
        self._evidence = Label("", "caption", "ink3")
        self._evidence.setWordWrap(True)
        self._evidence.setMinimumHeight(34)
        self._evidence.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._message = Label("", "body", "ink2")
        self._message.setWordWrap(True)
        self._message.setMinimumHeight(56)
        self.ways_out = tuple(TextButton("", "Way out", "Do this", height=32) for _ in range(2))
        self.cancel_button = TextButton("Cancel", "Cancel", "Keep the data on screen (Escape)")
        self.use_button = PrimaryButton(name="Use data", tip="Train on this table (Return)", text="Use data")
        self._build()
        apply_to_tree(self, theme)
        for field, wish in (
            (self.separator, "separator"), (self.decimal, "decimal"), (self.thousands, "thousands"),
            (self.date_order, "date_order"), (self.encoding, "encoding"),
        ):  # fmt: skip
            field.setObjectName(wish)
            field.option_selected.connect(self._on_option_selected)
        self.header.toggled_by_user.connect(self._on_header_toggled)
        self.missing.text_entered.connect(self._on_marks_entered)
        self.target.option_selected.connect(self._on_target_selected)
        self.task.option_selected.connect(self._on_choice_edited)
        self.preview.choice_changed.connect(self._on_choice_edited)
        self.preview.kind_wanted.connect(self._on_kind_wanted)
        self.cancel_button.clicked.connect(self.reject)
        self.use_button.clicked.connect(self._on_use_clicked)
        self._ways: tuple[_WayOut, ...] = ()
        for button in self.ways_out:
            button.clicked.connect(self._on_way_out_clicked)
        self._show_reading()

    def _build(self) -> None:
        form = QHBoxLayout()
        form.setSpacing(10)
        for text, field in (
            ("Separator", self.separator), ("Decimal sign", self.decimal), ("Thousands", self.thousands),
            ("Missing values are", self.missing), ("Dates", self.date_order), ("Encoding", self.encoding),
        ):  # fmt: skip
            form.addWidget(labeled(text, field), 1)
        found = QHBoxLayout()
        found.setSpacing(20)
        found.addWidget(self.header)
        found.addWidget(self._evidence, 1)
        choice = QHBoxLayout()
        choice.setSpacing(10)
        choice.addWidget(labeled("Target", self.target), 1)
        choice.addWidget(labeled("Task", self.task), 1)
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self._message, 1)
        for button in self.ways_out:
            said.addWidget(button)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.use_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(Label(shortened(self._name, 100), "section_title"))
        column.addWidget(self._summary)
        column.addWidget(self.progress)
        column.addLayout(form)
        column.addLayout(found)
        column.addWidget(WholeRows(self.preview), 1)
        column.addLayout(choice)
        column.addLayout(said)
        column.addLayout(buttons)

    @property
    def message(self) -> str:
        """What will be used, or what prevents it."""
        return self._message.text()

    @property
    def evidence(self) -> str:
        """The evidence for the guesses."""
        return self._evidence.text()

    @property
    def wishes(self) -> Wishes:
        """What the user has set by hand."""
        return self._wishes

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_use_clicked()
        else:
            super().keyPressEvent(event)

    @Slot(float)
    def set_progress(self, share: float) -> None:
        """Show how much of the file is read."""
        self.progress.setValue(round(100 * share))

    @Slot(str)
    def refuse(self, why: str) -> None:
        """Say why the file cannot be read."""
        self.progress.hide()
        self._summary.set_text("")
        self._evidence.set_text("")
        self._say(f"{why}.", is_problem=True)

    @Slot(object)
    def set_table(self, table: RawTable) -> None:
        """Show what the file holds."""
        self._table = table
        self.progress.hide()
        self.separator.set_value(table.separator)
        self.decimal.set_value(table.dialect.style.decimal)
        self.thousands.set_value(table.dialect.style.thousands)
        self.date_order.set_value(table.dialect.date_order)
        self.encoding.set_value(table.encoding)
        self.header.set_checked(table.has_header)
        self._show_marks(table)
        self._summary.set_text(
            f"{counted(table.n_rows, 'row')}, {counted(len(table.columns), 'column')}, "
            f"{SEPARATORS[table.separator].lower()} between the fields, {ENCODINGS[table.encoding]}"
        )
        self._evidence.set_text(_evidence_text(table))
        self.preview.set_columns(table.columns, table.advice.left_out)
        usable = [column.name for column in table.columns if column.kind != "empty"]
        self.target.set_options([(name, name) for name in usable])
        self._set_ready(bool(usable))
        if usable:
            self.target.set_value(self._target if self._target in usable else table.advice.target)
            self._show_target()
        else:
            self._say("No column holds any value: there is nothing to learn.", is_problem=True)

    @Slot(object, object)
    def set_data(self, data: TableData, cost: Gaps) -> None:
        """Show the result of the choice."""
        if self._table is None:
            return
        question = self._open_question(self._table)
        if question is not None:
            self._ask(question)
            return
        self._data = data
        self._say(_summary(self._table, data, cost, self.preview.inputs()))
        self._offer_for(cost.worst if cost.fill else "", cost)
        self.use_button.setEnabled(True)

    @Slot(str, str, object)
    def set_unfit(self, why: str, column: str, cost: Gaps) -> None:
        """Say why the choice cannot be trained on, and offer to leave out the column at fault."""
        self._say(sentence(why), is_problem=True)
        if column != self.target.value():
            self._offer_for(column, cost)

    def _show_reading(self) -> None:
        self._table = None
        self._set_ready(False)
        self._say("Reading…")
        self.progress.setValue(0)
        self.progress.show()

    def _read_anew(self, **wishes: Any) -> None:
        self._wishes = replace(self._wishes, **wishes)
        self._show_reading()
        self.read_wanted.emit(self._wishes)

    def _set_ready(self, ready: bool) -> None:
        for widget in (self.target, self.task, self.preview):
            widget.setEnabled(ready)
        self.use_button.setEnabled(False)

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        self._message.set_ink("danger" if is_problem else "ink2")
        self._message.set_text(text)
        self._offer()

    def _offer(self, *ways: _WayOut) -> None:
        """Show a button for each solution."""
        self._ways = ways
        for button, way in zip_longest(self.ways_out, ways):
            button.setVisible(way is not None)
            if way is not None:
                button.set_text(way.text)
                button.describe(way.text, way.text)

    def _offer_for(self, column: str, cost: Gaps) -> None:
        """Offer to leave out a column, or to fill its gaps if they cost the rows."""
        if not column:
            return
        name = shortened(column, _LONGEST_NAME)
        ways = [_WayOut(f"Leave {name} out", leaves_out=column)]
        if column == cost.worst and cost.fill:
            ways.append(_WayOut(f"Fill with {cost.fill}", fills=column))
        self._offer(*ways)

    def _open_question(self, table: RawTable) -> Question | None:
        """Return the questions to answer before the chosen columns can be used."""
        chosen = {*self.preview.inputs(), self.target.value()}
        has_dates = any(column.kind == "date" and column.name in chosen for column in table.columns)
        for question in table.questions:
            if has_dates or "date_order" not in question.answers[0][1]:
                return question
        return None

    def _ask(self, question: Question) -> None:
        self._say(f"{question.text}.")
        self._offer(*(_WayOut(text, settles=settles) for text, settles in question.answers))

    def _show_marks(self, table: RawTable) -> None:
        marks = table.marks if self._wishes.missing is None else sorted(self._wishes.missing)
        self.missing.set_text(" ".join(marks))
        self.missing.setPlaceholderText("empty")

    def _show_target(self) -> None:
        name = self.target.value() or ""
        self.preview.set_target(name)
        for column in self._table.columns if self._table else ():
            if column.name == name:
                self.task.set_value(suggested_task(column))
        self._on_choice_edited()

    @Slot(str)
    def _on_option_selected(self, value: str) -> None:
        wish = self.sender().objectName()
        # Another separator gives other columns, whose kinds are not set yet.
        kinds = {} if wish == "separator" else self._wishes.kinds
        self._read_anew(**{wish: value}, kinds=kinds)

    @Slot(bool)
    def _on_header_toggled(self, has_header: bool) -> None:
        self._read_anew(has_header=has_header, kinds={})

    @Slot(str)
    def _on_marks_entered(self, text: str) -> None:
        self._read_anew(missing=frozenset(mark.lower() for mark in text.split()))

    @Slot(int, str)
    def _on_kind_wanted(self, row: int, kind: str) -> None:
        self._read_anew(kinds={**self._wishes.kinds, row: kind})

    @Slot()
    def _on_target_selected(self, _: object = None) -> None:
        self._target = self.target.value()
        self._show_target()

    @Slot()
    def _on_choice_edited(self, _: object = None) -> None:
        """Evaluate the choice."""
        self._data = None
        self.use_button.setEnabled(False)
        if self._table is not None:
            inputs, filled = self.preview.inputs(), self.preview.filled()
            choice = Choice(self.target.value() or "", inputs, _task(self.task.value()), filled)
            self.make_wanted.emit(self._table, choice)

    @Slot()
    def _on_way_out_clicked(self) -> None:
        way = self._ways[self.ways_out.index(self.sender())]
        if way.leaves_out:
            self.preview.leave_out(way.leaves_out)
        elif way.fills:
            self.preview.fill(way.fills)
        else:
            self._read_anew(**way.settles)

    @Slot()
    def _on_use_clicked(self) -> None:
        if self._data is not None and self.use_button.isEnabled():
            data = self._data
            self.accept()
            self.table_accepted.emit(data)


def _select(options: dict[str, str], name: str, tip: str) -> SelectField:
    return SelectField(list(options.items()), name, tip)


def _task(value: str) -> Task:
    return "regression" if value == "regression" else "classification"


def _evidence_text(table: RawTable) -> str:
    """Show the guesses with their evidence, and which columns are left out automatically."""
    parts = []
    if table.evidence:
        found = "; ".join(table.evidence)
        parts.append(f"Detected: {found}.")
    reasons = [
        f"{shortened(name, _LONGEST_NAME)} ({reason})" for name, reason in table.advice.left_out.items()
    ]
    if reasons:
        parts.append(f"Left out automatically: {_listed(reasons)}.")
    return " ".join(parts)


def _listed(texts: Sequence[str]) -> str:
    """Return the first of some texts, and how many more there are."""
    more = len(texts) - _MOST_LISTED
    shown = ", ".join(texts[:_MOST_LISTED])
    return f"{shown} and {more:,} more" if more > 0 else shown


def _summary(table: RawTable, data: TableData, cost: Gaps, inputs: tuple[str, ...]) -> str:
    """Say what will be trained on, what is left out and what becomes several inputs."""
    goal = f"{len(data.class_names)} classes" if data.class_names else "a number"
    sizes = f"{counted(len(data.y), 'row')}, {counted(data.X.shape[1], 'input')}"
    parts = [f"{sizes}, predicts {goal}."]
    if cost.n_dropped:
        rows = f"{cost.n_dropped:,} of {counted(table.n_rows, 'row')}"
        is_or_are = "is" if cost.n_dropped == 1 else "are"
        worst = shortened(cost.worst, _LONGEST_NAME)
        share = "" if cost.n_of_worst == cost.n_dropped else f", {cost.n_of_worst:,} of them"
        parts.append(f"{rows} {is_or_are} left out for missing values{share} in {worst}.")
    made = data.feature_names
    hot = [
        f"{shortened(name, _LONGEST_NAME)} becomes "
        f"{counted(sum(feature.startswith(f'{name} = ') for feature in made), 'input')}"
        for name, _ in one_hot_columns(table, inputs)
    ]
    if hot:
        shown = ", ".join(hot[:3]) + (f" and {len(hot) - 3} more columns likewise" if len(hot) > 3 else "")
        parts.append(f"{shown}: one per value (one-hot).")
    return " ".join(parts)
