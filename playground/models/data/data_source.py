"""The user's own data: drawn, read from a table, or made by a formula."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol

from playground.models.data.datasets import Dataset, Task

OWN = "own"
"""The data set name of an experiment that uses its own source."""

# Imported on demand: reading a table needs other modules than drawing points.
_KINDS = {
    "drawn": ("playground.models.data.drawn_data", "DrawnData"),
    "table": ("playground.models.data.table_data", "TableData"),
    "formula": ("playground.models.data.formula_data", "FormulaData"),
}


class DataSource(Protocol):
    """Where the samples of an experiment come from, as one immutable value.

    Attributes
    ----------
    kind
        "drawn", "table" or "formula".
    title
        Short name for tiles and the header.
    task
        "classification" or "regression".
    takes_noise, takes_count
        Whether noise and the number of points have an effect.
    """

    @property
    def kind(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def task(self) -> Task: ...

    @property
    def takes_noise(self) -> bool: ...

    @property
    def takes_count(self) -> bool: ...

    def load(self, noise: float, seed: int, n_samples: int) -> Dataset:
        """Return the samples; the same arguments give identical arrays.

        Raises
        ------
        ValueError
            There are no samples; the message says why.
        """
        ...

    def to_dict(self) -> dict[str, Any]:
        """Return JSON values, without the kind."""
        ...


def source_to_dict(source: DataSource) -> dict[str, Any]:
    """Return a source as JSON values."""
    return {"kind": source.kind, **source.to_dict()}


def source_from_dict(data: object) -> DataSource:
    """Read what `source_to_dict` returned.

    Raises
    ------
    ValueError
        Anything else.
    """
    kind = data.get("kind") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(kind, str) or kind not in _KINDS:
        raise ValueError(f"own data are of one of the kinds {', '.join(_KINDS)}")
    module, name = _KINDS[kind]
    source_type = getattr(import_module(module), name)
    source: DataSource = source_type.from_dict({key: data[key] for key in data if key != "kind"})
    return source
