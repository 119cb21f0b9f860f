"""The header: name of the experiment, transport, progress, and controls for the whole window."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QVBoxLayout, QWidget

from playground.models.run.speed import SPEEDS, Speed, speed_text
from playground.style.icons import draw_icon
from playground.style.theme import Theme
from playground.views.kit import (
    IconButton,
    Label,
    LabeledSlider,
    Panel,
    PrimaryButton,
    SegmentedControl,
    TextMenu,
)
from playground.views.kit.access.shortcuts import shown_key
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Themed
from playground.views.window.file_menu import FileMenu
from playground.views.window.title_field import TitleField

MODES = (("train", "Train"), ("graph", "Graph"), ("compare", "Compare"), ("lessons", "Lessons"))
HEIGHT = 56
# Widths of the speed slider, of the progress (room for the usual numbers, so that their neighbours do
# not move with every epoch) and of the modes: where there is room, in narrow windows, and in the smallest.
WIDTHS, NARROW_WIDTHS, SMALL_WIDTHS = (142, 150, 312), (142, 110, 240), (76, 106, 232)
NARROW_BELOW, SMALL_BELOW, LESS_LEFT = 1400, 1180, 20
LONGEST_EPOCH, LONGEST_SPEED = 24, 26
LOGO_SIDE, SPEED_GAP, ENGINE_GAP, LEFT = 28, 12, 10, 260


class Logo(Themed, QWidget):
    """The application's logo."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(LOGO_SIDE, LOGO_SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        name = "logo-dark" if self.theme.is_dark else "logo"
        draw_icon(painter, name, self.theme.ink, QRectF(self.rect()))


