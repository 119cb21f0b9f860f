"""Picks which controls are on screen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.style.theme import Theme, apply_to_tree
from playground.views.kit import CheckBox, Label, PrimaryButton, TextButton
from playground.views.kit.open_dialog import Dialog
from playground.views.kit.scroll_style import dress_scroll_area, quiet_scroll_area

COLUMNS = 4
MOST_HEIGHT = 432
SENTENCE = (
    "Ticked controls stay on screen; the others are hidden, and so are their keys. The choice is saved with "
    "the experiment, and {key} switches between it and all controls."
)


class HideDialog(Dialog):
    """A tick for each control; nothing changes before the choice is taken.

    Parameters
    ----------
    groups
        Titles of controls by their keys, in groups by their titles.
    hidden, for_beginners
        Keys of what is hidden now, and of what is hidden where a beginner is at work.

    Signals
    -------
    picked
        Keys of what is to be hidden, in the order of the groups.
    """

    picked = Signal(object)

    def __init__(
        self,
        groups: Mapping[str, Mapping[str, str]],
        hidden: Collection[str],
        for_beginners: Collection[str],
        key: str,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Hide controls")
        self._for_beginners = for_beginners
        self.boxes: dict[str, CheckBox] = {}
        self.all_button = TextButton("All", "All controls", "Tick every control")
        self.beginner_button = TextButton(
            "Only what a beginner needs", "", "Data, layers, activation, learning rate, losses"
        )
        self.cancel_button = TextButton("Cancel", "Cancel", "Leave everything as it is (Escape)")
        self.apply_button = PrimaryButton(
            name="Hide the others", tip="Show ticked controls only", text="Apply"
        )
        sentence = Label(SENTENCE.format(key=key), "body", "ink2")
        sentence.setWordWrap(True)
        ticks = QWidget()
        row = QHBoxLayout(ticks)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(28)
        for column in _columns([self._group(title, controls) for title, controls in groups.items()]):
            row.addLayout(column)
        scroll = quiet_scroll_area(ticks)
        scroll.setAccessibleName("Controls")
        size = ticks.sizeHint()
        scroll.setMinimumSize(size.width() + 16, min(size.height(), MOST_HEIGHT))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.all_button, self.beginner_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.apply_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addWidget(Label("Hide controls", "metric"))
        column.addWidget(sentence)
        column.addWidget(scroll, 1)
        column.addLayout(foot)
        apply_to_tree(self, theme)
        dress_scroll_area(scroll, theme)
        self._tick_all_but(hidden)
        self.all_button.clicked.connect(self._on_all_clicked)
        self.beginner_button.clicked.connect(self._on_beginner_clicked)
        self.cancel_button.clicked.connect(self.reject)
        self.apply_button.clicked.connect(self._on_apply_clicked)
        self.apply_button.setFocus()

    def _group(self, title: str, controls: Mapping[str, str]) -> QWidget:
        group = QWidget()
        column = QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        column.addWidget(Label(title, "section_title"))
        for key, text in controls.items():
            box = self.boxes[key] = CheckBox(text)
            column.addWidget(box)
        return group

    def _tick_all_but(self, keys: Collection[str]) -> None:
        for key, box in self.boxes.items():
            box.set_checked(key not in keys)

    @Slot()
    def _on_all_clicked(self) -> None:
        self._tick_all_but(())

    @Slot()
    def _on_beginner_clicked(self) -> None:
        self._tick_all_but(self._for_beginners)

    @Slot()
    def _on_apply_clicked(self) -> None:
        self.accept()
        self.picked.emit(tuple(key for key, box in self.boxes.items() if not box.isChecked()))


def _columns(groups: Sequence[QWidget]) -> list[QVBoxLayout]:
    """Lay out the groups in columns: each below the lowest so far."""
    columns: list[QVBoxLayout] = [QVBoxLayout() for _ in range(COLUMNS)]
    heights = [0] * COLUMNS
    for group in groups:
        place = heights.index(min(heights))
        columns[place].addWidget(group, 0, Qt.AlignmentFlag.AlignTop)
        heights[place] += group.sizeHint().height()
    for column in columns:
        column.addStretch(1)
    return columns
