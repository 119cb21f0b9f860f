from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor

from playground.style.theme import DARK, LIGHT, Theme
from playground.views.graph.code_view import LINE, PADDING, CodeView
from tests.playground.views.graph.graphs import contrast, pixels_of
from tests.playground.views.painted import painted_texts

CODE = ("for node in inner:", "    for child in node.operands:", "        child.grad += node.grad * slope")
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture
def view(qtbot):
    view = CodeView()
    qtbot.addWidget(view)
    view.resize(320, 100)
    view.set_code(CODE, 1)
    view.show()
    return view


def row(view: CodeView, number: int) -> QRect:
    return QRect(2, PADDING + number * LINE, view.width() - 4, LINE)


def test_that_lines_stand_one_below_the_other_at_one_left_edge(view):
    texts = painted_texts(view)
    assert [text.text.strip() for text in texts] == [line.strip() for line in CODE]
    assert len({text.x for text in texts}) == 1  # what is indented begins with blanks
    heights = [text.y for text in texts]
    assert heights == sorted(heights)
    assert heights[1] - heights[0] == pytest.approx(LINE)


@THEMES
def test_that_only_the_marked_line_has_a_ground_of_its_own(view, theme: Theme):
    view.set_theme(theme)
    for marked in range(3):
        view.set_code(CODE, marked)
        picture = view.grab().toImage()
        assert [pixels_of(picture, theme.soft, row(view, number)) > 500 for number in range(3)] == [
            number == marked for number in range(3)
        ]
        inks = [text.ink for text in painted_texts(view)]
        assert inks == [(theme.accent_text if n == marked else theme.ink).lower() for n in range(3)]


@THEMES
def test_that_the_marked_line_can_be_read(view, theme: Theme):
    assert contrast(QColor(theme.accent_text), QColor(theme.soft)) >= 4.5
    assert contrast(QColor(theme.ink), QColor(theme.bg)) >= 4.5


def test_that_no_line_need_be_marked(view):
    view.set_code(CODE, None)
    assert pixels_of(view.grab().toImage(), LIGHT.soft) == 0
    assert view.accessibleDescription() == ""


def test_that_the_marked_line_is_read_out(view):
    assert view.accessibleName() == "Code that ran"
    assert view.accessibleDescription() == "for child in node.operands:"


def test_that_it_is_as_high_as_its_lines(view):
    heights = []
    for count in (1, 2, 3):
        view.set_code(CODE[:count], 0)
        heights.append(view.height())
    assert heights[2] - heights[1] == heights[1] - heights[0] == LINE


def test_that_a_long_line_goes_on_in_the_next_rows(view):
    long = "    total = " + " + ".join(f"term_{index}" for index in range(20))
    view.set_code(("x = 1", long, "y = 2"), 1)
    texts = [text.text for text in painted_texts(view)]
    assert " ".join(part.strip() for part in texts[1:-1]) == long.strip()
    assert all(part.startswith("    ") for part in texts[1:-1])
    assert not any("…" in part for part in texts)
    assert view.height() == LINE * len(texts) + 2 * PADDING
    view.resize(700, view.height())
    assert len(view.rows) < len(texts)
