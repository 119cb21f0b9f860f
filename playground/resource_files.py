"""Where the files are that come with the app: icons, lessons, the glossary."""

from __future__ import annotations

from pathlib import Path

# Installed, they lie within the package; in a checkout, beside it.
_WITHIN = Path(__file__).resolve().parent / "resources"
RESOURCES = _WITHIN if _WITHIN.is_dir() else _WITHIN.parents[1] / "resources"
