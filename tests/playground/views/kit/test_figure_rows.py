from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from playground.style.theme import DARK, LIGHT, Theme, font
from playground.views.kit.drawing import text_width
from playground.views.kit.figure_rows import Figure, FigureRows
from tests.playground.views.painted import painted_lines, painted_texts

FIGURES = (
    Figure("Bias", "−0.316", -0.316, has_mark=True),
    Figure("Gradient", "+0.020", 0.02),
    Figure("Spread", "0.420"),
)


@pytest.fixture
def rows(qtbot: QtBot) -> FigureRows:
    rows = FigureRows()
    qtbot.addWidget(rows)
    rows.resize(196, 10)
    rows.set_figures(FIGURES)
    rows.show()
    return rows


def columns_of(picture: QImage, colour: str, top: int, bottom: int) -> list[int]:
    """Where a colour stands in some rows of pixels."""
    wanted = QColor(colour)
    return [
        x
        for x in range(picture.width())
        if any(picture.pixelColor(x, y) == wanted for y in range(top, bottom))
    ]


def test_that_every_figure_has_a_line_with_its_name_at_the_left(rows) -> None:
    assert painted_lines(rows) == [[figure.name, figure.value] for figure in FIGURES]


def test_that_numbers_end_at_the_right_edge_one_below_the_other(rows) -> None:
    picture = rows.grab().toImage()
    pitch = rows.height() // 3
    ground = picture.pixelColor(rows.width() // 2, 1)
    for row in range(3):
        lines = range(row * pitch, (row + 1) * pitch)
        inked = [x for x in range(rows.width()) if any(picture.pixelColor(x, y) != ground for y in lines)]
        assert rows.width() - 4 <= max(inked) < rows.width()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_numbers_have_the_colour_of_their_sign(rows, theme: Theme) -> None:
    rows.set_theme(theme)
    inks = {text.text: text.ink for text in painted_texts(rows)}
    assert inks["−0.316"] == theme.negative_text.lower()
    assert inks["+0.020"] == theme.positive_text.lower()
    assert inks["0.420"] == theme.ink.lower()
    assert inks["Spread"] == theme.ink2.lower()


@pytest.mark.parametrize(("sign", "mark"), [(-0.5, "negative"), (0.5, "positive"), (0.0, "positive")])
def test_that_a_mark_in_the_colour_of_the_sign_stands_before_the_number(rows, sign, mark) -> None:
    rows.set_figures([Figure("Bias", "0.316", sign, has_mark=True)])
    picture = rows.grab().toImage()
    found = columns_of(picture, getattr(LIGHT, mark), 0, rows.height())
    assert 6 <= len(found) <= 10
    number_at = next(text.x for text in painted_texts(rows) if text.text == "0.316")
    assert max(found) < number_at - 4


def test_that_only_figures_that_want_a_mark_have_one(rows) -> None:
    rows.set_figures([Figure("Gradient", "−0.5", -0.5)])
    assert not columns_of(rows.grab().toImage(), LIGHT.negative, 0, rows.height())


def test_that_the_height_follows_the_number_of_lines(rows) -> None:
    three = rows.height()
    rows.set_figures(FIGURES[:1])
    assert rows.height() == three // 3
    rows.set_figures(())
    assert rows.height() == 0


def test_that_figures_are_read_out(rows) -> None:
    assert rows.accessibleName() == "Bias −0.316; Gradient +0.020; Spread 0.420"


def test_that_other_numbers_take_the_place_of_the_former(rows) -> None:
    rows.set_figures([Figure("Bias", "+1.000", 1.0), *FIGURES[1:]])
    assert painted_lines(rows)[0] == ["Bias", "+1.000"]
    assert rows.figures[0].value == "+1.000"


def test_that_a_line_that_leads_on_is_pressed_with_mouse_and_keys_and_no_other(rows, qtbot) -> None:
    rows.set_figures([*FIGURES, Figure("Difference", "0.5", leads_to="Check all")])
    told: list[None] = []
    rows.pressed.connect(lambda: told.append(None))
    qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=rows.place_of(0).center())
    assert not told
    qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=rows.place_of(3).center())
    rows.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(rows, key)
    assert len(told) == 3
    assert rows.ring_shape()[0].contains(rows.place_of(3))
    assert rows.accessibleDescription() == rows.toolTip() == "Check all"


def test_that_lines_that_lead_nowhere_take_no_keys(rows) -> None:
    assert rows.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert rows.toolTip() == ""


def test_that_a_shortened_line_is_told_in_full_under_the_pointer(rows) -> None:
    name, value = "Finite difference of everything there is", "tanh(w · inputs + b) and more"
    rows.set_figures((FIGURES[0], Figure(name, value)))
    place = QPoint(20, rows.place_of(1).center().y())
    QApplication.sendEvent(rows, QHelpEvent(QEvent.Type.ToolTip, place, rows.mapToGlobal(place)))
    assert QToolTip.text() == f"{name}: {value}"
    QToolTip.hideText()


def test_that_a_name_takes_smaller_letters_before_it_is_cut(rows) -> None:
    name = Figure("Finite difference, to 0.01 %", "✓ -0.241")
    rows.resize(500, 10)
    rows.set_figures([name])
    roomy = next(text for text in painted_texts(rows) if text.text == name.name)
    rows.resize(
        text_width(name.name, font("caption")) + text_width(name.value, font("inspector_code")) + 9, 22
    )
    narrow = next(text for text in painted_texts(rows) if text.text == name.name)
    assert narrow.size < roomy.size
