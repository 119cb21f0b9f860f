from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from playground.models.experiment.regular_file import (
    FileError,
    explained,
    read_bytes,
    regular_status,
    sentence,
    shown_name,
)


def test_that_a_file_is_read_up_to_its_largest_size(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(b"12345")
    assert read_bytes(path, 5) == b"12345"
    with pytest.raises(FileError, match=r"table\.csv cannot be read: it is larger than 0 MB"):
        read_bytes(path, 4)


def test_that_a_file_without_end_is_not_read_to_its_end():
    with pytest.raises(FileError, match="it is a device"):
        read_bytes(Path("/dev/zero"), 10)
    # Its size is 0 until it is read.
    with pytest.raises(FileError, match="larger than"):
        read_bytes(Path("/proc/self/environ"), 1)


def test_that_a_hole_of_many_gigabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "hole.json"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(FileError, match="larger than 200 MB"):
        read_bytes(path, 200 * 2**20)


@pytest.fixture
def odd_files(tmp_path) -> dict[str, Path]:
    """Everything that has a name and is no regular file."""
    names = ("folder", "pipe", "socket", "circle", "other")
    paths = {name: tmp_path / f"{name}.json" for name in names}
    paths["folder"].mkdir()
    os.mkfifo(paths["pipe"])
    paths["circle"].symlink_to(paths["other"])
    paths["other"].symlink_to(paths["circle"])
    with socket.socket(socket.AF_UNIX) as listener:
        before = os.getcwd()
        os.chdir(tmp_path)  # names of sockets must be short
        try:
            listener.bind(paths["socket"].name)
        finally:
            os.chdir(before)
    return {**paths, "device": Path("/dev/null")}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("folder", "it is a folder"), ("pipe", "it is a pipe"), ("socket", "it is a socket"),
        ("circle", "its links lead round in a circle"), ("device", "it is a device"),
    ],
)  # fmt: skip
def test_that_what_is_no_regular_file_is_refused_by_name(odd_files, name, reason):
    path = odd_files[name]
    with pytest.raises(FileError, match=rf"^{path.name} cannot be read: {reason}$"):
        read_bytes(path, 10)


def test_that_a_file_that_is_not_there_has_no_status_and_cannot_be_read(tmp_path):
    assert regular_status(tmp_path / "new.json", "cannot be written") is None
    with pytest.raises(FileError, match=r"new\.json cannot be read: there is no such file or folder"):
        read_bytes(tmp_path / "new.json", 10)


@pytest.mark.parametrize("name", ["a\0b.json", "\ud800.json"])
def test_that_names_no_file_can_have_are_refused(tmp_path, name):
    with pytest.raises(FileError, match="no file can have this name"):
        read_bytes(tmp_path / name, 10)


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "read-only"), (errno.EXDEV, os.strerror(errno.EXDEV))],
)
def test_that_errors_of_the_system_become_sentences_that_name_the_file(number, reason):
    with (
        pytest.raises(FileError, match=f"run.json cannot be written: .*{reason}"),
        explained(Path("/somewhere/run.json"), "cannot be written"),
    ):
        raise OSError(number, os.strerror(number))


def test_that_other_errors_stay_what_they_are():
    with pytest.raises(KeyError), explained(Path("run.json"), "cannot be written"):
        raise KeyError("x")


def test_that_a_sentence_is_one_short_line_however_long_its_parts_are():
    text = sentence(Path("n" * 255), "is damaged", "reason\n " * 1000)
    assert len(text) < 300
    assert "\n" not in text


def test_that_a_name_of_bytes_that_are_no_text_can_be_shown():
    name = shown_name(Path(os.fsdecode(b"run-\xff.json")))
    assert name.encode() == "run-�.json".encode()
