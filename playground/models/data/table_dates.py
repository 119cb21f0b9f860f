"""Recognises and reads dates in a table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from playground.models.data.table_numbers import Question
from playground.style.words import shortened

DATE_ORDERS = {"day": "Day first", "month": "Month first"}
_LONGEST_SAID = 20
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_TIME = (
    r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp][Mm])?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
)
_YEAR = r"(?P<year>\d{4}|\d\d)"
_PATTERNS = tuple(
    re.compile(pattern + _TIME, re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})",
        r"(?P<year>\d{4})-(?P<month>\d\d)",
        rf"(?P<a>\d{{1,2}})(?P<sign>[-/.])(?P<b>\d{{1,2}})(?P=sign){_YEAR}",
        rf"(?P<day>\d{{1,2}})[. -]\s?(?P<name>[A-Za-z]{{3,9}})\.?,?[ -]{_YEAR}",
        r"(?P<name>[A-Za-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})",
    )
)


@dataclass(frozen=True)
class OrderGuess:
    """Which part of 3/4/2020 is the day, with the evidence, and a question if both are possible."""

    order: str
    evidence: str = ""
    question: Question | None = None


def guess_order(texts: Iterable[str]) -> OrderGuess:
    """Return whether day or month comes first in dates such as 3/4/2020."""
    both = pointed = ""
    found: dict[str, str] = {}
    for text in texts:
        match = _PATTERNS[2].fullmatch(text) if "/" in text or "-" in text or "." in text else None
        if match is None:
            continue
        first, second = int(match["a"]), int(match["b"])
        if first > 12 >= second:
            found.setdefault("day", text)
        elif second > 12 >= first:
            found.setdefault("month", text)
        elif match["sign"] == ".":
            pointed = pointed or text
        elif first != second:
            both = both or text
    if pointed and not found:
        found["day"] = pointed
    if len(found) == 1:
        [(order, text)] = found.items()
        return OrderGuess(
            order, f"{DATE_ORDERS[order].lower()} in dates as in {shortened(text, _LONGEST_SAID)}"
        )
    if not both or found:
        return OrderGuess("day")
    both = shortened(both, _LONGEST_SAID)
    answers = tuple((words, {"date_order": order}) for order, words in DATE_ORDERS.items())
    text = f"In the date {both} day or month can come first: the table does not say which"
    return OrderGuess("day", f"day first in dates as in {both}", Question(text, answers))


def day_of(text: str, order: str) -> float | None:
    """Return the day of a date, counted from the year 1, with the time as its fraction."""
    for pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if match is not None:
            try:
                return _day(match.groupdict(), order)
            except ValueError:
                return None
    return None


def _day(parts: dict[str, str | None], order: str) -> float:
    """Return the day of the parts of a date.

    Raises
    ------
    ValueError
        There is no such day.
    """
    year = int(parts["year"] or 0)
    if len(parts["year"] or "") == 2:
        year += 1900 if year >= 69 else 2000
    if parts.get("a"):
        day, month = int(parts["a"] or 0), int(parts["b"] or 0)
        if order == "month" and parts["sign"] != ".":
            day, month = month, day
    else:
        day = int(parts.get("day") or 1)
        month = _month(parts["name"]) if parts.get("name") else int(parts["month"] or 0)
    hour = int(parts["hour"] or 0)
    if parts["half"]:
        hour = hour % 12 + 12 * (parts["half"].lower() == "pm")
    moment = datetime(year, month, day, hour, int(parts["minute"] or 0), int(parts["second"] or 0))
    minutes = 60 * moment.hour + moment.minute + moment.second / 60 - _offset(parts["zone"])
    return moment.toordinal() + minutes / 1440


def _month(name: str | None) -> int:
    return _MONTHS.index((name or "")[:3].lower()) + 1


def _offset(zone: str | None) -> int:
    """Return a time zone's offset in minutes."""
    if not zone or zone[0] not in "+-":
        return 0
    minutes = 60 * int(zone[1:3]) + int(zone[-2:])
    return minutes if zone[0] == "+" else -minutes
