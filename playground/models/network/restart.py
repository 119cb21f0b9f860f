"""When a new network cannot, or should not, keep the weights of the one before."""

from __future__ import annotations

import numpy as np

from playground.models.data.data_source import OWN
from playground.models.experiment.choices import LOSS_TITLES
from playground.models.experiment.settings import differ
from playground.models.network.network import Network, arrows


def restart_reason(before: Network, now: Network) -> str:
    """Say why training starts again from epoch 0; empty if it continues."""
    old, new = before.experiment, now.experiment
    if _columns(before) != _columns(now):
        return f"The network is now {arrows(now.structure)}"
    if old.seed != new.seed:
        return f"Seed {new.seed} draws new data and new weights"
    if not new.keeps_weights and is_other_data(before, now):
        return f"{new.dataset_title} is another data set"
    if old.weight_draws != new.weight_draws:
        return "New weights are drawn"
    if differ(old, new, "first weights"):
        return "The new initialisation draws new weights"
    return ""


def is_other_data(before: Network, now: Network) -> bool:
    """Whether the data set is a different one, not just other or more points of the same."""
    old, new = before.experiment, now.experiment
    if (old.dataset, new.dataset) != (OWN, OWN):
        is_other = old.dataset != new.dataset
    else:
        are_drawn = all(one.source is not None and one.source.kind == "drawn" for one in (old, new))
        is_other = old.source != new.source and not are_drawn
    return is_other and not _are_same_points(before, now)


def loss_notice(before: Network, now: Network) -> str:
    """Say that the loss has changed automatically; empty if it has not."""
    was, wanted, loss = before.experiment.loss, now.wanted.loss, now.experiment.loss
    if loss == was or before.wanted.loss != wanted:
        return ""
    if loss == wanted:
        return f"The loss is {LOSS_TITLES[loss]} again, as last chosen for such data."
    data = now.experiment.dataset_title
    return f"The loss is now {LOSS_TITLES[loss]}: {LOSS_TITLES[wanted]} does not go with {data}."


def _are_same_points(before: Network, now: Network) -> bool:
    """Whether the points are the same as before, as when drawing starts from them."""
    old, new = before.split.clean, now.split.clean
    return np.array_equal(old.X, new.X) and np.array_equal(old.y, new.y)


def _columns(network: Network) -> tuple[object, ...]:
    return network.dataset.n_features, network.dataset.task, network.dataset.n_classes
