"""The menu of mistakes that can be made on purpose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.models.diagnosis.mistakes import COMMON, FURTHER, NOT_OVERFITTED, Mistake
from playground.style.theme import Theme
from playground.views.diagnosis.mistake_strip import twin_button
from playground.views.kit import CheckBox, Label, Popover, TextButton
from playground.views.kit.scroll_style import dress_scroll_area, quiet_scroll_area

WIDTH, HEIGHT = 480, 600
INDENT = 24
"""The words stand below the caption of the check box."""
ROOM = 150
"""Of the window's height, what lies above and below the card."""
GROUPS = (("Made by nearly everybody", COMMON), ("And more", FURTHER))


class MistakeRow(QWidget):
    """A mistake: what it does, and its switch, or a button for what would have prevented it.

    Attributes
    ----------
    control
        The switch or the button.
    """

    def __init__(self, mistake: Mistake, control: CheckBox | TextButton) -> None:
        super().__init__()
        self.control = control
        self._mistake = mistake
        effect = Label(f"{mistake.effect}.", "caption", "ink2")
        effect.setWordWrap(True)
        self.code = Label(mistake.code, "inspector_code", "ink3")
        self.code.setWordWrap(True)
        self.reason = Label("", "caption", "ink3")
        self.reason.setWordWrap(True)
        self.reason.hide()
        words = QVBoxLayout()
        words.setContentsMargins(INDENT, 0, 0, 0)
        words.setSpacing(0)
        if isinstance(control, TextButton):
            words.addWidget(Label(mistake.title))
        for label in (effect, self.code, self.reason):
            words.addWidget(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        if isinstance(control, CheckBox):
            column.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(words)
        if isinstance(control, TextButton):
            words.addSpacing(4)
            words.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)

    def set_state(self, *, is_on: bool, refusal: str) -> None:
        """Show whether it is made, and why it cannot be; what is made already can be ended."""
        if isinstance(self.control, CheckBox):
            self.control.set_checked(is_on)
        self.control.setEnabled(is_on or not refusal)
        reason = f"Not here: {refusal}." if refusal else ""
        self.reason.set_text(reason)
        self.reason.setVisible(bool(refusal))
        self.code.setVisible(not refusal)
        self.control.describe(self._mistake.title, reason or f"{self._mistake.effect}.\n{self._mistake.code}")


class MistakeMenu(Popover):
    """A floating card with a row for each."""

    mistake_toggled = Signal(str, bool)
    overfit_wanted = Signal()
    twin_wanted = Signal()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.rows: dict[str, MistakeRow] = {}
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 12, 0)
        rows.setSpacing(0)
        for title, mistakes in GROUPS:
            rows.addWidget(Label(title, "selected"))
            rows.addSpacing(4)
            for mistake in mistakes:
                self.rows[mistake.key] = self._row(mistake)
                rows.addWidget(self.rows[mistake.key])
            rows.addSpacing(6)
        self._area = quiet_scroll_area(content)
        self.twin_button = twin_button()
        self.column.addWidget(self._area)
        self.column.addWidget(self.twin_button)
        self.setMinimumWidth(WIDTH)
        self.twin_button.clicked.connect(self._on_twin_clicked)

    def _row(self, mistake: Mistake) -> MistakeRow:
        if mistake.key == NOT_OVERFITTED:
            button = TextButton(
                "Overfit one batch…", mistake.title, "A sanity test beside the run", height=32
            )
            button.clicked.connect(self._on_overfit_clicked)
            return MistakeRow(mistake, button)
        switch = CheckBox(mistake.title)
        switch.setProperty("key", mistake.key)
        switch.toggled_by_user.connect(self._on_toggled)
        return MistakeRow(mistake, switch)

    def set_state(self, made: Sequence[str], refusals: Mapping[str, str], *, has_twin: bool) -> None:
        """Show which are made, which cannot be and why, and whether a run without any would differ."""
        for key, row in self.rows.items():
            row.set_state(is_on=key in made, refusal=refusals.get(key, ""))
        self.twin_button.setEnabled(has_twin)

    def open(self) -> None:
        """Show the menu below its owner, no higher than the window."""
        content = self._area.widget()
        window = self._owner.window()
        if content is not None:
            height = content.heightForWidth(WIDTH - 2 * INDENT)
            self._area.setFixedHeight(min(height, HEIGHT, max(200, window.height() - ROOM)))
        self.open_below()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        dress_scroll_area(self._area, theme)

    def _on_toggled(self, on: bool) -> None:
        self.mistake_toggled.emit(self.sender().property("key"), on)

    def _on_overfit_clicked(self) -> None:
        self.hide()
        self.overfit_wanted.emit()

    def _on_twin_clicked(self) -> None:
        self.hide()
        self.twin_wanted.emit()