class HeaderBar(Panel):
    """Name, transport, epoch counter, engine; the file menu, theme, presenter mode and about.

    `action_chosen` names an action of the menu as `playground.views.kit.access.shortcuts` does.
    """

    play_pressed = Signal()
    reset_pressed = Signal()
    step_pressed = Signal()
    theme_pressed = Signal()
    presenter_pressed = Signal()
    about_pressed = Signal()
    engine_selected = Signal(str)
    speed_selected = Signal(object)
    new_weights_pressed = Signal()
    mode_selected = Signal(str)
    title_edited = Signal(str)
    action_chosen = Signal(str)
    notes_pressed = Signal()
    hidden_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.BottomEdge, parent)
        self.setFixedHeight(HEIGHT)
        self.reset_button = IconButton(
            "reset", "Rewind", "Back to epoch 0 with the same first weights: the same run again (R)"
        )
        self.new_weights_button = IconButton(
            "dice", "New weights", "Back to epoch 0 with other first weights and the same data (N)"
        )
        self.play_button = PrimaryButton("play", "Play", "Train (Space)")
        self.step_button = IconButton("step", "Step", "Train one epoch, then pause (S)")
        self.theme_button = IconButton("moon", "Dark theme", "Switch to the dark theme", flat=True)
        self.presenter_button = IconButton(
            "presenter",
            "Presenter mode",
            f"Only network and plots, large enough for a room ({shown_key('presenter')})",
            flat=True,
        )
        self.file_button = IconButton(
            "folder", "File menu", "New, open, save, undo, and the list of keys", flat=True
        )
        self.notes_button = IconButton("notes", "Notes", "", flat=True)
        self.set_has_notes(False)
        self.notes_button.clicked.connect(self.notes_pressed)
        self.hidden_button = IconButton("eye-off", "Some controls are hidden", "", flat=True, checkable=True)
        self.hidden_button.hide()
        self.hidden_button.clicked.connect(self.hidden_pressed)
        self._modes: Sequence[tuple[str, str]] = MODES
        self.menu = FileMenu(self.file_button)
        self.about_button = IconButton("info", "About", "About Scalar Playground", flat=True)
        self.engine = TextMenu([], "Engine", "What the scalars run as; all engines give the same losses")
        self.speed = LabeledSlider(
            "Speed", range(len(SPEEDS)), "Speed",
            "From one step in 20 seconds, in slow motion, to as fast as possible",
            value=len(SPEEDS) - 1, formatter=_speed_of, caption_role="caption",
        )  # fmt: skip
        self.mode = SegmentedControl(
            MODES,
            "Mode",
            "Train a network, look into its graph of scalars, compare runs, or take a lesson",
        )
        self.mode.option_selected.connect(self.mode_selected)
        self.title = TitleField()
        self._epoch = Label("", "epoch")
        self._speed = Label("", "caption", "ink3")
        self._epoch.setAccessibleName("Epoch")
        self._speed.setAccessibleName("Speed of training")
        self._left = QWidget()
        self._is_playing = self._is_for_steps = self._is_small = False
        self._progress: tuple[int, str, int | None] = (0, "Loading data…", None)
        self._speed_gap, self._engine_gap = QSpacerItem(SPEED_GAP, 0), QSpacerItem(ENGINE_GAP, 0)
        self._build()
        self.set_room(NARROW_BELOW, LEFT)
        self.play_button.clicked.connect(self.play_pressed)
        self.reset_button.clicked.connect(self.reset_pressed)
        self.step_button.clicked.connect(self.step_pressed)
        self.new_weights_button.clicked.connect(self.new_weights_pressed)
        self.theme_button.clicked.connect(self.theme_pressed)
        self.presenter_button.clicked.connect(self.presenter_pressed)
        self.about_button.clicked.connect(self.about_pressed)
        self.file_button.clicked.connect(self.menu.open_at_button)
        self.menu.action_chosen.connect(self.action_chosen)
        self.menu.engine_chosen.connect(self.engine_selected)
        self.title.title_edited.connect(self.title_edited)
        self.engine.option_selected.connect(self.engine_selected)
        self.speed.value_edited.connect(self._on_speed_edited)

    def _build(self) -> None:
        left = QHBoxLayout(self._left)
        left.setContentsMargins(16, 0, 4, 0)
        left.setSpacing(8)
        left.addWidget(Logo())
        left.addWidget(self.title, 1)
        left.addWidget(self.notes_button)
        left.addWidget(self.hidden_button)
        progress = QVBoxLayout()
        progress.setSpacing(0)
        progress.addStretch(1)
        progress.addWidget(self._epoch)
        progress.addWidget(self._speed)
        progress.addStretch(1)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 16, 1)
        row.setSpacing(0)
        row.addWidget(self._left)
        row.addSpacing(16)
        for button in (self.reset_button, self.new_weights_button, self.play_button, self.step_button):
            row.addWidget(button)
            row.addSpacing(6)
        row.addSpacing(12)
        row.addWidget(self.speed)
        row.addItem(self._speed_gap)
        row.addLayout(progress)
        row.addItem(self._engine_gap)
        row.addWidget(self.engine)
        row.addStretch(1)
        row.addWidget(self.mode)
        row.addSpacing(12)
        for index, button in enumerate(
            (self.file_button, self.theme_button, self.presenter_button, self.about_button)
        ):
            row.addSpacing(4 if index else 0)
            row.addWidget(button)

    def set_compact(self, compact: bool) -> None:
        """Leave the engine to the menu where there is no room for it."""
        self.engine.setVisible(not compact)
        self._engine_gap.changeSize(0 if compact else ENGINE_GAP, 0)
        self._row.invalidate()
        self.menu.show_engines(compact)

    def set_hidden(self, keys: Collection[str]) -> None:
        """Take controls and modes off the screen; Train always stays, and needs no tab alone."""
        for key, control in (
            ("speed", self.speed), ("step", self.step_button), ("new weights", self.new_weights_button),
            ("engine", self.engine),
        ):  # fmt: skip
            control.set_veiled(key in keys)
        self.menu.hide_engines("engine" in keys)
        self._modes = [(mode, title) for mode, title in MODES if mode not in keys]
        self.mode.set_options(self._modes)
        self.mode.set_veiled(len(self._modes) == 1)
        self.set_room(*self._room)

    def set_hiding(self, can_hide: bool, hides: bool) -> None:
        """Show the sign that controls are hidden, or can be."""
        self.hidden_button.setVisible(can_hide)
        self._make_room_for_name()
        self.hidden_button.setChecked(hides)
        self.hidden_button.set_icon("eye-off" if hides else "eye")
        name = "Some controls are hidden" if hides else "All controls are shown"
        what = "click to show all" if hides else "click to hide those that were picked"
        self.hidden_button.describe(name, f"{name}: {what} ({shown_key('hide')})")

    def _make_room_for_name(self) -> None:
        """Leave the notes to the menu where the sign would take the room of the name."""
        self.notes_button.set_veiled(self._is_small and not self.hidden_button.isHidden())

    def offers(self, mode: str) -> bool:
        """Whether a mode can be gone to."""
        return any(mode == key for key, _ in self._modes)

    def set_room(self, width: int, left: int) -> None:
        """Take less room than the parts would like where the window is narrow.

        Parameters
        ----------
        width
            Of the window.
        left
            Of its left column, which the name has too, so that the transport stands above the middle.
        """
        self._room = (width, left)
        self._is_small = width < SMALL_BELOW
        narrow = NARROW_WIDTHS if width < NARROW_BELOW else WIDTHS
        speed, progress, mode = SMALL_WIDTHS if self._is_small else narrow
        self._left.setFixedWidth(left - LESS_LEFT if self._is_small else left)
        self.speed.setFixedWidth(speed)
        self._speed.setMinimumWidth(progress)
        self.mode.setFixedWidth(mode * len(self._modes) // len(MODES))
        self._make_room_for_name()
        self._show_progress()

    def set_title(self, title: str) -> None:
        """Show the experiment's name."""
        self.title.set_title(title)

    def set_has_notes(self, has: bool) -> None:
        """Show whether there are notes."""
        what = "Notes on this experiment" if has else "Write notes on this experiment"
        self.notes_button.describe("Notes" if has else "Notes, none yet", f"{what} ({shown_key('notes')})")

    def set_playing(self, playing: bool) -> None:
        """Show whether training runs."""
        self._is_playing = playing
        self.play_button.set_icon("pause" if playing else "play")
        self._name_play()

    def _name_play(self) -> None:
        what = " training" if self._is_for_steps else ""
        tip = f"Pause{what} (Space)" if self._is_playing else "Train (Space)"
        name = f"Pause{what}" if self._is_playing else "Train" if what else "Play"
        self.play_button.describe(name, tip)

    def set_transport_enabled(self, enabled: bool) -> None:
        """Say whether the run of the window can be trained; while a lesson is on screen it waits."""
        for control in (
            self.reset_button, self.new_weights_button, self.play_button, self.step_button, self.speed,
        ):  # fmt: skip
            control.setEnabled(enabled)

    def set_progress(self, epoch: int, speed: str, last_epoch: int | None = None) -> None:
        """Show the epoch, and a line on how fast it goes; looking back, the newest epoch as well."""
        self._progress = (epoch, speed, last_epoch)
        self._show_progress()

    def _show_progress(self) -> None:
        """Leave to the tooltip what has no room."""
        epoch, speed, last = self._progress
        short = f"Epoch {epoch:,}"
        whole = short if last is None else f"{short} / {last:,}"
        self._epoch.set_text(short if self._is_small or len(whole) > LONGEST_EPOCH else whole)
        is_long = self._is_small or len(speed) > LONGEST_SPEED
        self._speed.set_text(speed.split(" · ")[0] if is_long else speed)
        for label in (self._epoch, self._speed):
            set_tip(label, f"{whole}\n{speed}")

    def set_mode(self, mode: str) -> None:
        """Show the current mode; in Graph mode, Play and Speed are those of the steps."""
        self.mode.set_value(mode)
        self._is_for_steps = mode == "graph"
        self.speed.setVisible(not self._is_for_steps)
        self._speed_gap.changeSize(0 if self._is_for_steps else SPEED_GAP, 0)
        self._row.invalidate()
        self.play_button.set_filled(not self._is_for_steps)
        self._name_play()

    def set_speed(self, speed: Speed | None) -> None:
        """Show the speed that was chosen."""
        self.speed.set_value(SPEEDS.index(speed))

    def _on_speed_edited(self, index: int) -> None:
        self.speed_selected.emit(SPEEDS[index])

    def set_engine(self, engine: str) -> None:
        """Show the engine in use."""
        self.engine.set_value(engine)
        self.menu.set_engine(engine)

    def set_engines(self, engines: Sequence[tuple[str, str, str]]) -> None:
        """Set the engines to choose from: key, word and explanation of each."""
        self.engine.set_explained_options(engines)
        self.menu.set_engines(engines)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        other = "light" if theme.is_dark else "dark"
        self.theme_button.set_icon("sun" if theme.is_dark else "moon")
        self.theme_button.describe(f"{other.capitalize()} theme", f"Switch to the {other} theme")
        self.update()


def _speed_of(index: float) -> str:
    return speed_text(SPEEDS[int(index)])
