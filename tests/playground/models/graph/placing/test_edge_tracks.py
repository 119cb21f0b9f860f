from __future__ import annotations

import numpy as np

from playground.models.graph.placing.edge_tracks import MOST_TRACKS, edge_tracks


def tracks(ways: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Return the tracks of nodes in one column, each with an operand above and one below it."""
    y = [height for way in ways for height in way] + [sum(way) / 2 for way in ways]
    columns = [0] * (2 * len(ways)) + [1] * len(ways)
    edges = [(2 * len(ways) + n, 2 * n + side) for n in range(len(ways)) for side in (0, 1)]
    circled = np.array(columns) == 1
    distance, counts = edge_tracks(np.array(edges), np.array(columns), np.array(y), circled)
    assert (distance[0::2] == distance[1::2]).all()
    return distance[0::2].tolist(), counts.tolist()


def test_that_ways_apart_from_each_other_run_at_their_circles() -> None:
    assert tracks([(0.0, 100.0), (200.0, 300.0)]) == ([0.0, 0.0], [0.0, 0.0])


def test_that_ways_beside_each_other_get_tracks_of_their_own() -> None:
    distance, counts = tracks([(0.0, 100.0), (50.0, 150.0), (60.0, 160.0), (120.0, 200.0)])
    assert len(set(distance[:3])) == 3
    assert distance[3] == distance[0]
    assert counts[1] > 0


def test_that_the_number_of_tracks_is_bounded() -> None:
    distance, _ = tracks([(float(n), 1000.0 + n) for n in range(3 * MOST_TRACKS)])
    assert len(set(distance)) == MOST_TRACKS
