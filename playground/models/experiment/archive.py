"""A zip of one JSON text and some arrays, read without trusting any size it states."""

from __future__ import annotations

import ast
import io
import json
import math
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.models.experiment.json_text import check_size, read_json

Arrays = Mapping[str, NDArray[Any]]
MANIFEST = "manifest.json"
START = b"PK\x03\x04"
# Of the unpacked JSON text.
LARGEST_TEXT = 200 * 2**20
_MOST_DIMENSIONS = 3
# The record at the end of a zip: signature, disks, entries here and in all, bytes and place of the directory.
_END = struct.Struct("<4sHHHHIIH")
_END_SIGNATURE, _LARGE_SIGNATURE, _LARGE_LOCATOR = b"PK\x05\x06", b"PK\x06\x07", 20
_NPY_START, _NPY_HEAD = b"\x93NUMPY\x01\x00", 10
# All entries have one date: the same work gives the same bytes.
_DATE = (1980, 1, 1, 0, 0, 0)


def packed(manifest: Mapping[str, Any], arrays: Arrays) -> bytes:
    """Return an archive.

    Raises
    ------
    ValueError
        It could not be read again; the message says why.
    """
    try:
        text = json.dumps(manifest, ensure_ascii=False, allow_nan=False)
        content = text.encode()
    except UnicodeEncodeError:
        raise ValueError("it would hold half a character, which is no text") from None
    check_size(text)
    if len(content) > LARGEST_TEXT:
        raise ValueError(f"its text would be larger than {LARGEST_TEXT // 2**20} MB")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", allowZip64=False) as archive:
        archive.writestr(_entry(MANIFEST, zipfile.ZIP_DEFLATED), content, compresslevel=1)
        for name, array in arrays.items():
            # Arrays hardly compress, and it would take long.
            with archive.open(_entry(f"{name}.npy", zipfile.ZIP_STORED), "w") as file:
                np.lib.format.write_array(file, np.ascontiguousarray(array), (1, 0), allow_pickle=False)
    return out.getvalue()


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = compression
    return entry


def unpacked(data: bytes, types: Mapping[str, str]) -> tuple[Any, dict[str, NDArray[Any]]]:
    """Return the JSON value and the arrays of an archive.

    Parameters
    ----------
    types
        The type of each expected array, such as ``"<f8"``.

    Raises
    ------
    ValueError
        Its content is anything else; entries are checked before they are unpacked.
    """
    _check_directory(data, len(types) + 1)
    names = {MANIFEST, *(f"{name}.npy" for name in types)}
    with _explained():
        archive = zipfile.ZipFile(io.BytesIO(data))
    _check_entries(archive.infolist(), names, len(data))
    with _explained():
        contents = {name: archive.read(name) for name in names}
    try:
        manifest = read_json(contents[MANIFEST].decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("its description is no text") from None
    return manifest, {name: _array(name, contents[f"{name}.npy"], kind) for name, kind in types.items()}


@contextmanager
def _explained() -> Iterator[None]:
    """Translate errors of the zip reader into a `ValueError` with a plain message."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, struct.error, OSError, ValueError):
        raise ValueError("parts of it are missing or overwritten") from None


def _check_directory(data: bytes, n_entries: int) -> None:
    """Check the number of entries before listing them."""
    end = data[-_END.size :]
    if len(end) < _END.size or end[:4] != _END_SIGNATURE:
        raise ValueError("its end is missing")
    _, _, _, _, entries, _, _, comment = _END.unpack(end)
    locator = data[-_END.size - _LARGE_LOCATOR : -_END.size]
    if entries != n_entries or comment or locator[:4] == _LARGE_SIGNATURE:
        raise ValueError(f"it has {entries} parts instead of {n_entries}")


def _check_entries(entries: list[zipfile.ZipInfo], names: set[str], n_bytes: int) -> None:
    if len(entries) != len(names) or {entry.filename for entry in entries} != names:
        raise ValueError("it has other parts than an experiment")
    for entry in entries:
        is_text = entry.filename == MANIFEST
        kinds = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) if is_text else (zipfile.ZIP_STORED,)
        if entry.flag_bits & 1 or entry.compress_type not in kinds:
            raise ValueError("it is packed or locked in another way than an experiment")
        if entry.file_size > (LARGEST_TEXT if is_text else n_bytes):
            raise ValueError("a part of it would be too large when unpacked")


def _array(name: str, data: bytes, kind: str) -> NDArray[Any]:
    """Return the array of an .npy file; its size is checked before memory is allocated."""
    if len(data) < _NPY_HEAD:
        raise ValueError(f"the numbers of its {name} are missing")
    (length,) = struct.unpack_from("<H", data, 8)
    body = _NPY_HEAD + length
    try:
        head = ast.literal_eval(data[_NPY_HEAD:body].decode("latin-1").strip())
        shape = head["shape"]
        is_right = head["descr"] == kind and head["fortran_order"] is False
    except (ValueError, SyntaxError, TypeError, KeyError, RecursionError, MemoryError):
        is_right, shape = False, ()
    if data[:8] != _NPY_START or not is_right or not isinstance(shape, tuple):
        raise ValueError(f"the numbers of its {name} are of another kind")
    are_sizes = all(isinstance(size, int) and 0 <= size <= len(data) for size in shape)
    if len(shape) > _MOST_DIMENSIONS or not are_sizes or math.prod(shape) * 8 != len(data) - body:
        raise ValueError(f"there are not as many numbers of its {name} as it says")
    return np.frombuffer(data, kind, offset=body).reshape(shape)
