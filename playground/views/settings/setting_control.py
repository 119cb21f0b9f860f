"""The control of one setting, made from what the table says of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QWidget

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import FULL, OFF, Choice, Number, Setting, Switch, Text, Whole
from playground.style.words import count_text, exact_text, quoted, read_number
from playground.views.kit import CheckBox, IntegerField, LabeledSlider, NumberField, SelectField, TextField

F = TypeVar("F", bound=QWidget)
_OFF_WORDS = (OFF.lower(), "never", "")


class SettingControl(QObject, Generic[F]):
    """Shows a setting's value, and signals a new one with the setting's name.

    Parameters
    ----------
    field
        The control of the kit.
    edited
        Its signal that the user has chosen another value.
    """

    value_edited = Signal(str, object)

    def __init__(self, name: str, declared: Setting, field: F, edited: SignalInstance) -> None:
        super().__init__(field)
        self.name, self.declared, self.field = name, declared, field
        edited.connect(self._on_field_edited)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show the value, and whether it has an effect."""
        self.set_value(getattr(experiment, self.name))
        self.field.setEnabled(self.declared.has_effect(experiment))

    def set_value(self, value: Any) -> None:
        """Show a value without a signal."""
        raise NotImplementedError

    def _read(self, shown: Any) -> object:
        """Return the value that the control shows as `shown`."""
        return shown

    @Slot(object)
    def _on_field_edited(self, shown: object) -> None:
        self.value_edited.emit(self.name, self._read(shown))


class BoxControl(SettingControl[CheckBox]):
    """A box to tick."""

    def __init__(self, name: str, declared: Setting) -> None:
        field = CheckBox(declared.caption, declared.label, declared.tip)
        super().__init__(name, declared, field, field.toggled_by_user)

    def set_value(self, value: bool) -> None:
        """Tick or clear it."""
        self.field.set_checked(value)


class TextControl(SettingControl[TextField]):
    """A line of text."""

    def __init__(self, name: str, declared: Setting) -> None:
        field = TextField(declared.label, declared.tip)
        super().__init__(name, declared, field, field.text_entered)

    def set_value(self, value: str) -> None:
        """Show a text."""
        self.field.set_text(value)


class ChoiceControl(SettingControl[SelectField]):
    """A list that drops down."""

    def __init__(self, name: str, declared: Setting, kind: Choice) -> None:
        self._titles, self._options_in = kind.options, kind.options_in
        field = SelectField(list(kind.options.items()), declared.label, declared.tip)
        super().__init__(name, declared, field, field.option_selected)

    def set_value(self, value: str) -> None:
        """Show an option, if it is on offer."""
        if self.field.findData(value) >= 0:
            self.field.set_value(value)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show the value among all options that the experiment has."""
        if self._options_in is not None:
            titles = self._options_in(experiment)
            if titles != self._titles:
                self._titles = titles
                self.field.set_options(list(titles.items()))
        super().set_experiment(experiment)

    def set_options(self, names: Sequence[str], value: str) -> None:
        """Offer some options only, and show one of them."""
        self.field.set_options([(name, self._titles[name]) for name in names])
        self.field.set_value(value)


class SliderControl(SettingControl[LabeledSlider]):
    """A slider between the declared stops."""

    def __init__(self, name: str, declared: Setting) -> None:
        self._kind, self._value = declared.kind, declared.steps[0]
        self._full: int | None = None
        field = LabeledSlider(
            declared.caption, declared.steps, declared.label, declared.tip, formatter=self._text
        )
        super().__init__(name, declared, field, field.value_edited)

    def set_value(self, value: float) -> None:
        """Go to the nearest stop."""
        self._value = value
        is_full = self._full is not None and value >= self._full
        self.field.set_value(self.declared.steps[-1] if is_full else value)

    def set_full(self, count: int) -> None:
        """Set how many "all" are, which the last stop stands for; stops beyond that are hidden."""
        if count != self._full:
            self._full = count
            stops = self.declared.steps
            self.field.set_range([*(stop for stop in stops[:-1] if stop < count), stops[-1]])
            self.set_value(self._value)

    def _text(self, value: float) -> str:
        text = self._kind.text(value)
        return f"{FULL} ({count_text(self._full)})" if text == FULL and self._full is not None else text


class WholeControl(SettingControl[IntegerField]):
    """A field that counts by one."""

    def __init__(self, name: str, declared: Setting, kind: Whole) -> None:
        field = IntegerField(
            declared.label, declared.tip, minimum=kind.low, maximum=kind.high,
            suggestions=[int(value) for value in declared.suggestions],
        )  # fmt: skip
        super().__init__(name, declared, field, field.value_edited)

    def set_value(self, value: int) -> None:
        """Show a number."""
        self.field.set_value(value)


class NumberControl(SettingControl[NumberField]):
    """A field for numbers; shares are typed in percent, and 0 can be Off."""

    def __init__(self, name: str, declared: Setting, kind: Number | Whole) -> None:
        self._kind = kind
        self._scale, unit = (100.0, ", %") if isinstance(kind, Number) and kind.is_share else (1.0, "")
        never = "; 0 or Off for never" if kind.zero_is_off else ""
        field = NumberField(
            f"{declared.label}{unit}", f"{declared.tip}{never}", minimum=self._scale * kind.low,
            maximum=self._scale * kind.high, parse=self._typed, formatter=self._text,
            suggestions=[self._scale * value for value in declared.suggestions],
        )  # fmt: skip
        super().__init__(name, declared, field, field.value_edited)

    def set_value(self, value: float) -> None:
        """Show a number."""
        # A share times 100 has digits that nobody typed.
        self.field.set_value(value if self._scale == 1.0 else round(self._scale * value, 6))

    def _read(self, shown: float) -> float:
        return int(shown) if isinstance(self._kind, Whole) else shown / self._scale

    def _typed(self, text: str) -> float:
        word = text.strip().lower()
        if self._kind.zero_is_off and word in _OFF_WORDS:
            return 0.0
        value = read_number(word)
        if isinstance(self._kind, Whole) and not value.is_integer():
            raise ValueError(f"{quoted(text)} is not a whole number")
        return value

    def _text(self, value: float) -> str:
        return OFF if self._kind.zero_is_off and value == 0 else exact_text(value)


def control_for(name: str, declared: Setting) -> SettingControl[Any]:
    """Return the control that goes with a setting's kind."""
    kind = declared.kind
    if declared.steps:
        return SliderControl(name, declared)
    if isinstance(kind, Switch):
        return BoxControl(name, declared)
    if isinstance(kind, Choice):
        return ChoiceControl(name, declared, kind)
    if isinstance(kind, Text):
        return TextControl(name, declared)
    if isinstance(kind, Whole) and not kind.zero_is_off:
        return WholeControl(name, declared, kind)
    if isinstance(kind, Whole | Number):
        return NumberControl(name, declared, kind)
    raise TypeError(f"there is no control for the kind of {name}")
