"""What is packed comes back; what no packer made is refused before it can take memory."""

from __future__ import annotations

import io
import pickle
import struct
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable

import numpy as np
import pytest

from playground.models.experiment.archive import LARGEST_TEXT, packed, unpacked

TYPES = {"numbers": "<f8", "counters": "<i8"}
MANIFEST = {"name": "Ring ○", "list": [1, 2.5, None, True]}


def archive() -> bytes:
    return packed(MANIFEST, {"numbers": np.linspace(0, 1, 7), "counters": np.arange(6).reshape(3, 2)})


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive())) as file:
        return {entry.filename: file.read(entry) for entry in file.infolist()}


def zipped(contents: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, content in contents.items():
            file.writestr(name, content)
    return out.getvalue()


def npy(head: str, body: bytes, version: bytes = b"\x01\x00") -> bytes:
    text = head.encode("latin-1")
    return b"\x93NUMPY" + version + struct.pack("<H", len(text)) + text + body


def as_saved(array: np.ndarray, *, allow_pickle: bool = False) -> bytes:
    out = io.BytesIO()
    np.save(out, array, allow_pickle=allow_pickle)
    return out.getvalue()


def test_that_what_is_packed_comes_back() -> None:
    manifest, arrays = unpacked(archive(), TYPES)
    assert manifest == MANIFEST
    np.testing.assert_array_equal(arrays["numbers"], np.linspace(0, 1, 7))
    np.testing.assert_array_equal(arrays["counters"], [[0, 1], [2, 3], [4, 5]])


def test_that_the_same_work_gives_the_same_bytes() -> None:
    assert archive() == archive()


def with_part(name: str, content: bytes) -> Callable[[], bytes]:
    return lambda: zipped({**parts(), name: content})


def renamed(before: str, after: str) -> Callable[[], bytes]:
    return lambda: zipped({after if name == before else name: part for name, part in parts().items()})


HEAD = "{'descr': '<f8', 'fortran_order': False, 'shape': (%s,)}"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: b"", "end is missing"),
        (lambda: archive()[:-1], "end is missing"),
        (lambda: archive() + b"\x00", "end is missing"),
        (lambda: archive()[100:], "missing or overwritten"),
        (with_part("more.npy", b""), "4 parts instead of 3"),
        (lambda: zipped({f"{n}.npy": b"" for n in range(60_000)}), "60000 parts"),
        (renamed("numbers.npy", "../numbers.npy"), "other parts"),
        (renamed("numbers.npy", "/numbers.npy"), "other parts"),
        (lambda: zipped(parts(), zipfile.ZIP_DEFLATED), "packed or locked"),
        (lambda: zipped(parts(), zipfile.ZIP_BZIP2), "packed or locked"),
        (with_part("manifest.json", b"\xff\xfe"), "no text"),
        (with_part("manifest.json", b'{"a": NaN}'), "NaN"),
        (with_part("numbers.npy", b""), "numbers of its numbers are missing"),
        (with_part("numbers.npy", as_saved(np.arange(3))), "another kind"),
        (with_part("numbers.npy", as_saved(np.ones((2, 2), order="F"))), "another kind"),
        (with_part("numbers.npy", as_saved(np.ones(3, np.float32))), "another kind"),
        (with_part("numbers.npy", as_saved(np.array([print]), allow_pickle=True)), "another kind"),
        (with_part("numbers.npy", pickle.dumps(print)), "another kind"),
        (with_part("numbers.npy", npy(HEAD % 10**15, b"")), "as it says"),
        (with_part("numbers.npy", npy(HEAD % -1, b"")), "as it says"),
        (with_part("numbers.npy", npy(HEAD % "1.0", b"12345678")), "as it says"),
        (with_part("numbers.npy", npy(HEAD % 2, b"12345678")), "as it says"),
        (with_part("numbers.npy", npy(HEAD % "1, 1, 1, 1", b"12345678")), "as it says"),
        (with_part("numbers.npy", npy("__import__('os')", b"")), "another kind"),
        (with_part("numbers.npy", npy("[" * 9000, b"")), "another kind"),
        (with_part("numbers.npy", npy(HEAD % 1, b"12345678", b"\x03\x00")), "another kind"),
    ],
)
def test_that_what_no_packer_made_is_refused(make: Callable[[], bytes], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        unpacked(make(), TYPES)


def test_that_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as file:
        warnings.simplefilter("ignore")
        for name in ("manifest.json", "numbers.npy", "numbers.npy"):
            file.writestr(name, parts()[name])
    with pytest.raises(ValueError, match="other parts"):
        unpacked(out.getvalue(), TYPES)


def test_that_a_text_that_would_unpack_to_gigabytes_takes_no_memory() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts().items():
            file.writestr(name, content)
    data = bytearray(out.getvalue())
    # What the directory at the end says of the first part.
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, LARGEST_TEXT + 1)
    tracemalloc.start()
    with pytest.raises(ValueError, match="too large when unpacked"):
        unpacked(bytes(data), TYPES)
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()


def test_that_half_a_character_is_refused_before_anything_is_written() -> None:
    with pytest.raises(ValueError, match="half a character"):
        packed({"name": "\ud800"}, {})
