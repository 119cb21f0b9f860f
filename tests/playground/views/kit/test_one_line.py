from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from playground.style.theme import DARK
from playground.views.kit.one_line import OneLine
from tests.playground.views.painted import painted_texts


@pytest.mark.parametrize(("width", "is_whole"), [(300, True), (80, False)])
def test_that_a_long_text_is_shortened_and_kept_in_the_tooltip(
    qtbot: QtBot, width: int, is_whole: bool
) -> None:
    line = OneLine()
    qtbot.addWidget(line)
    line.set_theme(DARK)
    line.set_text("Update 3 by Adam, rate 0.01")
    line.resize(width, line.sizeHint().height())
    [painted] = painted_texts(line)
    assert (painted.text == line.text) is is_whole
    assert painted.text.endswith("…") is not is_whole
    assert painted.ink == DARK.ink3.lower()
    assert line.toolTip() == line.accessibleName() == line.text


def test_that_another_ink_can_be_chosen_with_the_text(qtbot: QtBot) -> None:
    line = OneLine()
    qtbot.addWidget(line)
    line.resize(200, 20)
    line.set_theme(DARK)
    line.set_text("wrong", "danger")
    assert painted_texts(line)[0].ink == DARK.danger.lower()
