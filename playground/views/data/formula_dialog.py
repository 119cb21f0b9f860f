"""The dialog for data from a formula, with a preview and errors underlined in place."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine.language import ExpressionError
from playground.models.data.datasets import Dataset, thumbnail_points
from playground.models.data.formula_data import HIGH, FormulaData
from playground.style.theme import Theme, apply_to_tree
from playground.style.words import capitalized, number_text, percent_text
from playground.views.data.thumbnails import Painter, points_thumbnail
from playground.views.kit import Label, NumberField, PrimaryButton, TextButton, labeled
from playground.views.kit.drawing import draw_box
from playground.views.kit.fields.formula_field import FormulaField
from playground.views.kit.open_dialog import Dialog
from playground.views.kit.themed import Themed

EXAMPLES = (
    "y > sin(x)",
    "x^2 + y^2 < 9",
    "x y > 0",
    "z = sin(x) cos(y)",
    "z = exp(-(x^2 + y^2) / 8)",
)
CHECK_MS = 120
PREVIEW_POINTS = 400
PREVIEW_SIDE = 200
HINT = "A condition makes two classes, z = … a number to predict. Variables are x and y."


class FormulaPreview(Themed, QWidget):
    """The points a formula makes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter: Painter | None = None
        self.setFixedSize(QSize(PREVIEW_SIDE, PREVIEW_SIDE))
        self.setAccessibleName("Preview")
        self.setToolTip("The points this formula makes")

    def set_data(self, dataset: Dataset | None) -> None:
        """Show other points, or none."""
        self._painter = (
            None if dataset is None else points_thumbnail(*thumbnail_points(dataset, PREVIEW_POINTS))
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), 8.0, self.theme.bg, self.theme.line)
        if self._painter is not None:
            self._painter(painter, QRectF(self.rect()).adjusted(6, 6, -6, -6), self.theme)


class FormulaDialog(Dialog):
    """A field that is checked while typing; Enter uses the formula."""

    formula_accepted = Signal(object)

    def __init__(
        self, theme: Theme, formula: FormulaData | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Data from a formula")
        self._data: FormulaData | None = None
        self.field = FormulaField("Formula", "Type a condition such as y > sin(x), or z = sin(x) cos(y)")
        self.reach = NumberField(
            "Range", "Points lie between minus and plus this number", value=HIGH, minimum=0.001, maximum=1e6,
            suggestions=(1.0, 2.0, 3.0, 6.0, 10.0),
        )  # fmt: skip
        self._message = Label(HINT, "caption", "ink3")
        self._message.setWordWrap(True)
        self._message.setMinimumHeight(34)
        self._preview = FormulaPreview()
        self.examples = [
            TextButton(text, f"Example: {text}", "Put this formula into the field", height=32)
            for text in EXAMPLES
        ]
        self.cancel_button = TextButton("Cancel", "Cancel", "Keep the data on screen (Escape)")
        self.use_button = PrimaryButton(
            name="Use formula", tip="Train on this formula (Enter)", text="Use formula"
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self._check)
        self._build()
        apply_to_tree(self, theme)
        self.field.textEdited.connect(self._on_edited)
        self.reach.value_edited.connect(self._on_edited)
        for button in self.examples:
            button.clicked.connect(self._on_example_clicked)
        self.cancel_button.clicked.connect(self.reject)
        self.use_button.clicked.connect(self._on_use_clicked)
        self.field.returnPressed.connect(self._on_use_clicked)
        if formula is not None:
            self.reach.set_value(max(abs(formula.low), abs(formula.high)))
        self.field.setText(EXAMPLES[0] if formula is None else formula.text)
        self.field.selectAll()
        self.field.setFocus()
        self._check()

    def _build(self) -> None:
        chips = QGridLayout()
        chips.setSpacing(6)
        for index, button in enumerate(self.examples):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            chips.addWidget(button, index // 2, index % 2)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(labeled("Formula", self.field))
        left.addWidget(self._message)
        left.addWidget(Label("Examples", "caption", "ink2"))
        left.addLayout(chips)
        left.addStretch(1)
        left.addWidget(labeled("Range (from minus to plus)", self.reach))
        body = QHBoxLayout()
        body.setSpacing(20)
        body.addLayout(left, 1)
        body.addWidget(self._preview)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.use_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addWidget(Label("Data from a formula", "section_title"))
        column.addLayout(body)
        column.addLayout(buttons)
        self.setMinimumWidth(600)

    @property
    def message(self) -> str:
        """The sentence under the field."""
        return self._message.text()

    def _check(self) -> None:
        """Read the formula and show what it makes, or what is wrong."""
        self._timer.stop()
        text, reach = self.field.text(), float(self.reach.value())
        self._data, dataset, place = None, None, None
        try:
            data = FormulaData(text, -reach, reach)
            dataset = data.load(0.0, 1, PREVIEW_POINTS)
            message, ink = _summary(dataset), "ink3"
            self._data = data
        except ExpressionError as error:
            place, ink = (error.start, error.end), "danger"
            message = f"{_sentence(str(error), text[error.start :])}."
        except ValueError as error:
            message, ink = f"{_sentence(str(error), text)}.", "danger"
        self.field.set_wrong(place)
        self._message.set_ink(ink)
        self._message.set_text(message)
        self._preview.set_data(dataset)
        self.use_button.setEnabled(self._data is not None)

    def _on_edited(self, _: object = None) -> None:
        self.field.set_wrong(None)
        self._timer.start()

    def _on_example_clicked(self) -> None:
        button = self.sender()
        assert isinstance(button, TextButton)
        self.field.setText(button.text())
        self.field.setFocus()
        self._check()

    def _on_use_clicked(self) -> None:
        self._check()
        if self._data is not None:
            self.accept()
            self.formula_accepted.emit(self._data)


def _sentence(text: str, wrong: str) -> str:
    """Capitalise a message, unless it begins with quoted text."""
    is_quoted = wrong.startswith(text.partition(" ")[0])
    return text if is_quoted else capitalized(text)


def _summary(dataset: Dataset) -> str:
    if dataset.task == "regression":
        low, high = float(dataset.y.min()), float(dataset.y.max())
        return f"A number to predict, from {number_text(low, 3)} to {number_text(high, 3)}."
    share = float(dataset.y.mean())
    if share in (0.0, 1.0):
        return f"The condition is {'always' if share else 'never'} true here: there is only one class."
    return f"Two classes: the condition holds for {percent_text(share, 0)} of the points."
