"""Titles and steppers above the layers of the network."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from playground.models.picture.network_layout import ColumnLayout
from playground.style.theme import Theme
from playground.views.kit import Stepper, TextButton
from playground.views.network.network_drawing import NARROW

MOST_NEURONS = 64
NARROWEST_STEPPER = 0.85  # share of its natural width at which two digits still fit
TITLE_HEIGHT = 32
SPARE = 8  # a title may extend into the gap between columns


class LayerHeads(QObject):
    """One title per layer, outputs included, and one stepper per hidden layer.

    Parameters
    ----------
    canvas
        Where they are shown.
    """

    size_edited = Signal(int, int)
    title_pressed = Signal(int)

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._theme: Theme | None = None
        self.steppers: list[Stepper] = []
        self.titles: list[TextButton] = []
        self._notes: Sequence[str] = ()
        self._is_locked = False

    def set_layers(self, sizes: Sequence[int], notes: Sequence[str] = ()) -> None:
        """Show heads for hidden layers of these sizes, and one for the output.

        Parameters
        ----------
        notes
            What is special about each layer, the output last; empty for nothing.
        """
        hidden = len(sizes)
        while len(self.steppers) > hidden:
            _drop(self.steppers.pop())
        while len(self.titles) > hidden + 1:
            _drop(self.titles.pop(0))
        while len(self.steppers) < hidden:
            self._add_stepper(len(self.steppers))
        while len(self.titles) < hidden + 1:
            self._add_title()
        for stepper, size in zip(self.steppers, sizes, strict=True):
            stepper.set_value(size)
        self._notes = notes
        for column, title in enumerate(self.titles, 1):
            title.setProperty("column", column)

    def set_locked(self, on: bool) -> None:
        """Show titles only, which cannot be pressed."""
        self._is_locked = on
        for title in self.titles:
            self._lock(title)

    def _lock(self, title: TextButton) -> None:
        title.setFocusPolicy(Qt.FocusPolicy.NoFocus if self._is_locked else Qt.FocusPolicy.StrongFocus)
        title.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, self._is_locked)

    def place(self, columns: Sequence[ColumnLayout], *, is_presenting: bool) -> None:
        """Place the heads above the columns of the layers."""
        for column, title in zip(columns, self.titles, strict=True):
            self._place_title(column, title)
            title.setVisible(not is_presenting)
        for stepper, column in zip(self.steppers, columns[:-1], strict=True):
            hint = stepper.sizeHint()
            width = min(hint.width(), int(column.header_width))
            has_room = not (is_presenting or self._is_locked) and width >= hint.width() * NARROWEST_STEPPER
            stepper.setVisible(has_room)
            if has_room and column.stepper_y is not None:
                left, top = column.x - width / 2, column.stepper_y - hint.height() / 2
                stepper.setGeometry(round(left), round(top), width, hint.height())

    def _place_title(self, column: ColumnLayout, title: TextButton) -> None:
        number = column.nodes[0].column
        is_output = column.kind == "output"
        word = "Output" if is_output else f"Hidden {number}"
        note = self._notes[number - 1] if number <= len(self._notes) else ""
        what = "the output layer" if is_output else f"hidden layer {number}"
        said = f" ({note})" if note else ""
        title.describe(f"Settings of {what}", f"{word}{said}: activation, freezing; click for settings")
        star = "*" if note else ""
        texts = [f"{word} · {note}", f"{word}*"] if note else [word]
        if not is_output and column.header_width < NARROW:
            texts = []
        for text in (*texts, f"{'Out' if is_output else number}{star}"):
            title.set_text(text)
            width = title.sizeHint().width()
            if width <= column.header_width + SPARE:
                break
        title.setGeometry(
            round(column.x - width / 2), max(0, round(column.title_y - TITLE_HEIGHT / 2)), width, TITLE_HEIGHT
        )

    def _add_stepper(self, index: int) -> None:
        stepper = Stepper(
            f"Neurons in hidden {index + 1}", f"Neurons in hidden layer {index + 1} (1 to {MOST_NEURONS})",
            minimum=1, maximum=MOST_NEURONS, compact=True, parent=self._canvas,
        )  # fmt: skip
        stepper.setProperty("layer", index)
        stepper.value_edited.connect(self._on_stepper_edited)
        self.steppers.append(stepper)
        self._dress(stepper)

    def _add_title(self) -> None:
        title = TextButton("", "Settings of a layer", "", height=TITLE_HEIGHT, flat=True, parent=self._canvas)
        title.clicked.connect(self._on_title_clicked)
        self.titles.append(title)
        self._lock(title)
        self._dress(title)

    def _dress(self, widget: Stepper | TextButton) -> None:
        if self._theme is not None:
            widget.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Remember the theme for heads created later; existing ones take it themselves."""
        self._theme = theme

    def _on_stepper_edited(self, value: int) -> None:
        self.size_edited.emit(int(self.sender().property("layer")), value)

    def _on_title_clicked(self) -> None:
        self.title_pressed.emit(int(self.sender().property("column")))


def _drop(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
