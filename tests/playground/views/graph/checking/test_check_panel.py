from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.modeltest import ModelTester

from playground.models.graph.checking.gradient_check import GradientCheck, check_gradients
from playground.models.graph.mistakes.mistakes import WRONG_ORDER
from playground.views.graph.checking.check_model import CheckModel
from playground.views.graph.checking.check_panel import CheckPanel
from tests.playground.actions import LEFT
from tests.playground.models.graph.networks import walk_of_formulas

TEXT = "b = a + a\nc = b + b"
TIP = Qt.ItemDataRole.ToolTipRole


def a_check(text: str = TEXT, mistake: str = "", **leaves: float) -> GradientCheck:
    return check_gradients(walk_of_formulas(text, mistake, **leaves))


@pytest.fixture
def panel(qtbot):
    panel = CheckPanel()
    qtbot.addWidget(panel)
    panel.resize(720, 300)
    panel.show()
    return panel


def rows_of(panel: CheckPanel) -> list[list[str]]:
    model = panel.table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_that_it_is_a_sound_model_of_any_check(qtmodeltester: ModelTester) -> None:
    model = CheckModel()
    qtmodeltester.check(model)
    model.set_check(a_check(a=1.0))
    qtmodeltester.check(model)
    model.set_check(a_check(mistake=WRONG_ORDER, a=2.0))
    model.set_check(a_check("y = sqrt(a) + relu(b)", a=1e-13, b=0.0))
    qtmodeltester.check(model)
    model.set_check(None)


def test_that_each_node_stands_with_both_numbers_and_the_wrong_ones_come_first(panel):
    panel.set_check(a_check(mistake=WRONG_ORDER, a=1.0))
    assert rows_of(panel)[0] == ["a", "6", "4", "0.33", "✗ differs"]
    assert [row[0] for row in rows_of(panel)] == ["a", "b", "c"]
    assert [row[-1] for row in rows_of(panel)[1:]] == ["✓ agrees"] * 2
    assert "1 of 3 gradients differs" in panel.summary.text()


def test_that_a_click_on_a_title_sorts(panel, qtbot):
    panel.set_check(a_check("y = 3*a + 5*b - c", a=1.0, b=1.0, c=1.0))
    header = panel.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(1) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), LEFT, pos=place)
    sizes = [abs(float(row[1].replace("−", "-"))) for row in rows_of(panel)]
    assert sizes == sorted(sizes, reverse=True)


def test_that_a_click_on_a_row_names_its_scalar_also_after_sorting(panel, qtbot):
    check = a_check("y = 3*a + 5*b", a=1.0, b=1.0)
    panel.set_check(check)
    panel.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    for row in (1, 0):
        name = rows_of(panel)[row][0]
        place = panel.table.visualRect(panel.table.model().index(row, 2)).center()
        with qtbot.waitSignal(panel.scalar_selected) as told:
            qtbot.mouseClick(panel.table.viewport(), LEFT, pos=place)
        scalar = next(found.scalar for found in check.gradients if found.name == name)
        assert told.args == [scalar]


def test_that_doubts_have_words_instead_of_a_mark_and_say_why(panel):
    panel.set_check(a_check("y = relu(a) + sqrt(b) + (c * 0.00000000000001 + 3)", a=0.0, b=1e-13, c=1.0))
    model = panel.table.model()
    found = {row[0]: (place, row) for place, row in enumerate(rows_of(panel))}
    place, row = found["a"]
    assert row[-1] == "at a kink"
    assert "0 to the left and 1 to the right" in model.index(place, 4).data(TIP)
    place, row = found["b"]
    assert row[2:] == ["none", "none", "no difference"]
    assert "leaves what an operation takes" in model.index(place, 4).data(TIP)
    place, row = found["c"]
    assert row[-1] == "too small to tell"
    assert "Rounding alone" in model.index(place, 4).data(TIP)


def test_that_progress_and_old_numbers_are_shown_until_the_next_check(panel, qtbot):
    panel.set_progress(0.5)
    assert panel.progress.isVisible()
    panel.set_check(a_check(a=1.0))
    assert not panel.progress.isVisible()
    panel.set_old()
    with qtbot.waitSignal(panel.again_wanted):
        qtbot.mouseClick(panel.again, LEFT)
    panel.set_waiting()
    assert not panel.again.isVisible()
    assert not panel.note.isVisible()


def test_that_a_refusal_leaves_no_old_table_beside_it(panel):
    panel.set_check(a_check(a=1.0))
    panel.set_refusal("Nothing to check.")
    assert not panel.table.isVisible()
    assert panel.summary.text() == "Nothing to check."
