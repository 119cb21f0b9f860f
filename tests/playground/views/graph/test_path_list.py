from __future__ import annotations

import pytest

from playground.style.theme import DARK, LIGHT, Theme, apply_to_tree
from playground.views.graph.path_list import PathList
from tests.playground.views.painted import painted_lines, painted_texts, settle

SUMMARY = "2 paths from a to L: 2.5."
LINES = [("a → L", "0.5 = 0.5"), ("a → b → L", "1 × 2 = 2")]


@pytest.fixture
def paths(qtbot):
    paths = PathList()
    qtbot.addWidget(paths)
    paths.resize(280, 300)
    paths.set_paths(SUMMARY, LINES)
    paths.show()
    return paths


def test_that_the_sum_comes_first_then_each_way_above_its_numbers(paths):
    assert [" ".join(line) for line in painted_lines(paths)] == [
        SUMMARY, "a → L", "0.5 = 0.5", "a → b → L", "1 × 2 = 2",
    ]  # fmt: skip


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_old_and_new_lines_have_the_colours_of_the_theme(paths, theme: Theme):
    apply_to_tree(paths, theme)
    for lines in (LINES, LINES[:1]):
        paths.set_paths(SUMMARY, lines)
        settle()
        inks = {text.ink for text in painted_texts(paths)}
        assert inks == {theme.ink.lower(), theme.ink2.lower()}


def test_that_other_paths_take_the_place_of_the_former(paths):
    paths.set_paths("1 path", [("c → L", "3 = 3")])
    settle()
    assert [" ".join(line) for line in painted_lines(paths)] == ["1 path", "c → L", "3 = 3"]
    assert paths.lines == [("c → L", "3 = 3")]


def test_that_without_paths_the_sentence_stands_alone(paths):
    paths.set_paths("This node holds many numbers: open it.", ())
    settle()
    assert len(painted_lines(paths)) == 1


def test_that_a_long_way_goes_on_in_the_next_line(paths):
    way = " → ".join(f"h{index}" for index in range(30))
    paths.set_paths(SUMMARY, [(way, "1 = 1")])
    settle()
    lines = painted_lines(paths)
    assert len(lines) > 3
    assert " ".join(" ".join(line) for line in lines[1:-1]).replace(" ", "") == way.replace(" ", "")
