"""Guesses how a table writes numbers: decimal sign and thousands separator."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from playground.style.words import exact_text, shortened

DECIMALS = {".": "Point", ",": "Comma"}
THOUSANDS = {"": "None", ",": "Comma", ".": "Point", " ": "Blank", "'": "Apostrophe"}
MISSING = frozenset({
    "na", "n/a", "#n/a", "#na", "<na>", "nan", "-nan", "+nan", "null", "none", "nil", "?", "-", "--", "–",
    "—", ".", "..", "\\n", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "1.#ind", "-1.#ind",
    "1.#qnan", "-1.#qnan", "1.#inf", "-1.#inf", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!",
})  # fmt: skip
"""Marks of missing values in lower case; an empty field is one too."""

_LONGEST_SAID = 20
_BLANKS = " \u00a0\u2009\u202f"
_APOSTROPHES = "'’"
_CLASSES = {",": ",", ".": r"\.", " ": f"[{_BLANKS}]", "'": f"[{_APOSTROPHES}]"}


@dataclass(frozen=True)
class NumberStyle:
    """A decimal sign and a thousands separator, empty for none."""

    decimal: str = "."
    thousands: str = ""

    def number(self, text: str) -> float | None:
        """Return the number that a stripped text stands for."""
        if not text.isascii():
            text = text.replace("−", "-")
        if not _pattern(self.decimal, self.thousands).fullmatch(text):
            return None
        for sign in _signs(self.thousands):
            text = text.replace(sign, "")
        return float(text.replace(self.decimal, "."))

    @property
    def swapped(self) -> NumberStyle:
        """The same style with comma and point swapped."""
        decimal = "," if self.decimal == "." else "."
        return NumberStyle(decimal, {",": ".", ".": ","}.get(self.thousands, self.thousands))


@dataclass(frozen=True)
class Question:
    """A question that the table itself leaves open.

    Attributes
    ----------
    answers
        The text of each answer, with the fields of `Wishes` that it sets.
    """

    text: str
    answers: tuple[tuple[str, dict[str, str]], ...]


@dataclass(frozen=True)
class StyleGuess:
    """A style, the evidence for it in words, and a question if both readings are possible."""

    style: NumberStyle
    evidence: str = ""
    question: Question | None = None


@lru_cache(maxsize=32)
def _pattern(decimal: str, thousands: str) -> re.Pattern[str]:
    whole = r"\d+"
    if thousands:
        whole = rf"(?:\d{{1,3}}(?:{_CLASSES[thousands]}\d{{3}})+|\d+)"
    sign = _CLASSES[decimal]
    return re.compile(rf"[+-]?(?:{whole}(?:{sign}\d*)?|{sign}\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def _signs(thousands: str) -> str:
    return {" ": _BLANKS, "'": _APOSTROPHES}.get(thousands, thousands)


# The most common style.
_PLAIN = re.compile(r"-?(?:0\.\d+|\d+\.\d{4,}|\d+\.\d{1,2})", re.ASCII)
# What the way a number is written says about its signs; the first match counts.
_WRITINGS = tuple(
    (re.compile(rf"[+-]?(?:{pattern})", re.ASCII), says)
    for pattern, says in (
        (rf"\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+", (" ", "")),
        (rf"\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+\.\d*", (" ", ".")),
        (rf"\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+,\d*", (" ", ",")),
        (rf"\d{{1,3}}(?:[{_APOSTROPHES}]\d{{3}})+", ("'", "")),
        (rf"\d{{1,3}}(?:[{_APOSTROPHES}]\d{{3}})+\.\d*", ("'", ".")),
        (rf"\d{{1,3}}(?:[{_APOSTROPHES}]\d{{3}})+,\d*", ("'", ",")),
        (r"\d{1,3}(?:,\d{3})+\.\d*", (",", ".")),
        (r"\d{1,3}(?:,\d{3}){2,}", (",", "")),
        (r"\d{1,3}(?:\.\d{3})+,\d*", (".", ",")),
        (r"\d{1,3}(?:\.\d{3}){2,}", (".", "")),
        (r"[1-9]\d{0,2},\d{3}", ("either ,", "")),
        (r"[1-9]\d{0,2}\.\d{3}", ("either .", "")),
        (r"(?:\d*,\d+|\d+,)(?:[eE][+-]?\d+)?", ("", ",")),
        (r"(?:\d*\.\d+|\d+\.)(?:[eE][+-]?\d+)?", ("", ".")),
    )
)


@dataclass
class _Votes:
    """How many numbers speak for each sign, with an example of each."""

    decimal: Counter[str] = field(default_factory=Counter)
    thousands: Counter[str] = field(default_factory=Counter)
    either: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, text: str) -> None:
        text = text.replace("−", "-")
        if _PLAIN.fullmatch(text):
            self.decimal["."] += 1
            self.examples.setdefault("decimal .", text)
            return
        for pattern, (thousands, decimal) in _WRITINGS:
            if not pattern.fullmatch(text):
                continue
            if thousands.startswith("either"):
                self.either[thousands[-1]] += 1
                self.examples.setdefault(f"either {thousands[-1]}", text)
                return
            if thousands:
                self.thousands[thousands] += 1
                self.examples.setdefault(f"thousands {thousands}", text)
            if decimal:
                self.decimal[decimal] += 1
                self.examples.setdefault(f"decimal {decimal}", text)
            return


def guess_style(columns: Sequence[Iterable[str]], separator: str) -> StyleGuess:
    """Return how the numbers of a table are written.

    A number such as 1,200 can be read in two ways. What decides is the other numbers of the table; then
    smaller whole numbers beside it (950 and 1,200: thousands), or larger ones (1200 and 1,200: decimals);
    else the user is asked. The same goes for 1.200, except between commas, where it has decimals: people who
    write decimal commas use other separators.

    Parameters
    ----------
    columns
        Fields of each column, stripped.
    """
    votes = _Votes()
    distinct = [list(dict.fromkeys(fields)) for fields in columns]
    for fields in distinct:
        for text in fields:
            if text and not text.isalpha() and not text.isdecimal():
                votes.add(text)
    points = votes.decimal["."] + votes.thousands[","]
    commas = votes.decimal[","] + votes.thousands["."]
    if votes.thousands[" "] or votes.thousands["'"]:
        # With another sign between thousands, both of these are for decimals.
        points, commas = points + votes.either["."], commas + votes.either[","]
    if points or commas:
        return _decided(votes, "," if commas > points else ".")
    if votes.either[","]:
        return _of_either(votes, distinct, ",")
    if votes.either["."] and separator != ",":
        return _of_either(votes, distinct, ".", is_usual=separator != ";")
    return _decided(votes, ".")


def _decided(votes: _Votes, decimal: str) -> StyleGuess:
    other = "," if decimal == "." else "."
    groups = Counter({sign: votes.thousands[sign] for sign in (other, " ", "'")})
    groups[other] += votes.either[other]
    thousands, count = groups.most_common(1)[0]
    style = NumberStyle(decimal, thousands if count else "")
    parts = []
    if example := votes.examples.get(f"decimal {decimal}"):
        parts.append(f"decimal {DECIMALS[decimal].lower()} as in {shortened(example, _LONGEST_SAID)}")
    if count:
        example = votes.examples.get(f"thousands {thousands}") or votes.examples[f"either {thousands}"]
        shown = shortened(example, _LONGEST_SAID)
        parts.append(f"{THOUSANDS[thousands].lower()} between thousands as in {shown}")
    return StyleGuess(style, ", ".join(parts))


def _of_either(
    votes: _Votes, columns: Sequence[Sequence[str]], sign: str, *, is_usual: bool = False
) -> StyleGuess:
    """Decide what a sign before three digits means, from the whole numbers in the same table.

    Parameters
    ----------
    is_usual
        Whether people who write such a table mostly mean decimals.
    """
    other = "." if sign == "," else ","
    grouped, plain = NumberStyle(other, sign), NumberStyle(sign, other if votes.either[other] else "")
    pattern = re.compile(rf"[+-]?[1-9]\d{{0,2}}{_CLASSES[sign]}\d{{3}}", re.ASCII)
    short = long = 0
    for fields in columns:
        if any(pattern.fullmatch(text) for text in fields):
            lengths = [len(text.lstrip("+-")) for text in fields if text.lstrip("+-").isdecimal()]
            short += sum(length <= 3 for length in lengths)
            long += sum(length > 3 for length in lengths)
    example = votes.examples[f"either {sign}"]
    if not short and (long or is_usual):
        return StyleGuess(plain, f"decimal {DECIMALS[sign].lower()} as in {example}")
    evidence = f"{THOUSANDS[sign].lower()} between thousands as in {example}"
    if short and not long and not is_usual:
        return StyleGuess(grouped, evidence)
    first, second = (exact_text(style.number(example) or 0.0) for style in (grouped, plain))
    answers = (
        (f"It means {first}", {"decimal": grouped.decimal, "thousands": grouped.thousands}),
        (f"It means {second}", {"decimal": plain.decimal, "thousands": plain.thousands}),
    )
    text = f"{example} can mean {first} or {second}: the table does not say which"
    return StyleGuess(grouped, evidence, Question(text, answers))
