from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.views.kit import IntegerField


@pytest.fixture
def field(stage):
    made = IntegerField("Seed", value=42)
    stage(made)
    made.entry.setFocus(Qt.FocusReason.MouseFocusReason)
    made.entry.selectAll()
    return made


@pytest.fixture
def seen(field):
    values: list[int] = []
    field.value_edited.connect(values.append)
    return values


def test_that_a_seed_beyond_31_bits_arrives_whole(qtbot, field, seen) -> None:
    qtbot.keyClicks(field.entry, str(2**32 - 1))
    qtbot.keyClick(field.entry, Qt.Key.Key_Return)
    assert seen == [2**32 - 1]
    assert field.value() == 2**32 - 1


@pytest.mark.parametrize("text", ["1.5", "4,2", "1_0", "seed", "-1", str(2**32)])
def test_that_anything_but_a_seed_is_refused(qtbot, field, seen, text: str) -> None:
    qtbot.keyClicks(field.entry, text)
    qtbot.keyClick(field.entry, Qt.Key.Key_Return)
    assert "42 is kept" in field.problem
    assert field.value() == 42
    assert seen == []


def test_that_up_and_down_count_within_the_limits(qtbot, stage) -> None:
    field = IntegerField("Layers", value=42, minimum=41, maximum=43)
    stage(field)
    seen: list[int] = []
    field.value_edited.connect(seen.append)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down):
        qtbot.keyClick(field.entry, key)
    assert seen == [43, 42]


def test_that_setting_is_silent(field, seen) -> None:
    field.set_value(7)
    assert field.entry.text() == "7"
    assert seen == []
