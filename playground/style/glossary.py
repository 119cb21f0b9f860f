"""What the technical terms on screen mean: the lines of ``resources/glossary.md``, found in captions."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from playground.resource_files import RESOURCES

FILE = RESOURCES / "glossary.md"
MOST_IN_TIP, TIP_WIDTH = 2, 84
_LINE = re.compile(r"\*\*(?P<name>[^*]+)\*\*(?P<forms>(?:, [^:]+)?): (?P<sentence>\S.*\.)")
# Endings of plurals, with what takes their place.
_PLURALS = (
    ("sses", "ss"),
    ("iases", "ias"),
    ("ches", "ch"),
    ("xes", "x"),
    ("ies", "y"),
    ("relus", "relu"),
)
_SHORTEST_PLURAL = 4


@dataclass(frozen=True)
class Term:
    """A technical term.

    Attributes
    ----------
    name
        As a heading.
    forms
        Other words for it, such as "rate" for the learning rate.
    sentence
        What it means, as one sentence that has the term in it.
    """

    name: str
    forms: tuple[str, ...]
    sentence: str


class Glossary:
    """Finds terms in texts: the longest that begins at a word, in singular or plural, in any case.

    Raises
    ------
    ValueError
        Two terms share a form.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(sorted(terms, key=lambda term: term.name.casefold()))
        self._by_words: dict[tuple[str, ...], Term] = {}
        for term in self.terms:
            for form in dict.fromkeys(words_of(form) for form in (term.name, *term.forms)):
                other = self._by_words.setdefault(form, term)
                if other is not term:
                    raise ValueError(f"{' '.join(form)!r} is a form of {other.name} and of {term.name}")
        self._longest = max(map(len, self._by_words), default=0)

    @classmethod
    def read(cls, text: str) -> Glossary:
        """Read the lines of a file that begin with a term in bold.

        Raises
        ------
        ValueError
            A line that begins so is not as the head of the file says.
        """
        terms = []
        for number, line in enumerate(text.splitlines(), start=1):
            if line.startswith("**"):
                found = _LINE.fullmatch(line)
                if found is None:
                    raise ValueError(f"line {number} is no term in bold, a colon and a sentence: {line:.60}")
                forms = tuple(filter(None, found["forms"].split(", ")))
                terms.append(Term(found["name"], forms, found["sentence"]))
        return cls(terms)

    def find(self, text: str) -> tuple[Term, ...]:
        """Return the terms in a text in their order, each once."""
        return tuple(dict.fromkeys(term for term, _ in self._walk(text) if term is not None))

    def unknown(self, text: str) -> tuple[str, ...]:
        """Return the words of a text that belong to no term."""
        return tuple(word for term, word in self._walk(text) if term is None)

    def meaning(self, name: str) -> str:
        """Return the sentence of the term that a text is; empty if it is none."""
        term = self._by_words.get(words_of(name))
        return "" if term is None else term.sentence

    def search(self, text: str) -> tuple[Term, ...]:
        """Return the terms that have all words of a text, or their beginnings; those so called come first."""
        parts = text.casefold().split()

        def has_all(where: str) -> bool:
            words = where.casefold().split()
            return all(any(word.startswith(part) for word in words) for part in parts)

        named = [term for term in self.terms if has_all(" ".join((term.name, *term.forms)))]
        told = [term for term in self.terms if term not in named and has_all(term.sentence)]
        return (*named, *told)

    def _walk(self, text: str) -> list[tuple[Term | None, str]]:
        """Return what a text consists of, from its beginning: terms, and words that belong to none."""
        words = words_of(text)
        parts: list[tuple[Term | None, str]] = []
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                term = self._by_words.get(words[at : at + length])
                if term is not None:
                    parts.append((term, ""))
                    at += length
                    break
            else:
                parts.append((None, words[at]))
                at += 1
        return parts


@lru_cache(maxsize=2048)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case and singular."""
    return tuple(map(_singular, re.findall(r"\w+", text.casefold())))


def _singular(word: str) -> str:
    if len(word) < _SHORTEST_PLURAL:
        return word
    for plural, singular in _PLURALS:
        if word.endswith(plural):
            return word.removesuffix(plural) + singular
    return word if word.endswith(("ss", "us", "is", "as")) else word.removesuffix("s")


@cache
def glossary() -> Glossary:
    """Return the terms of the app."""
    return Glossary.read(FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=2048)
def explained(tip: str, caption: str) -> str:
    """Return a tooltip: what a control does, and below it what the first terms of its caption mean."""
    words = caption.split(": ")[0]  # after a colon stands a value, or a name that a person has given
    found = glossary().find(words)[:MOST_IN_TIP]
    meanings = [term.sentence for term in found if term.sentence.removesuffix(".") not in tip]
    if not meanings:
        return tip
    lines = [tip, *meanings] if tip else meanings
    return "\n".join(textwrap.fill(line, TIP_WIDTH) for line in lines)
