from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from playground.models.experiment.atomic_file import (
    check_writable,
    remove_abandoned_parts,
    replaced_file,
    write_whole,
)
from playground.models.experiment.regular_file import FileError

ROOT = Path(__file__).parents[4]
# Begins to write a file, says so, and waits to be killed.
WRITER = """
import sys
from pathlib import Path
from playground.models.experiment.atomic_file import replaced_file
with replaced_file(Path(sys.argv[1])) as file:
    file.write("half")
    file.flush()
    print("writing", flush=True)
    sys.stdin.read()
"""


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_that_a_file_is_written_as_utf8_with_its_own_line_ends(tmp_path):
    path = tmp_path / "text.csv"
    with replaced_file(path) as file:
        file.write("ä\r\nb\n")
    assert path.read_bytes() == "ä\r\nb\n".encode()
    write_whole(path, b"\x00\xff")
    assert path.read_bytes() == b"\x00\xff"


def test_that_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "run.json"
    write_whole(path, b"old")
    with pytest.raises(UnicodeEncodeError), replaced_file(path) as file:
        file.write("new \ud800")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["run.json"]


def test_that_a_full_disk_is_said_and_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "run.json"
    write_whole(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match=r"^run\.json cannot be written: the disk is full$"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["run.json"]


def test_that_a_link_goes_on_to_lead_to_the_file_that_is_written(tmp_path):
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "run.json", tmp_path / "link.json"
    write_whole(target, b"old")
    second = tmp_path / "second.json"
    link.symlink_to(target)
    second.symlink_to(link)
    write_whole(second, b"new")
    assert target.read_bytes() == b"new"
    assert link.is_symlink()
    assert second.is_symlink()
    assert names(tmp_path / "far") == ["run.json"]


def test_that_a_link_to_nothing_yet_makes_the_file_behind_it(tmp_path):
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "run.json")
    write_whole(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "run.json").read_bytes() == b"new"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_that_a_file_keeps_its_rights(tmp_path, mode):
    path = tmp_path / "run.json"
    write_whole(path, b"old")
    path.chmod(mode)
    write_whole(path, b"new")
    assert path.stat().st_mode & 0o7777 == mode


def test_that_a_new_file_has_the_rights_of_any_other(tmp_path):
    write_whole(tmp_path / "run.json", b"new")
    (tmp_path / "other").touch()
    assert (tmp_path / "run.json").stat().st_mode == (tmp_path / "other").stat().st_mode


def make_odd(path: Path, kind: str) -> None:
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "circle":
        path.symlink_to(path)
    elif kind == "device":
        path.symlink_to("/dev/null")
    else:
        path.touch()
        path.chmod(0o444)


@pytest.mark.parametrize("write", [write_whole, lambda path, _: check_writable(path)])
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("folder", "it is a folder"), ("pipe", "it is a pipe"), ("device", "it is a device"),
        ("circle", "its links lead round in a circle"), ("read-only", "it is read-only"),
    ],
)  # fmt: skip
def test_that_what_cannot_be_replaced_is_refused_and_stays(tmp_path, write, kind, reason):
    path = tmp_path / "run.json"
    make_odd(path, kind)
    before = path.lstat()
    with pytest.raises(FileError, match=rf"^run\.json cannot be written: {reason}$"):
        write(path, b"new")
    assert path.lstat() == before
    assert names(tmp_path) == ["run.json"]


@pytest.mark.parametrize("length", [240, 250, 255])
def test_that_names_as_long_as_the_system_allows_are_written(tmp_path, length):
    path = tmp_path / ("n" * length)
    write_whole(path, b"new")
    write_whole(path, b"newer")
    assert path.read_bytes() == b"newer"


def test_that_longer_names_are_refused(tmp_path):
    with pytest.raises(FileError, match="its name is too long"):
        write_whole(tmp_path / ("n" * 256), b"new")


def test_that_looking_whether_a_file_can_be_written_leaves_nothing(tmp_path):
    check_writable(tmp_path / "run.json")
    assert names(tmp_path) == []
    with pytest.raises(FileError, match=r"run\.json cannot be written: there is no folder gone"):
        check_writable(tmp_path / "gone" / "run.json")


def start_writer(path: Path) -> subprocess.Popen[str]:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdout is not None
    assert writer.stdout.readline() == "writing\n"
    return writer


def test_that_the_next_save_removes_what_killed_writers_left_and_nothing_of_living_ones(tmp_path):
    write_whole(tmp_path / "run.json", b"old")
    (tmp_path / ".other.part").touch()
    killed, living = start_writer(tmp_path / "run.json"), start_writer(tmp_path / "run.json")
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert len(names(tmp_path)) == 4
    write_whole(tmp_path / "else.json", b"new")
    assert len(names(tmp_path)) == 4  # the part of the living one, and one file more
    assert (tmp_path / "run.json").read_bytes() == b"old"
    living.communicate("")
    assert (tmp_path / "run.json").read_bytes() == b"half"
    assert names(tmp_path) == [".other.part", "else.json", "run.json"]


def test_that_what_only_has_the_name_of_a_part_stays(tmp_path):
    (tmp_path / ".scalar-playground-folder.part").mkdir()
    os.mkfifo(tmp_path / ".scalar-playground-pipe.part")
    (tmp_path / ".scalar-playground-link.part").symlink_to(tmp_path / "gone")
    remove_abandoned_parts(tmp_path)
    assert len(names(tmp_path)) == 3
    remove_abandoned_parts(tmp_path / "gone")
