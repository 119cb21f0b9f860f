"""The card of examples: a search, groups, and a tile for each experiment to begin with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.examples.shelf import Shelf
from playground.style.theme import Theme
from playground.style.words import counted
from playground.views.examples.group_chips import GroupChips
from playground.views.examples.tile_grid import TileGrid, width_of
from playground.views.kit import IconButton, Label, Switch, TextButton
from playground.views.kit.cards.window_card import WindowCard
from playground.views.kit.find_field import FindField
from playground.views.kit.scroll_style import WIDTH as BAR_WIDTH
from playground.views.kit.scroll_style import dress_scroll_area, quiet_scroll_area

MOST_COLUMNS, HEIGHT, MARGIN = 4, 776, 24
FIELD_WIDTH = 176
WIDEST = 0.85  # of the window: what lies below is still seen to be there
NOTHING = "No example has that word."
ABOUT = "Pictures: these networks, trained by this engine. What is on screen now stays one undo step away."
LOADING = "Reading the examples…"


class ExamplesCard(WindowCard):
    """Lies over the window; opening an example, Escape and a click beside it close it.

    Signals
    -------
    opened
        An `Example`.
    file_wanted
        Open a file in place of an example.
    """

    opened = Signal(object)
    file_wanted = Signal()

    def __init__(self, window: QWidget, behind: QWidget) -> None:
        super().__init__(window, behind, "Examples")
        self._shelf = Shelf((), ())
        self.file_button = TextButton(
            "Open a file…", "Open a file", "Open an experiment of your own (Ctrl+O)", icon="folder"
        )
        self.close_button = IconButton("close", "Close the examples", "Close (Escape)", flat=True)
        self.field = FindField(
            "Search examples", "Find examples by their names, sentences and topics", prompt="Search"
        )
        self.field.setFixedWidth(FIELD_WIDTH)
        self.chips = GroupChips()
        self.grid = TileGrid()
        self.message = Label("", "body", "ink2")
        self.message.setWordWrap(True)
        self.clear_button = TextButton("Clear", "Clear the search", "Show all examples again")
        self.start_switch = Switch("Show at start", "Open this card at every start", text="Show at start")
        self.about = Label(ABOUT, "caption", "ink3")
        self.about.setWordWrap(True)
        self._nothing = QWidget()
        self._area = quiet_scroll_area(self.grid)
        self._lay_out()
        self.file_button.clicked.connect(self._on_file_clicked)
        self.close_button.clicked.connect(self.close_card)
        self.clear_button.clicked.connect(self._on_clear_clicked)
        self.field.searched.connect(self._show_found)
        self.field.go_wanted.connect(self._on_go_wanted)
        self.chips.chosen.connect(self._show_found)
        self.grid.opened.connect(self.opened)
        self.grid.left_above.connect(self._on_grid_left)
        self.grid.went_to.connect(self._on_grid_went_to)
        self._say(LOADING, can_clear=False)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Label("Examples", "metric"))
        head.addWidget(Label("Open one, then change anything", "caption", "ink2"), 1)
        head.addWidget(self.file_button)
        head.addWidget(self.close_button)
        search = QHBoxLayout()
        search.setSpacing(8)
        search.addWidget(self.field, 0, Qt.AlignmentFlag.AlignTop)
        search.addWidget(self.chips, 1)
        nothing = QVBoxLayout(self._nothing)
        nothing.setContentsMargins(0, 24, 0, 0)
        nothing.setSpacing(12)
        nothing.addWidget(self.message)
        nothing.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignLeft)
        nothing.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, MARGIN, 0)
        foot.setSpacing(16)
        foot.addWidget(self.about, 1)
        foot.addWidget(self.start_switch)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(MARGIN, 20, 0, 16)
        column.setSpacing(16)
        for row in (head, search):
            row.setContentsMargins(0, 0, MARGIN, 0)
            column.addLayout(row)
        column.addWidget(self._area, 1)
        column.addWidget(self._nothing, 1)
        column.addLayout(foot)

    def wanted_size(self, room: QSize) -> QSize:
        around = 2 * MARGIN
        most = WIDEST * room.width() - around
        columns = next((count for count in range(MOST_COLUMNS, 1, -1) if width_of(count) <= most), 1)
        self.grid.set_columns(columns)
        return QSize(width_of(columns) + around, HEIGHT)

    def set_shelf(self, shelf: Shelf, folder: Path) -> None:
        """Show examples, and what is wrong with files that are none."""
        self._shelf = shelf
        self.grid.set_examples(shelf.examples, folder)
        self.chips.set_groups(shelf.groups, len(shelf.examples))
        more = len(shelf.faults) - 1
        fault = shelf.faults[0] if shelf.faults else ABOUT
        self.about.set_text(f"{fault} {counted(more, 'more file')} cannot be read." if more > 0 else fault)
        self.about.set_ink("danger" if shelf.faults else "ink3")
        if shelf.examples:
            self._show_found()
        else:
            self._say("There are no examples.", can_clear=False)

    def refuse(self, reason: str) -> None:
        """Say why there are no examples."""
        self._say(f"There are no examples: {reason}.", can_clear=False)

    def open_with_search(self) -> None:
        """Open the card with all examples, the keyboard in the search."""
        self._clear()
        self.open_card(self.field)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        dress_scroll_area(self._area, theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow down goes from the head to the tiles."""
        if event.key() == Qt.Key.Key_Down:
            self.grid.enter()
            event.accept()
            return
        super().keyPressEvent(event)

    def _show_found(self, _: str = "") -> None:
        if not self._shelf.examples:
            return  # it says why there are none, or not yet
        found = self._shelf.found(self.field.text(), self.chips.group)
        self.grid.show_only(found)
        self._area.verticalScrollBar().setValue(0)
        if found:
            self._area.show()
            self._nothing.hide()
        else:
            self._say(NOTHING, can_clear=True)

    def _say(self, text: str, *, can_clear: bool) -> None:
        self.message.set_text(text)
        self.clear_button.setVisible(can_clear)
        self._area.hide()
        self._nothing.show()

    def _clear(self) -> None:
        self.field.setText("")
        self.chips.choose("")
        self._show_found()

    def _on_clear_clicked(self) -> None:
        self._clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_file_clicked(self) -> None:
        self.close_card()
        self.file_wanted.emit()

    def _on_go_wanted(self, _: int) -> None:
        """Return in the search opens the first that was found."""
        if self.grid.shown and self.field.text().strip():
            self.opened.emit(self.grid.shown[0].example)

    def _on_grid_left(self) -> None:
        self._area.verticalScrollBar().setValue(0)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_grid_went_to(self, tile: QWidget) -> None:
        self._area.ensureWidgetVisible(tile, 0, BAR_WIDTH)
