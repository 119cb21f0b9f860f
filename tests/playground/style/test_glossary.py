from __future__ import annotations

import pytest

from playground.style.glossary import FILE, Glossary, Term, explained, glossary

RATE = Term("Learning rate", ("rate",), "The learning rate is how far an update goes.")
SCHEDULE = Term("Learning rate schedule", ("schedule",), "A schedule changes the learning rate.")
CLASS = Term("Class", (), "A class is a group.")
THREE = Glossary([RATE, SCHEDULE, CLASS])


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Learning rate", [RATE]),
        ("Learning rate schedule, epochs", [SCHEDULE]),
        ("LEARNING RATES of both classes", [RATE, CLASS]),
        ("rate, rate and rate", [RATE]),
        ("classification of learning", []),
        ("", []),
    ],
)
def test_that_the_longest_terms_are_found_in_singular_and_plural(text, terms):
    assert THREE.find(text) == tuple(terms)


def test_that_words_of_no_term_are_told():
    assert THREE.unknown("How the learning rate falls") == ("how", "the", "fall")


@pytest.mark.parametrize("plural", ["Biases", "Losses", "Batches", "Classes", "Leaves", "Gradients", "ReLUs"])
def test_that_plurals_are_terms(plural):
    (term,) = glossary().find(plural)
    assert term.name[:3].lower() == plural[:3].lower()


def test_that_a_line_without_a_sentence_is_refused_with_its_number():
    with pytest.raises(ValueError, match="line 3"):
        Glossary.read("# Glossary\n\n**Bias** a number that is added\n")


def test_that_two_terms_cannot_share_a_form():
    with pytest.raises(ValueError, match="'rate' is a form of"):
        Glossary([RATE, Term("Rate", (), "Another.")])


def test_that_the_search_takes_beginnings_of_words_and_puts_names_first():
    assert THREE.search("rat lear") == (RATE, SCHEDULE)
    assert THREE.search("update") == (RATE,)
    assert THREE.search("") == THREE.terms
    assert THREE.search("nothing") == ()


def test_that_a_tooltip_says_what_a_control_does_and_below_what_its_terms_mean():
    seed = glossary().meaning("seed")
    lines = explained("Roll the dice", "New seed").split("\n", 1)
    assert lines[0] == "Roll the dice"
    assert " ".join(lines[1].split()) == seed
    assert " ".join(explained("", "Seed").split()) == seed
    assert explained("Close it", "Close") == "Close it"


def test_that_a_tooltip_says_nothing_twice():
    seed = glossary().meaning("seed")
    assert " ".join(explained(seed.removesuffix("."), "Seed").split()) == seed.removesuffix(".")


def test_that_what_follows_a_colon_is_not_explained():
    """It is a value, or a name that a person gave."""
    assert explained("Its settings", "Run 1: my loss") == "Its settings"


@pytest.mark.parametrize("term", glossary().terms, ids=lambda term: term.name)
def test_that_an_entry_is_one_sentence_with_its_term(term):
    assert term in glossary().find(term.sentence)
    assert ". " not in term.sentence
    assert term.sentence[0].isupper() or term.sentence.startswith(term.name)
    assert len(term.sentence) <= 190


def test_that_the_file_is_in_the_order_of_the_alphabet():
    names = [term.name for term in glossary().terms]
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("**")]
    assert [line.split("**")[1] for line in lines] == names
