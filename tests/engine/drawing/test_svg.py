"""SVG as written: well-formed whatever is written in it, and short."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.drawing.svg import SvgWriter, curve_between, line_through, number_in
from tests.engine.drawing.pictures import SVG, read, texts_of


@given(st.text())
def test_that_every_text_gives_well_formed_xml_and_comes_back(text: str) -> None:
    writer = SvgWriter(100.0, 50.0, text, "#FFFFFF")
    writer.text(1.0, 2.0, text, fill="#000000", size=12.0, family=text)
    (found,) = texts_of(read(writer.finished()))
    for sign, shown in zip(text, found, strict=True):
        assert shown == sign or shown == "�" or (sign in "\t\n\r" and shown == " ")


def test_that_letters_signs_and_emoji_stay_as_they_are() -> None:
    writer = SvgWriter(100.0, 50.0, "a picture", "#FFFFFF")
    writer.text(0.0, 0.0, 'größe <w₁> & "σ" 🙂', fill="#000000", size=12.0, family="serif")
    assert texts_of(read(writer.finished())) == ['größe <w₁> & "σ" 🙂']


def test_that_shapes_keep_their_order_and_their_looks() -> None:
    writer = SvgWriter(100.0, 50.0, "a picture", "#EEEEEE")
    writer.path(line_through([(0.0, 0.5), (10.0, 20.25)]), line="#FF0000", width=1.5, opacity=0.5)
    writer.begin_group("a card")
    writer.rect(1.0, 2.0, 3.0, 4.0, fill="#00FF00", radius=8.0, line="#0000FF")
    writer.end_group()
    title, ground, path, group = read(writer.finished())
    assert title.text == "a picture"
    assert (ground.get("width"), ground.get("fill")) == ("100", "#EEEEEE")
    assert (path.get("d"), path.get("opacity"), path.get("stroke-width")) == ("M0 0.5L10 20.25", "0.5", "1.5")
    assert [part.tag for part in group] == [f"{SVG}title", f"{SVG}rect"]
    assert (group[1].get("rx"), group[1].get("stroke")) == ("8", "#0000FF")


def test_that_a_curve_leaves_and_arrives_level() -> None:
    assert curve_between((0.0, 0.0), (10.0, 6.0)) == "M0 0C5 0 5 6 10 6"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.001, "0"), (100.0, "100"), (1.5, "1.5"), (-2.345678, "-2.35"), (1e6, "1000000")],
)
def test_that_numbers_have_as_few_digits_as_a_picture_needs(value: float, text: str) -> None:
    assert number_in(value) == text
