"""The speed ratios the compiled engine is to reach; half of each is the floor."""

from __future__ import annotations

COLUMNS = ("W1", "W2", "W3 batch 10", "W3 full", "W4", "W5 on W1", "W5 on W3")
GOALS: dict[str, tuple[float, ...]] = {
    "closure per operation": (60_000, 15_000, 40_000, 80_000, 100_000, 50_000, 50_000),
    "PyTorch eager": (60, 1_200, 250, 12, 15, 5, 3.5),
    "JAX, whole loop jitted": (3, 12, 6, 1.4, 1.0, 3, 1.0),
    "scikit-learn": (35, 350, 80, 9, 9, 7, 5),
}


def verdict(ratio: float, goal: float) -> str:
    """Say whether a ratio reaches its goal, or at least the floor."""
    if ratio >= goal:
        return "goal"
    return "floor" if ratio >= goal / 2 else "below"
