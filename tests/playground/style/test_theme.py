from __future__ import annotations

import dataclasses
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QMainWindow, QVBoxLayout, QWidget

from playground.style.theme import DARK, LIGHT, Theme, ThemeManager, apply_theme, apply_to_tree, font
from playground.views.kit import CheckBox
from playground.views.kit.themed import Themed

TEXT_PAIRS = [
    (ink, ground) for ink in ("ink", "ink2", "ink3") for ground in ("bg", "surface", "inset", "field")
] + [
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("accent_text", "soft"),
    ("ink", "segment_on"),
    ("danger", "danger_soft"),
    ("danger", "surface"),
    ("ok", "ok_soft"),
    ("negative_text", "surface"),
    ("positive_text", "surface"),
]


def luminance(value: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_that_text_is_readable_on_its_ground(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("mark", ["ctl2", "accent", "negative", "positive"])
def test_that_marks_and_borders_of_controls_stand_out_from_the_surface(theme: Theme, mark: str) -> None:
    assert contrast(getattr(theme, mark), theme.surface) >= 3


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_every_colour_is_a_six_digit_hexadecimal(theme: Theme) -> None:
    for field in dataclasses.fields(theme):
        value = getattr(theme, field.name)
        if field.name == "name" or isinstance(value, float):
            continue
        for colour in [value] if isinstance(value, str) else value:
            assert re.fullmatch(r"#[0-9A-F]{6}", colour), field.name


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_the_first_two_classes_are_the_negative_and_the_positive_mark(theme: Theme) -> None:
    assert theme.classes[:2] == (theme.negative, theme.positive)
    assert len(set(theme.classes)) == 10
    assert theme.neutral == theme.diverging[4]


def test_that_applying_a_theme_sets_style_palette_and_font(qapp) -> None:
    apply_theme(qapp, DARK)
    assert qapp.style().objectName().lower() == "fusion"
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.bg
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name().upper() == DARK.ink
    assert qapp.font().pixelSize() == 13


@pytest.mark.parametrize(
    ("role", "size", "weight"), [("body", 13, 400), ("metric", 18, 600), ("tick", 11, 400)]
)
def test_that_fonts_have_the_size_and_weight_of_their_role(qapp, role: str, size: int, weight: int) -> None:
    assert font(role).pixelSize() == size
    assert font(role).weight() == QFont.Weight(weight)


def test_that_digits_are_tabular(qapp) -> None:
    assert font("body").isFeatureSet(QFont.Tag("tnum"))


def test_that_a_font_can_be_changed_without_changing_its_role(qapp) -> None:
    font("body").setPixelSize(40)
    assert font("body").pixelSize() == 13


def test_that_the_manager_announces_a_new_theme_once(qapp, qtbot) -> None:
    manager = ThemeManager(qapp, "light")
    seen: list[Theme] = []
    manager.theme_changed.connect(seen.append)
    manager.set_theme("dark")
    manager.set_theme(DARK)
    assert seen == [DARK]
    assert manager.theme is DARK


def test_that_toggling_goes_back_and_forth_and_stays(qapp) -> None:
    manager = ThemeManager(qapp, "light")
    manager.toggle()
    assert (manager.theme, manager.preference) == (DARK, "dark")
    manager.toggle()
    assert (manager.theme, manager.preference) == (LIGHT, "light")


def test_that_the_system_scheme_decides_by_default(qapp, monkeypatch) -> None:
    manager = ThemeManager(qapp)
    assert manager.preference == "system"
    expected = DARK if qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
    assert manager.theme is expected


def test_that_an_unknown_theme_is_refused_and_the_present_one_kept(qapp) -> None:
    manager = ThemeManager(qapp, "dark")
    with pytest.raises(ValueError, match="mauve"):
        manager.set_theme("mauve")
    assert manager.theme is DARK


def test_that_a_whole_tree_is_dressed(qtbot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    layout = QVBoxLayout(root)
    inner = QWidget()
    layout.addWidget(inner)
    box = CheckBox("Deep inside", parent=inner)
    layout.addWidget(QLabel("not ours"))
    apply_to_tree(root, DARK)
    assert box.theme is DARK


class Counting(Themed, QWidget):
    times = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.times += 1


class Window(Themed, QMainWindow):
    pass


def test_that_what_is_in_a_window_is_painted_once_after_a_change(qtbot) -> None:
    window, content = Window(), QWidget()
    qtbot.addWidget(window)
    window.setCentralWidget(content)
    column = QVBoxLayout(content)
    counting = [Counting() for _ in range(3)]
    for widget in counting:
        column.addWidget(widget)
    window.show()
    qtbot.waitUntil(lambda: all(widget.times for widget in counting))
    for widget in counting:
        widget.times = 0
    apply_to_tree(window, DARK)
    qtbot.waitUntil(lambda: all(widget.times for widget in counting))
    qtbot.wait(20)
    assert [widget.times for widget in counting] == [1, 1, 1]
