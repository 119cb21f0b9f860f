"""Reads untrusted JSON strictly, or refuses it with a short message."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, TypeGuard

# Above those of the largest experiment: a list per row of its table, and a number per cell.
MOST_LISTS, MOST_VALUES = 1_100_000, 30_000_000
MOST_DIGITS = 18
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(text: str) -> Any:
    """Parse a JSON text.

    Unlike `json.loads` it refuses NaN, duplicate names, and text that could not be written again; whole
    numbers of more than 18 digits become floats, so that all numbers can be compared.

    Raises
    ------
    ValueError
        The message says what is wrong, without repeating the text.
    """
    check_size(text)
    try:
        value = json.loads(
            text, parse_int=_whole_number, parse_constant=_refuse_constant, object_pairs_hook=_table
        )
        if _HALF_CHARACTER.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"it makes no sense from {place} on" if text.strip() else "it is empty") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except UnicodeEncodeError:
        raise ValueError("it holds half a character, which is no text") from None
    return value


def is_whole(value: object) -> TypeGuard[int]:
    """Whether a value is a whole number; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a number, be it NaN or infinite; True and False are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def check_size(text: str) -> None:
    """Raise a ValueError if the values would take too much memory, far more than the text itself."""
    if text.count("[") + text.count("{") > MOST_LISTS or text.count(",") > MOST_VALUES:
        raise ValueError("it holds more values than any experiment has")


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) <= MOST_DIGITS else float(digits)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"it holds {name}, which is no number")


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise ValueError(f"it holds {twice[:40]!r} twice")
    return table
