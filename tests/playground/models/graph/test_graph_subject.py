from __future__ import annotations

from dataclasses import replace

from playground.models.graph.graph_subject import GraphSubject
from tests.playground.models.graph.networks import run_of

INFO = run_of(dataset="circle", hidden=(3, 2)).network


def test_that_points_go_round_in_both_directions() -> None:
    last = len(INFO.dataset.y) - 1
    subject = GraphSubject(row=last)
    assert subject.with_next_row(INFO, 1, is_batch=False).row == 0
    assert GraphSubject(row=0).with_next_row(INFO, -1, is_batch=False).row == last


def test_that_batches_follow_one_another_through_the_training_points() -> None:
    indices = INFO.split.train_indices.tolist()
    subject = GraphSubject(row=indices[0], count=3)
    assert subject.rows(INFO) == tuple(indices[:3])
    assert subject.with_next_row(INFO, 1, is_batch=True).rows(INFO) == tuple(indices[3:6])
    assert subject.with_next_row(INFO, -1, is_batch=True).rows(INFO) == tuple(indices[-3:])


def test_that_neurons_are_gone_through_layer_by_layer() -> None:
    subject, seen = GraphSubject(), []
    for _ in range(3 + 2 + INFO.structure[-1]):
        seen.append(subject.name_of_neuron(INFO))
        subject = subject.with_next_neuron(INFO, 1)
    assert seen[:4] == [
        "Hidden 1, neuron 1",
        "Hidden 1, neuron 2",
        "Hidden 1, neuron 3",
        "Hidden 2, neuron 1",
    ]
    assert seen[-1].startswith("Output")
    assert subject == GraphSubject()


def test_that_a_subject_that_is_gone_is_replaced_by_one_that_exists() -> None:
    fitted = GraphSubject(row=10_000, neuron=(7, 40)).fitted_to(INFO)
    assert fitted.row == INFO.split.train_indices[0]
    assert fitted.neuron == (3, INFO.structure[3] - 1)
    assert GraphSubject(row=3, neuron=(2, 1)).fitted_to(INFO) == GraphSubject(row=3, neuron=(2, 1))


def test_that_points_tell_their_part() -> None:
    train, test = int(INFO.split.train_indices[0]), int(INFO.split.test_indices[0])
    assert GraphSubject(row=train).name_of_row(INFO, is_batch=False) == f"Point {train + 1}, training"
    assert GraphSubject(row=test).name_of_row(INFO, is_batch=False) == f"Point {test + 1}, test"
    many = GraphSubject(row=train, count=6).name_of_row(INFO, is_batch=True)
    assert many.startswith(f"Points {train + 1}, ")
    assert many.endswith("…")


def test_that_of_a_batch_all_points_or_one_are_on_screen() -> None:
    subject = GraphSubject(row=int(INFO.split.train_indices[0]), count=3)
    rows = subject.rows(INFO)
    assert subject.rows_on_screen(INFO) == rows
    for shown in (1, 2, 3):
        assert replace(subject, shown=shown).rows_on_screen(INFO) == (rows[shown - 1],)
    assert replace(subject, shown=9).rows_on_screen(INFO) == (rows[-1],)
