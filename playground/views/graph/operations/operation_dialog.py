"""The dialog that defines an operation: name, formula, derivative, and both as curves."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.graph.functions.function_list import derivative_texts
from playground.models.operations.definition import row_of
from playground.models.operations.derivative_check import check_derivatives
from playground.models.operations.operation_preview import operation_preview
from playground.models.operations.own_operation import (
    OPERANDS,
    OwnOperation,
    OwnOperationError,
    check_name,
)
from playground.style.theme import Theme, apply_to_tree
from playground.style.words import sentence
from playground.views.graph.operations.preview_picture import PreviewPicture
from playground.views.kit import Label, PrimaryButton, SegmentedControl, TextButton, labeled
from playground.views.kit.fields.formula_field import FormulaField
from playground.views.kit.open_dialog import Dialog

CHECK_MS = 120
WIDTH = 680
WAYS = (("derived", "Derived"), ("typed", "Typed"))
FIRST_FORMULA = "x sigmoid(x)"
HINT = "One operand is x, a second one y. An operation of one operand is an activation in Train, too."
FINE = "Derivatives agree with finite differences at points all over the domain."
NO_VALUES = "this formula has no value anywhere between −6 and 6"
WRONG_TIP = "The gradient check will find it wherever it is used"


class OperationDialog(Dialog):
    """Fields that are checked while typing.

    Parameters
    ----------
    known
        The operations of the user that the formula may call, by name, each with its name in the engine.
    own
        The operation to edit, None for a new one.
    name
        Of a new one.
    taken
        Names of other operations of the user.

    Signals
    -------
    operation_accepted
        An `OwnOperation` to define, or to put in the place of the one that was edited.
    deleted
        The one that was edited is to be deleted.
    """

    operation_accepted = Signal(object)
    deleted = Signal()

    def __init__(
        self,
        theme: Theme,
        known: Mapping[str, str],
        own: OwnOperation | None = None,
        name: str = "",
        taken: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._known, self._taken, self._is_new = known, taken, own is None
        title = "Define an operation" if own is None else f"Edit {own.name}"
        self.setWindowTitle(title)
        self._made: OwnOperation | None = None
        self.name = FormulaField("Name", "What formulas call it, such as swish")
        self.formula = FormulaField("Value", "Of x, or of x and y, such as x sigmoid(x)")
        self.way = SegmentedControl(
            WAYS, "Derivative", "Derived from the formula by the chain rule, or typed and checked",
            value="derived" if own is None or not own.derivatives else "typed",
        )  # fmt: skip
        self.slopes = [
            FormulaField(f"Derivative by {name}", f"How the value changes with {name}") for name in OPERANDS
        ]
        self._slope_blocks = [
            labeled(f"Derivative by {name}", field) for name, field in zip(OPERANDS, self.slopes, strict=True)
        ]
        self.derived = Label("", "graph_gradient", "ink2")
        self.derived.setWordWrap(True)
        self._message = Label(HINT, "caption", "ink3")
        self._message.setWordWrap(True)
        self._message.setMinimumHeight(34)
        self.preview = PreviewPicture()
        self.delete_button = TextButton("Delete", "Delete", "Take this operation away (undo brings it back)")
        self.cancel_button = TextButton("Cancel", "Cancel", "Change nothing (Escape)")
        self.use_button = PrimaryButton(name="Define", tip="Define it (Enter)", text="Define")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self._check)
        self._build(title)
        apply_to_tree(self, theme)
        self.name.setText(name if own is None else own.name)
        self.formula.setText(FIRST_FORMULA if own is None else own.formula)
        for field, text in zip(self.slopes, () if own is None else own.derivatives, strict=False):
            field.setText(text)
        for field in (self.name, self.formula, *self.slopes):
            field.textEdited.connect(self._on_edited)
            field.returnPressed.connect(self._on_use_clicked)
        self.way.option_selected.connect(self._on_way_selected)
        self.delete_button.clicked.connect(self._on_delete_clicked)
        self.cancel_button.clicked.connect(self.reject)
        self.use_button.clicked.connect(self._on_use_clicked)
        first = self.formula if self.name.text() else self.name
        first.selectAll()
        first.setFocus()
        self._check()

    def _build(self, title: str) -> None:
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(labeled("Name", self.name))
        left.addWidget(labeled("Value", self.formula))
        left.addWidget(labeled("Derivative", self.way))
        left.addWidget(self.derived)
        for block in self._slope_blocks:
            left.addWidget(block)
        left.addWidget(self._message)
        left.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(20)
        body.addLayout(left, 1)
        side = QVBoxLayout()
        side.addWidget(self.preview)
        side.addStretch(1)
        body.addLayout(side)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.delete_button)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.use_button)
        self.delete_button.setVisible(not self._is_new)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addWidget(Label(title, "section_title"))
        column.addLayout(body, 1)
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH)

    @property
    def message(self) -> str:
        """The sentence under the fields."""
        return self._message.text()

    def _typed(self, count: int) -> OwnOperation:
        """Return what stands in the fields, with so many derivatives if they are typed."""
        texts = tuple(field.text().strip() for field in self.slopes[:count])
        derivatives = texts if self.way.value() == "typed" else ()
        return OwnOperation(self.name.text().strip(), self.formula.text().strip(), derivatives)

    def _check(self) -> None:
        """Read the fields and show what they make, or what is wrong."""
        self._timer.stop()
        for field in (self.name, self.formula, *self.slopes):
            field.set_wrong(None)
        self._made = None
        self.use_button.set_text("Define" if self._is_new else "Apply")
        is_typed = self.way.value() == "typed"
        count = 1
        try:
            row = row_of(OwnOperation("", self.formula.text().strip()), self._known)
            count = row.arity or 1
            self.derived.set_text(_derivatives(derivative_texts(row, OPERANDS[:count]), count))
            own = self._typed(count)
            row = row_of(own, self._known)
            self.preview.set_preview(operation_preview(row))
            check = check_derivatives(row)
            if not check.has_values:
                raise OwnOperationError(NO_VALUES, "formula", 0, len(own.formula))
            check_name(own.name, self._taken)
            self._made = own
            if check.wrong is None:
                self._say(FINE if is_typed else HINT)
            else:
                self._say(f"{check.wrong.words}.", "danger")
                self.use_button.set_text("Define anyway" if self._is_new else "Apply anyway")
        except OwnOperationError as error:
            self._mark(error)
            if error.part == "formula":
                self.derived.set_text("")
                self.preview.set_preview(None)
        self.derived.setVisible(not is_typed)
        for number, block in enumerate(self._slope_blocks):
            block.setVisible(is_typed and number < count)
        self.use_button.set_tip(WRONG_TIP if self.use_button.text().endswith("anyway") else "Enter does it")
        self.use_button.setEnabled(self._made is not None)

    def _mark(self, error: OwnOperationError) -> None:
        """Underline what is wrong, and say it."""
        fields = {"name": self.name, "formula": self.formula, "derivative": self.slopes[error.place]}
        field = fields[error.part]
        if field.text():
            field.set_wrong((error.start, error.end))
        self._say(sentence(str(error)), "danger" if field.text() else "ink3")

    def _say(self, text: str, ink: str = "ink3") -> None:
        self._message.set_ink(ink)
        self._message.set_text(text)

    def _on_edited(self, _: str) -> None:
        self._timer.start()

    def _on_way_selected(self, _: str) -> None:
        self._check()

    def _on_delete_clicked(self) -> None:
        self.accept()
        self.deleted.emit()

    def _on_use_clicked(self) -> None:
        self._check()
        if self._made is not None:
            self.accept()
            self.operation_accepted.emit(self._made)


def _derivatives(texts: tuple[str, ...], count: int) -> str:
    if count == 1:
        return f"d/dx = {texts[0]}"
    return "\n".join(f"∂/∂{name} = {text}" for name, text in zip(OPERANDS, texts, strict=True))
