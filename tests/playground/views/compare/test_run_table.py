from __future__ import annotations

import pytest

from playground.style.theme import LIGHT, font
from playground.views.compare.run_table import Row, RunTable
from playground.views.kit.drawing import text_width
from tests.playground.views.painted import painted_texts

LOSSES = ("0.078", "0.016", "0.00072", "−0.034", "0.0046", "100.0")


@pytest.fixture
def table(qtbot) -> RunTable:
    table = RunTable("Figures")
    qtbot.addWidget(table)
    table.set_theme(LIGHT)
    return table


@pytest.mark.parametrize("width", [258, 288, 300, 420])
@pytest.mark.parametrize("count", [2, 4, 5, 6])
def test_that_the_texts_of_two_columns_never_touch(table, width, count):
    cells = LOSSES[:count]
    is_best = tuple(column == 1 for column in range(count))
    table.set_rows(range(1, count + 1), [Row("Test loss", cells, is_best, has_ground=False)])
    table.resize(width, table.sizeHint().height())
    texts = [text for text in painted_texts(table) if text.y > 30][1:]
    assert len(texts) == count
    # A row is in one size: small where a cell would have no room.
    column_width = (width - 78) / count
    usual = [font("caption_strong" if best else "caption") for best in is_best]
    is_small = any(text_width(cell, one) > column_width - 5 for cell, one in zip(cells, usual, strict=True))
    size = "tick" if is_small else "caption"
    faces = [font(f"{size}_strong" if best else size) for best in is_best]
    ends = [text.x + text_width(text.text, face) - 1 for text, face in zip(texts, faces, strict=True)]
    assert all(after.x - end >= 3 for end, after in zip(ends, texts[1:], strict=False))
