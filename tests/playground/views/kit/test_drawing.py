from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from playground.style.theme import DARK, LIGHT, Theme
from playground.views.kit.drawing import SHADOW_MARGIN, draw_box, draw_card, mix


def canvas(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    return image


@pytest.mark.parametrize(("share", "expected"), [(0, "#000000"), (1, "#FFFFFF"), (0.5, "#808080")])
def test_that_colours_mix_by_share(share: float, expected: str) -> None:
    assert mix("#000000", "#FFFFFF", share) == expected


def test_that_a_border_lies_inside_its_box(qapp) -> None:
    image = canvas(20, 20)
    painter = QPainter(image)
    draw_box(painter, QRectF(4, 4, 12, 12), 3, "#00FF00", "#FF0000", 2)
    painter.end()
    row = [image.pixelColor(x, 10).name() for x in range(3, 8)]
    assert row == ["#ffffff", "#ff0000", "#ff0000", "#00ff00", "#00ff00"]


def test_that_one_side_can_have_square_corners(qapp) -> None:
    image = canvas(20, 20)
    painter = QPainter(image)
    draw_box(painter, QRectF(0, 0, 20, 20), 8, "#000000", right=False)
    painter.end()
    assert image.pixelColor(0, 0).name() == "#ffffff"
    assert image.pixelColor(19, 0).name() == "#000000"
    assert image.pixelColor(19, 19).name() == "#000000"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_the_shadow_fades_out_within_its_margin(qapp, theme: Theme) -> None:
    margin = SHADOW_MARGIN
    image = canvas(200 + 2 * margin, 120 + 2 * margin)
    painter = QPainter(image)
    draw_card(painter, QRectF(margin, margin, 200, 120), theme)
    painter.end()
    middle = image.width() // 2
    below = [image.pixelColor(middle, image.height() - margin + d).lightness() for d in range(1, margin)]
    assert below == sorted(below)
    assert below[0] < below[-1]
    assert image.pixelColor(middle, image.height() - 1).lightness() >= 253
    assert image.pixelColor(middle, image.height() // 2).name().upper() == theme.surface
