"""Settings of training that are needed now and then, behind a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from playground.style.words import exact_text, percent_text, quoted, read_number
from playground.views.kit import (
    CheckBox,
    IntegerField,
    JoinedFields,
    Label,
    LabeledSlider,
    NumberField,
    Popover,
    SelectField,
    TextButton,
    labeled,
)

WIDTH = 400  # with its shadow
GAP, SECTION_GAP = 10, 18
DROPOUT_STEPS = tuple(step / 100 for step in range(0, 95, 5))
MOST_EPOCHS = 10**9


class TrainingOptions(Popover):
    """Schedule, clipping, dropout, first weights, goals, and the sanity test."""

    value_edited = Signal(str, object)
    overfit_wanted = Signal()

    def __init__(self, owner: QWidget, schedules: Sequence[tuple[str, str]]) -> None:
        super().__init__(owner)
        self.schedule = SelectField(
            schedules, "Schedule of the learning rate",
            "Constant; halved every so many epochs; or falling along a cosine to 1 % within so many",
        )  # fmt: skip
        self.schedule_epochs = IntegerField(
            "Epochs of the schedule", "Epochs of a step, or of the whole cosine", value=100, minimum=1,
            maximum=MOST_EPOCHS, suggestions=(10, 30, 100, 300, 1000, 3000),
        )  # fmt: skip
        self.clip_norm = _or_off("Clip gradients", "Longer gradients are shortened to this norm", 0.0, 1e6)
        self.initial_range = NumberField(
            "Range of first weights", "First weights lie between minus and plus this", value=1.0, minimum=0.0,
            maximum=100.0,
        )  # fmt: skip
        self.dropout = LabeledSlider(
            "Dropout", DROPOUT_STEPS, "Dropout",
            "Share of the hidden neurons left out at random for each point while training (train mode)",
            formatter=lambda share: percent_text(share, 0),
        )  # fmt: skip
        self.forgets_eval = CheckBox(
            "Forget eval() (a mistake to try)", "Forget eval",
            "Dropout goes on where the network is only looked at: boundary and test loss become noisy",
        )  # fmt: skip
        self.stop_epoch = _or_off("At epoch", "Pause after this epoch", 0, MOST_EPOCHS, whole=True)
        self.stop_loss = _or_off("At training loss", "Pause once the training loss is this low", 0.0, 1e6)
        self.stop_accuracy = _or_off(
            "At test accuracy, %", "Pause once the test accuracy (R² for regression) is this high", 0.0, 100.0
        )
        self.stop_patience = _or_off(
            "Patience", "Pause when the test loss has not fallen for so many epochs", 0,
            MOST_EPOCHS, whole=True,
        )  # fmt: skip
        self.rests = CheckBox(
            "Come to rest", "Come to rest",
            "Pause when nothing more is to be seen: loss below 1e−6, or the same for a third of the run",
        )  # fmt: skip
        self.overfit_button = TextButton(
            "Overfit one batch…", "Overfit one batch",
            "A sanity test beside the run: can this network learn one small batch by heart?", height=32,
        )  # fmt: skip
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.setMinimumWidth(WIDTH)
        self.column.setSpacing(GAP)
        self.column.addWidget(Label("Training", "selected"))
        joined = JoinedFields(self.schedule, self.schedule_epochs, left_width=150)
        self.column.addWidget(labeled("Learning rate schedule, epochs", joined))
        first = QGridLayout()
        first.setHorizontalSpacing(GAP)
        first.addWidget(labeled("Clip gradients at norm", self.clip_norm), 0, 0)
        first.addWidget(labeled("Custom first weights, ±", self.initial_range), 0, 1)
        self.column.addLayout(first)
        # Both have room of their own above or below what is seen of them.
        dropout = QVBoxLayout()
        dropout.setSpacing(0)
        dropout.addWidget(self.dropout)
        dropout.addWidget(self.forgets_eval)
        self.column.addLayout(dropout)
        self.column.addSpacing(SECTION_GAP - GAP)
        self.column.addWidget(Label("Pause by itself", "selected"))
        goals = QGridLayout()
        goals.setHorizontalSpacing(GAP)
        goals.setVerticalSpacing(GAP)
        goals.addWidget(labeled("At epoch", self.stop_epoch), 0, 0)
        goals.addWidget(labeled("At training loss", self.stop_loss), 0, 1)
        goals.addWidget(labeled("At test accuracy, %", self.stop_accuracy), 1, 0)
        goals.addWidget(labeled("Patience, epochs", self.stop_patience), 1, 1)
        for column in (0, 1):
            first.setColumnStretch(column, 1)
            goals.setColumnStretch(column, 1)
        self.column.addLayout(goals)
        self.column.addWidget(self.rests)
        self.column.addSpacing(SECTION_GAP - GAP)
        self.column.addWidget(self.overfit_button)

    def _connect(self) -> None:
        for name, field in (
            ("schedule_epochs", self.schedule_epochs),
            ("clip_norm", self.clip_norm),
            ("initial_range", self.initial_range),
            ("dropout", self.dropout),
            ("stop_epoch", self.stop_epoch),
            ("stop_loss", self.stop_loss),
            ("stop_accuracy", self.stop_accuracy),
            ("stop_patience", self.stop_patience),
        ):
            field.setProperty("setting", name)
            field.value_edited.connect(self._on_value_edited)
        self.schedule.option_selected.connect(self._on_schedule_selected)
        self.forgets_eval.toggled_by_user.connect(self._on_forgets_eval_toggled)
        self.rests.toggled_by_user.connect(self._on_rests_toggled)
        self.overfit_button.clicked.connect(self._on_overfit_clicked)

    def set_values(
        self,
        *,
        schedule: str,
        schedule_epochs: int,
        clip_norm: float,
        initial_range: float,
        has_range: bool,
        dropout: float,
        forgets_eval: bool,
        stop_epoch: int,
        stop_loss: float,
        stop_accuracy: float,
        stop_patience: int,
        rests: bool,
    ) -> None:
        """Show the settings; the accuracy is a share."""
        self.schedule.set_value(schedule)
        self.schedule_epochs.set_value(schedule_epochs)
        self.schedule_epochs.setEnabled(schedule != "constant")
        self.clip_norm.set_value(clip_norm)
        self.initial_range.set_value(initial_range)
        self.initial_range.setEnabled(has_range)
        self.dropout.set_value(dropout)
        self.forgets_eval.set_checked(forgets_eval)
        self.forgets_eval.setEnabled(dropout > 0.0)
        self.stop_epoch.set_value(stop_epoch)
        self.stop_loss.set_value(stop_loss)
        self.stop_accuracy.set_value(round(100.0 * stop_accuracy, 6))
        self.stop_patience.set_value(stop_patience)
        self.rests.set_checked(rests)

    def _on_value_edited(self, value: float) -> None:
        name = str(self.sender().property("setting"))
        if name == "stop_accuracy":
            value = value / 100.0
        elif name in ("stop_epoch", "stop_patience"):
            value = int(value)
        self.value_edited.emit(name, value)

    def _on_schedule_selected(self, key: str) -> None:
        self.value_edited.emit("schedule", key)

    def _on_forgets_eval_toggled(self, on: bool) -> None:
        self.value_edited.emit("forgets_eval", on)

    def _on_rests_toggled(self, on: bool) -> None:
        self.value_edited.emit("rests", on)

    def _on_overfit_clicked(self) -> None:
        self.hide()
        self.overfit_wanted.emit()


def _or_off(name: str, tip: str, low: float, high: float, *, whole: bool = False) -> NumberField:
    """Return a field whose 0 is written and read as ``Off``."""
    return NumberField(
        name,
        f"{tip}; 0 or Off for never",
        value=0.0,
        minimum=low,
        maximum=high,
        parse=_reader(whole),
        formatter=lambda value: "Off" if value == 0 else exact_text(value),
    )


def _reader(whole: bool) -> Callable[[str], float]:
    def read(text: str) -> float:
        word = text.strip().lower()
        if word in ("off", "never", ""):
            return 0.0
        value = read_number(word)
        if whole and not value.is_integer():
            raise ValueError(f"{quoted(text)} is not a whole number")
        return value

    return read
