from __future__ import annotations

import json

import numpy as np
import pytest

from playground.models.data.data_source import source_from_dict, source_to_dict
from playground.models.data.drawn_data import DrawnData
from playground.models.data.formula_data import FormulaData
from playground.models.data.table_data import TableData

SOURCES = [
    DrawnData(np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([0, 3])),
    FormulaData("y > sin(x)"),
    TableData("t", np.array([[1.0], [2.0]]), np.array([0, 1]), ("a",), ("no", "yes")),
]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.kind)
def test_that_every_kind_survives_json(source):
    again = source_from_dict(json.loads(json.dumps(source_to_dict(source))))
    assert type(again) is type(source)
    np.testing.assert_array_equal(again.load(0.0, 1, 20).X, source.load(0.0, 1, 20).X)


@pytest.mark.parametrize("data", [None, 3, [], {}, {"kind": "cloud"}, {"kind": []}, {"kind": None}])
def test_that_anything_else_is_refused_with_the_kinds_there_are(data):
    with pytest.raises(ValueError, match="drawn, table, formula"):
        source_from_dict(data)
