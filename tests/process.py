"""What this process holds of the system."""

from __future__ import annotations

import resource
import threading
from pathlib import Path

OWN = Path("/proc/self")


def memory_mb() -> int:
    """Return the resident memory in MB."""
    try:
        pages = int((OWN / "statm").read_text(encoding="ascii").split()[1])
    except OSError:  # no Linux: the most it ever was
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**10
    return pages * resource.getpagesize() // 2**20


def thread_count() -> int:
    """Return the number of threads, Qt's and the system's included where the system tells."""
    tasks = OWN / "task"
    return len(list(tasks.iterdir())) if tasks.is_dir() else threading.active_count()


def waited_seconds() -> float:
    """Return how long the main thread waited while others had the processor; 0 where nobody tells."""
    try:
        return int((OWN / "schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


def handle_count() -> int:
    """Return the number of open files; 0 where the system does not tell."""
    handles = OWN / "fd"
    # Looking opens one.
    return len(list(handles.iterdir())) - 1 if handles.is_dir() else 0
