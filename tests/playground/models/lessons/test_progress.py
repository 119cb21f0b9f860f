"""Progress in lessons is kept, and a damaged file is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.lessons.progress import Answer, LessonProgress, Progress

ANSWER = Answer("What?", 1, "It falls", "It stays", False, "2026-01-02T03:04:05")
FULL = (
    Progress()
    .with_answer("a", 0, ANSWER)
    .with_answer("a", 2, Answer("Draw", (1.0, 0.5), "from 1 to 0.5"))
    .with_answer("b", 0, Answer("How many?", None, ""))
    .with_reached("a", 3)
    .with_step("a", 4)
    .with_done("b")
)


def test_that_progress_is_written_and_read_back(tmp_path):
    path = tmp_path / "folder" / "lessons.json"
    FULL.save(path)
    assert Progress.load(path) == FULL


def test_that_nothing_was_done_without_a_file(tmp_path):
    assert Progress.load(tmp_path / "none.json") == Progress()
    assert Progress().of("x") == LessonProgress()


def test_that_steps_answers_and_ends_are_kept_apart():
    assert FULL.of("a").answers[0] == ANSWER
    assert FULL.of("a").reached == {3}
    assert (FULL.of("a").step, FULL.of("a").is_done) == (4, False)
    assert FULL.of("b").is_done
    assert FULL.of("b").answers[0].is_skipped
    assert 0 not in FULL.with_answer("a", 0, None).of("a").answers


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"version": 9, "lessons": {}}', '{"version": 1, "lessons": []}', "\x00",
        '{"version": 1, "lessons": {"a": {}}}',
        '{"version": 1, "lessons": {"a": {"step": -1, "reached": [], "is_done": true, "answers": {}}}}',
        '{"version": 1, "lessons": {"a": {"step": 0, "reached": ["x"], "is_done": true, "answers": {}}}}',
        '{"version": 1, "lessons": {"a": {"step": 0, "reached": [], "is_done": 1, "answers": {}}}}',
        '{"version": 1, "lessons": {"a": {"step": 0, "reached": [], "is_done": true, "answers": {"0": 1}}}}',
    ],
)  # fmt: skip
def test_that_a_damaged_file_is_refused(tmp_path, text):
    path = tmp_path / "lessons.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"\bit\b"):
        Progress.load(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ValueError, match="no text"):
        Progress.load(path)


@given(st.data())
def test_that_any_change_of_a_value_is_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "changed lessons.json"
    FULL.save(path)
    tree = json.loads(path.read_text())
    answer = tree["lessons"]["a"]["answers"]["0"]
    key = data.draw(st.sampled_from(sorted(answer)))
    odd = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    answer[key] = data.draw(odd | st.text(max_size=20) | st.lists(odd, max_size=3))
    path.write_text(json.dumps(tree))
    try:
        read = Progress.load(path)
    except ValueError:
        return
    read.save(path)
    assert Progress.load(path) == read
