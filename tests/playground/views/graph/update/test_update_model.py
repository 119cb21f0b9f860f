from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from playground.models.experiment.choices import OPTIMIZERS
from playground.models.graph.update.update_words import figure_text
from playground.views.graph.update.update_model import FROZEN, UpdateModel
from playground.views.kit.table.sorted_model import CELL, NAME
from tests.playground.views.graph.update.updates import Training, an_update

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
INKS = {-1.0: "negative_text", 0.0: "ink3", 1.0: "positive_text"}
TIP = Qt.ItemDataRole.ToolTipRole


def shown(**values: Any) -> UpdateModel:
    model = UpdateModel()
    model.set_table(an_update(**values))
    return model


def titles(model: UpdateModel) -> list[str]:
    return [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]


def column(model: UpdateModel, title: str) -> list[str]:
    place = titles(model).index(title)
    return [model.index(row, place).data() for row in range(model.rowCount())]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_that_it_is_a_sound_model_of_any_update(qtmodeltester: ModelTester, optimizer: str) -> None:
    model = UpdateModel()
    qtmodeltester.check(model)
    training = Training(optimizer=optimizer)
    model.set_table(training.table())
    qtmodeltester.check(model)
    model.sort(2, DOWN)
    training.session.train_steps(1)
    model.set_table(training.table())
    model.set_table(an_update(optimizer="sgd", hidden=(3, 2)))
    model.set_table(None)


@pytest.mark.parametrize(
    ("optimizer", "states"),
    [("sgd", []), ("momentum", ["New v"]), ("rmsprop", ["New s"]), ("adam", ["New m", "New v"])],
)
def test_that_every_optimizer_has_the_columns_of_its_state(optimizer: str, states: list[str]) -> None:
    model = shown(optimizer=optimizer)
    assert titles(model) == ["Parameter", "Value", "Gradient", *states, "Change", "New value"]


def test_that_cells_hold_the_numbers_of_the_update() -> None:
    model = shown(optimizer="adam")
    table = model.table
    assert table is not None
    numbers = {
        "Value": table.values, "Gradient": table.used, "New m": table.state[0], "New v": table.state[1],
        "Change": table.changes, "New value": table.new_values,
    }  # fmt: skip
    assert column(model, "Parameter") == list(table.names)
    for title, array in numbers.items():
        assert column(model, title) == [figure_text(value) for value in array.tolist()]
        inks = [model.index(row, titles(model).index(title)).data(CELL).ink for row in range(len(table))]
        assert inks == [INKS[sign] for sign in np.sign(array).tolist()]


def test_that_frozen_parameters_are_marked_with_a_word() -> None:
    model = shown(frozen=((1, 0),))
    table = model.table
    assert table is not None
    assert table.frozen.any()
    assert not table.frozen.all()
    changes = column(model, "Change")
    assert [text == FROZEN for text in changes] == table.frozen.tolist()
    row = changes.index(FROZEN)
    assert model.index(row, titles(model).index("Change")).data(CELL).ink == "ink3"
    assert "is frozen" in model.index(row, NAME).data(TIP)


@pytest.mark.parametrize("title", ["Value", "Gradient", "New m", "New v", "Change", "New value"])
@pytest.mark.parametrize("order", [UP, DOWN])
def test_that_numbers_are_sorted_by_size(title: str, order: Qt.SortOrder) -> None:
    model = shown(optimizer="adam")
    table, place = model.table, titles(model).index(title)
    assert table is not None
    arrays = [table.values, table.used, *table.state, table.changes, table.new_values]
    model.sort(place, order)
    seen = [model.item_at(row) for row in range(len(table))]
    sizes = np.abs(arrays[place - 1][seen])
    assert (np.diff(sizes) * (1 if order == UP else -1) >= 0).all()
    assert sorted(seen) == list(range(len(table)))
    assert [model.row_of(parameter) for parameter in seen] == list(range(len(table)))


def test_that_equal_numbers_keep_the_order_of_the_network() -> None:
    model = shown(frozen=((1,), (-1,)))
    model.sort(titles(model).index("Change"), DOWN)
    assert [model.item_at(row) for row in range(model.rowCount())] == list(range(model.rowCount()))


def test_that_names_are_sorted_as_the_network_has_them() -> None:
    model = shown(hidden=(8,))  # p10 stands behind p9
    model.sort(NAME, DOWN)
    assert column(model, "Parameter") == [f"p{place}" for place in range(model.rowCount())][::-1]
    model.sort(NAME, UP)
    assert model.item_at(0) == 0


def test_that_a_newer_update_keeps_places_and_the_order_that_was_chosen() -> None:
    training, model = Training(optimizer="adam"), UpdateModel()
    model.set_table(training.table())
    change = titles(model).index("Change")
    model.sort(change, DOWN)
    held = {
        parameter: QPersistentModelIndex(model.index(model.row_of(parameter), NAME))
        for parameter in (0, 4, 7)
    }
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    for _ in range(3):
        training.session.train_steps(4)
        table = training.table()
        model.set_table(table)
        assert {parameter: index.data() for parameter, index in held.items()} == {
            parameter: f"p{parameter}" for parameter in held
        }
        sizes = np.abs(table.changes[[model.item_at(row) for row in range(len(table))]])
        assert (np.diff(sizes) <= 0).all()
        assert column(model, "New value")[model.row_of(4)] == figure_text(float(table.new_values[4]))
    assert resets == []


def test_that_tooltips_hold_what_a_column_has_no_room_for() -> None:
    model = shown(optimizer="adam", clip_norm=0.01)
    table = model.table
    assert table is not None
    tips = [str(model.index(0, place).data(TIP)) for place in range(model.columnCount())]
    assert f"∂L/∂p0 = {table.raw[0]:.10g}".replace("e-0", "e-").replace("-", "−") in tips[2]
    assert f"with penalties {table.used[0]:.10g}".replace("e-0", "e-").replace("-", "−") in tips[2]
    assert tips[3].startswith("m of p0: ")
    assert f"{table.report.state[0][0]:.10g} before".replace("e-0", "e-").replace("-", "−") in tips[3]
    assert f"{table.state[0][0]:.10g} after".replace("e-0", "e-").replace("-", "−") in tips[3]
    assert tips[-1] == f"p0 = {table.new_values[0]:.10g}".replace("e-0", "e-").replace("-", "−")


def test_that_nothing_is_shown_of_no_update() -> None:
    model = shown()
    model.set_table(None)
    assert (model.rowCount(), model.columnCount()) == (0, 0)
    assert model.data(QModelIndex()) is None
    assert model.headerData(0, Qt.Orientation.Horizontal) is None
