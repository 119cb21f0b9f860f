from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from playground.style.icons import FOLDER, draw_icon, icon_names, pixmap

NAMES = icon_names()
LOGOS = {"logo", "logo-dark"}


def colours(image: QImage) -> set[str]:
    """The colours of the opaque pixels."""
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def test_that_the_controls_find_the_icons_they_draw() -> None:
    assert {"play", "pause", "reset", "step", "plus", "minus", "chevron-down", "check", *LOGOS} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_that_every_icon_takes_the_colour_it_is_given(qapp, name: str) -> None:
    assert "currentColor" in (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    image = pixmap(name, "#12FF34", 40, 1.0).toImage()
    assert "#12ff34" in colours(image)


@pytest.mark.parametrize("name", sorted(set(NAMES) - LOGOS))
def test_that_every_icon_has_one_colour_and_a_clear_margin(qapp, name: str) -> None:
    image = pixmap(name, "#FF0000", 40, 1.0).toImage()
    assert colours(image) == {"#ff0000"}
    edge = range(40)
    assert all(
        image.pixelColor(x, y).alpha() == 0 for i in edge for x, y in ((i, 0), (i, 39), (0, i), (39, i))
    )


def test_that_a_pixmap_has_the_pixels_of_its_screen(qapp) -> None:
    image = pixmap("play", "#000000", 18, 2.0)
    assert image.width() == 36
    assert image.deviceIndependentSize().width() == 18


def test_that_an_icon_is_drawn_in_the_middle_of_its_rectangle(qapp) -> None:
    image = QImage(60, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_icon(painter, "plus", "#000000", QRectF(0, 0, 60, 40))
    painter.end()
    assert image.pixelColor(30, 20).lightness() < 80
    assert image.pixelColor(2, 2) == QColor("white")


def test_that_a_missing_icon_is_an_error(qapp) -> None:
    with pytest.raises(FileNotFoundError):
        pixmap("no-such-icon", "#000000")
