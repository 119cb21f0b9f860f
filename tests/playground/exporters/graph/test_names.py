from __future__ import annotations

import keyword
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from playground.exporters.graph.names import identifiers


@given(st.lists(st.one_of(st.text(), st.sampled_from([*keyword.kwlist, "x", "x_2", "x2", "x′", "ﬁ", "fi"]))))
def test_that_every_name_becomes_another_valid_one(names: list[str]) -> None:
    found = identifiers(names, ("torch", "x_3"))
    assert len(found) == len(names)
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in found)
    # Python reads names in this form.
    assert len({unicodedata.normalize("NFKC", name) for name in found}) == len(names)
    assert not {"torch", "x_3"} & set(found)


def test_that_names_stay_as_similar_as_they_can() -> None:
    names = ["w1", "lambda", "petal width (cm)", "x′", "x", "größe", "2nd", "", "w1,2", "torch", "match"]
    assert identifiers(names, ("torch",)) == [
        "w1", "lambda_", "petal_width_cm", "x", "x_2", "größe", "x_2nd", "x_3", "w1_2", "torch_", "match_",
    ]  # fmt: skip
