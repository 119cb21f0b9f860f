from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from playground.style.theme import DARK, LIGHT
from playground.views.kit import ProgressBar


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("share", [0, 30, 100])
def test_that_the_filled_part_is_the_share_that_is_done(qtbot, theme, share):
    bar = ProgressBar("Progress of reading")
    qtbot.addWidget(bar)
    bar.set_theme(theme)
    bar.resize(200, 6)
    bar.setValue(share)
    picture = bar.grab().toImage()
    done = sum(picture.pixelColor(x, 3) == QColor(theme.accent) for x in range(200))
    assert done == pytest.approx(2 * share, abs=3)
    assert bar.accessibleName() == "Progress of reading"
