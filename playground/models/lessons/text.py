"""Texts of a lesson, with numbers in them that are measured."""

from __future__ import annotations

from dataclasses import dataclass

from playground.models.lessons.language import Expression


@dataclass(frozen=True)
class Text:
    """A text with numbers in it: between the parts stand the expressions.

    There is one part more than there are expressions.
    """

    parts: tuple[str, ...] = ("",)
    expressions: tuple[Expression, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not self.expressions and not "".join(self.parts).strip()

    def followed_by(self, other: Text) -> Text:
        """Return both as one text, with a blank line between."""
        if self.is_empty or other.is_empty:
            return other if self.is_empty else self
        between = self.parts[-1] + "\n\n" + other.parts[0]
        return Text((*self.parts[:-1], between, *other.parts[1:]), self.expressions + other.expressions)
