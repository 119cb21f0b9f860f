from __future__ import annotations

import itertools
from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence

from playground.views.kit.access.shortcuts import SHORTCUTS, key_text, shortcut_of, shown_key


def test_that_no_key_has_two_meanings_for_the_window(qapp):
    keys = [QKeySequence(key).toString() for entry in SHORTCUTS if entry.action for key in entry.keys]
    assert "" not in keys
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_that_no_action_is_listed_twice():
    actions = [entry.action for entry in SHORTCUTS if entry.action]
    assert len(actions) == len(set(actions))


def test_that_groups_stand_together():
    groups = [entry.group for entry in SHORTCUTS]
    changes = sum(before != after for before, after in itertools.pairwise(groups))
    assert changes == len(set(groups)) - 1


def test_that_an_unknown_action_is_an_error():
    with pytest.raises(KeyError, match="fly"):
        shortcut_of("fly")


def test_that_keys_are_shown_as_the_platform_writes_them(qapp):
    native = QKeySequence.SequenceFormat.NativeText
    assert shown_key("save") == QKeySequence("Ctrl+S").toString(native)
    assert key_text("Ctrl+-").endswith("−")
