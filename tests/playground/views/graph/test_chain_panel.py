from __future__ import annotations

import pytest

from playground.views.graph.chain_panel import ChainPanel
from playground.views.graph.rule_card import HEIGHT, PLAIN_HEIGHT
from playground.views.kit.figure_rows import Figure
from tests.playground.views.painted import painted_texts, settle

NAMES = ("∂L/∂w₁", "+=", "∂L/∂m₁", "×", "∂m₁/∂w₁")
NUMBERS = ("−0.12", "=", "−0.24", "×", "0.5")


@pytest.fixture
def panel(qtbot):
    panel = ChainPanel()
    qtbot.addWidget(panel)
    panel.resize(332, 700)
    panel.show()
    return panel


def test_that_a_rule_is_written_as_fractions_above_its_numbers(panel):
    panel.set_step("Chain rule", NAMES, NUMBERS, (), "Words.")
    texts = painted_texts(panel.rule)
    assert [text.text for text in texts].count("∂L") == 2
    height = {text.text: text.y for text in texts}
    assert height["∂L"] < height["∂w₁"] < height["−0.12"]
    assert panel.rule.height() == HEIGHT
    assert panel.rule.accessibleName() == f"{' '.join(NAMES)}; {' '.join(NUMBERS)}"


def test_that_a_rule_without_fractions_is_lower(panel):
    panel.set_step("Forward", ("y", "=", "a + b"), ("3", "=", "1 + 2"), (), "Words.")
    assert panel.rule.height() == PLAIN_HEIGHT


def test_that_parts_without_content_take_no_room(panel):
    panel.set_step("Update", (), (), (), "Words.")
    panel.set_code((), None)
    for widget in (panel.rule, panel.figures, panel.note, panel.code, panel.code_title, panel.paths):
        assert not widget.isVisible()
    assert panel.words.isVisible()


def test_that_code_is_shown_with_its_line_and_place(panel):
    panel.set_code(("for node in inner:", "    child.grad += 1"), 1, "engine/graph.py, line 75")
    assert panel.code.isVisible()
    assert panel.code.view.accessibleDescription() == "child.grad += 1"
    assert panel.code_place.text() == "engine/graph.py, line 75"


def test_that_paths_replace_the_step_and_the_step_replaces_them(panel):
    panel.set_step("Chain rule", NAMES, NUMBERS, (Figure("Upstream", "−0.24"),), "Words.")
    panel.set_paths("∂L/∂a", "2 paths from a to L.", [("a → L", "0.5 = 0.5"), ("a → b → L", "1 × 2 = 2")])
    assert panel.paths.isVisible()
    assert len(panel.paths.lines) == 2
    for widget in (panel.rule, panel.figures, panel.words):
        assert not widget.isVisible()
    panel.set_step("Chain rule", NAMES, NUMBERS, (), "Words.")
    assert not panel.paths.isVisible()
    assert panel.rule.isVisible()


def test_that_words_come_before_the_code_where_there_is_little_room(panel, qtbot):
    panel.set_step("Chain rule", NAMES, NUMBERS, (), "Words.")
    panel.set_code(("for node in inner:",), 0, "engine/graph.py, line 75")
    panel.resize(332, 800)
    qtbot.waitUntil(lambda: panel.words.y() > panel.code_place.y())
    panel.resize(332, 600)
    qtbot.waitUntil(lambda: panel.rule.y() < panel.words.y() < panel.code.y())
    panel.resize(332, 800)
    qtbot.waitUntil(lambda: panel.words.y() > panel.code_place.y())


def test_that_a_verdict_is_seen_only_where_there_is_one(panel):
    panel.set_step("Chain rule", NAMES, NUMBERS, (), "Words.", "a.grad is 6, right is 4")
    assert panel.note.isVisible()
    panel.set_step("Chain rule", NAMES, NUMBERS, (), "Words.")
    assert not panel.note.isVisible()


@pytest.mark.parametrize("width", [288, 332])
def test_that_a_long_place_of_code_makes_nothing_wider_than_the_column(panel, width):
    panel.setFixedWidth(width)
    panel.set_step("Chain rule", NAMES, NUMBERS, (Figure("Upstream", "−0.24"),), "Words.")
    place = "engine/operations.py, line 1234; engine/graph.py, line 1234"
    panel.set_code(("for child, derivative in zip(node.children, node.derivatives, strict=True):",), 0, place)
    settle()
    for widget in (panel.rule, panel.figures, panel.code, panel.code_place, panel.words):
        assert widget.mapTo(panel, widget.rect().topRight()).x() < width
