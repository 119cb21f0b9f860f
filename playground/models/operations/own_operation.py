"""An operation of one's own, as text: its name, its formula, and derivatives if they were typed."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from engine.language.parser import CONSTANTS, MODULES, WORDS, functions
from engine.operation_table import VERSION_SIGN
from playground.models.experiment.shown import printable, shown

LONGEST_NAME, LONGEST_FORMULA = 24, 200
OPERANDS = ("x", "y")
_NAME = re.compile(r"[A-Za-z_]+[0-9]*", re.ASCII)
_VARIABLE = re.compile(r"[A-Za-z][0-9]*", re.ASCII)
# Activations of the engine that formulas have no function for.
_TAKEN = ("linear", "softmax")


class OwnOperationError(ValueError):
    """An operation that cannot be defined.

    Attributes
    ----------
    part
        What is wrong: "name", "formula", or "derivative" with `place`.
    place
        Of the derivative, from 0.
    start, end
        The faulty part of that text.
    """

    def __init__(self, message: str, part: str, start: int = 0, end: int = 1, place: int = 0) -> None:
        super().__init__(message)
        self.part, self.start, self.end, self.place = part, start, end, place


@dataclass(frozen=True)
class OwnOperation:
    """What is saved of an operation.

    Attributes
    ----------
    name
        As it is called in formulas.
    formula
        Its value, in x or in x and y.
    derivatives
        By each operand; empty where they are derived from the formula.
    """

    name: str
    formula: str
    derivatives: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {**asdict(self), "derivatives": list(self.derivatives)}

    @classmethod
    def from_dict(cls, data: object) -> OwnOperation:
        """Read what `to_dict` returned, strictly.

        Raises
        ------
        ValueError
            It is something else, or too long.
        """
        if isinstance(data, cls):
            data = data.to_dict()
        if not isinstance(data, dict) or set(data) != {"name", "formula", "derivatives"}:
            raise ValueError(f"an operation must be a name, a formula and derivatives, not {shown(data)}")
        derivatives = data["derivatives"]
        if not isinstance(derivatives, list | tuple) or len(derivatives) > len(OPERANDS):
            raise ValueError("the derivatives of an operation must be a list of at most 2")
        texts = data["name"], data["formula"], *derivatives
        for text in texts:
            if not isinstance(text, str) or len(text) > LONGEST_FORMULA or text != printable(text):
                raise ValueError(
                    f"an operation is written in lines of at most {LONGEST_FORMULA} characters, "
                    f"not {shown(text)}"
                )
        return cls(data["name"], data["formula"], tuple(derivatives))


def check_name(name: str, others: Collection[str] = ()) -> None:
    """Refuse a name that formulas cannot call, or that means something already.

    Parameters
    ----------
    others
        Names of the other operations of one's own.

    Raises
    ------
    OwnOperationError
        The message says what to write instead.
    """
    quote = f"“{printable(name, '?')}”"
    if not name:
        raise OwnOperationError("give it a name, such as swish", "name")
    if len(name) > LONGEST_NAME:
        raise OwnOperationError(f"a name has at most {LONGEST_NAME} letters", "name", LONGEST_NAME, len(name))
    if not _NAME.fullmatch(name):
        raise OwnOperationError(
            f"{quote} is no name of a function: letters a to z and _, then perhaps digits",
            "name",
            0,
            len(name),
        )
    if _VARIABLE.fullmatch(name):
        raise OwnOperationError(
            f"{quote} is how variables are called: a function has two letters or more", "name", 0, len(name)
        )
    taken = {*functions(), *CONSTANTS, *MODULES, *WORDS, *_TAKEN}
    if name.lower() in {known.lower() for known in taken}:
        raise OwnOperationError(f"{quote} means something already: take another name", "name", 0, len(name))
    if name.lower() in {other.lower() for other in others}:
        raise OwnOperationError(f"there is an operation {quote} already", "name", 0, len(name))
    assert VERSION_SIGN not in name
