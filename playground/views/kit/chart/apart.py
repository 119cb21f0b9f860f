"""Keeps labels beside one another from overlapping."""

from __future__ import annotations

from collections.abc import Sequence


def apart(heights: Sequence[float], top: float, bottom: float, line: float) -> list[float]:
    """Move sorted heights at least a line apart, as little as possible, within two bounds."""

    def middle(group: Sequence[float]) -> float:
        reach = line * (len(group) - 1) / 2
        return min(max(sum(group) / len(group), top + reach), max(bottom - reach, top + reach))

    groups: list[list[float]] = []
    for height in heights:
        groups.append([height])
        # Groups that touch are merged around the mean of their preferred heights.
        while (
            len(groups) > 1
            and middle(groups[-1]) - middle(groups[-2]) < line * (len(groups[-1]) + len(groups[-2])) / 2
        ):
            groups[-2:] = [groups[-2] + groups[-1]]
    return [
        middle(group) + line * (place - (len(group) - 1) / 2)
        for group in groups
        for place in range(len(group))
    ]
