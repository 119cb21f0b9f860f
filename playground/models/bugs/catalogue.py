"""All bugs there are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from playground.models.bugs.bug import Bug
from playground.models.bugs.trained_run import Array
from playground.models.experiment.experiment import Experiment
from playground.models.network.network import Network

TOO_HIGH, TOO_LOW = 100.0, 1e-3
STRONG_PULL = 0.3
LARGE_WEIGHTS = 30
FEW_POINTS = 0.1


def _negative_second_layer(network: Network, parameters: Array) -> Array:
    """Make all weights into the second hidden layer negative: it gets outputs of ReLUs, which never are."""
    names, changed = network.parameter_map, parameters.copy()
    for neuron in range(network.structure[2]):
        place = names.of_neuron(2, neuron)
        changed[place.start : place.stop - 1] = -np.abs(changed[place.start : place.stop - 1])
    return changed


def _has_relu(experiment: Experiment) -> bool:
    return experiment.activation == "relu" and len(experiment.hidden) > 1


def _has_flat_ends(experiment: Experiment) -> bool:
    return experiment.activation in ("tanh", "sigmoid")


def _has_dropout(experiment: Experiment) -> bool:
    return experiment.dropout > 0.0


def _has_pictures(experiment: Experiment) -> bool:
    return experiment.has_pictures


def _has_units(experiment: Experiment) -> bool:
    """Whether its inputs are measured in units that lie far apart."""
    return experiment.dataset in ("wine", "breast_cancer")


_ALL = (
    Bug(
        "nothing", "Nothing is wrong",
        "Every instrument reads the same as in the healthy twin.",
        "This is how a healthy run looks: a loss that falls and slows down, and a test loss not far off.",
        "", "", None,
    ),
    Bug(
        "rate_high", "Learning rate far too high",
        "The training loss jumps up and down, and the weights grow.",
        "Each step follows the slope at one place far beyond the place where that slope ends.",
        "optimizer = SGD(model.parameters(), lr=10)",
        "optimizer = SGD(model.parameters(), lr=0.1)",
        ("steps", "Step ÷ gradient, first"),
        lambda healthy: {"learning_rate": healthy.learning_rate * TOO_HIGH},
    ),
    Bug(
        "rate_low", "Learning rate far too low",
        "The loss falls so slowly that its curve looks flat; the gradients are as large as at first.",
        "Gradients are fine, but each step uses only a thousandth of what it could.",
        "optimizer = SGD(model.parameters(), lr=1e-4)",
        "optimizer = SGD(model.parameters(), lr=0.1)",
        ("steps", "Step ÷ gradient, first"),
        lambda healthy: {"learning_rate": healthy.learning_rate * TOO_LOW},
    ),
    Bug(
        "equal_weights", "All first weights are equal",
        "All neurons of a layer have the same weights, first and last.",
        "Neurons that begin alike get the same gradient in every step, so they stay alike: a layer is then "
        "worth one neuron.",
        "nn.init.constant_(layer.weight, 0.1)",
        "nn.init.xavier_uniform_(layer.weight)",
        ("graph", "Copies among hidden neurons"),
        lambda _: {"initializer": "equal"},
    ),
    Bug(
        "no_hidden", "No hidden layer",
        "The loss comes to rest early, and the border between the classes is a straight line.",
        "Without a hidden layer the network can only add its inputs up.",
        "model = nn.Linear(2, 2)",
        "model = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 2))",
        ("graph", "Hidden layers"),
        lambda _: {"hidden": ()},
    ),
    Bug(
        "no_activation", "No activation function",
        "There are hidden layers, but each of their neurons only adds the inputs up.",
        "Linear layers behind one another are one linear layer: without a bend between them depth is worth "
        "nothing.",
        "nn.Sequential(nn.Linear(2, 8), nn.Linear(8, 2))",
        "nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 2))",
        ("neurons", "Neurons that only add up the inputs, end"),
        lambda _: {"activation": "linear", "layer_activations": ()},
    ),
    Bug(
        "dead_relus", "ReLUs dead from the start",
        "The gradient of the first layers is exactly 0, and the second layer answers the same to all points.",
        "A ReLU layer hands on no negative number. With weights that are all negative the next one gets sums "
        "below 0 only: it outputs 0, and 0 is its gradient.",
        "nn.init.uniform_(layer.weight, -1, 0)",
        "nn.init.uniform_(layer.weight, -1, 1)",
        ("neurons", "Neurons with one output for all points, end"),
        first_weights=_negative_second_layer, fits=_has_relu,
    ),
    Bug(
        "large_weights", "First weights far too large",
        "The hidden neurons sit at the flat ends of their curve, from the first epoch on.",
        "Large weights make large sums, and there tanh and sigmoid are flat: hardly any gradient passes.",
        f"nn.init.uniform_(layer.weight, -{LARGE_WEIGHTS}, {LARGE_WEIGHTS})",
        "nn.init.xavier_uniform_(layer.weight)",
        ("neurons", "Outputs on a flat end of their curve, first"),
        lambda _: {"initializer": "custom", "initial_range": float(LARGE_WEIGHTS)}, fits=_has_flat_ends,
    ),
    Bug(
        "strong_l2", "Weight decay far too strong",
        "The weights shrink to almost nothing, and the answers to about even chances; one batch alone can be "
        "memorised.",
        "In every step the penalty takes more from the weights than the gradient gives them.",
        f"optimizer = SGD(model.parameters(), lr=0.1, weight_decay={STRONG_PULL})",
        "optimizer = SGD(model.parameters(), lr=0.1, weight_decay=1e-4)",
        ("graph", "Weights of output layer, end"),
        lambda _: {"regularization": "l2", "regularization_rate": STRONG_PULL},
    ),
    Bug(
        "few_points", "Most of the data was left out",
        "The training loss is fine, the test loss is not: there are far fewer training points.",
        "A handful of points is soon memorised, and says little about all others.",
        "train, test = random_split(data, [0.1, 0.9])",
        "train, test = random_split(data, [0.7, 0.3])",
        ("data", "Training points"),
        lambda _: {"train_fraction": FEW_POINTS},
    ),
    Bug(
        "frozen", "Layer missing in optimizer",
        "The first layer has a gradient, but its step is exactly 0.",
        "The optimizer moves only what it was given. The other layers learn on top of random first weights.",
        "optimizer = SGD(model[2:].parameters(), lr=0.1)",
        "optimizer = SGD(model.parameters(), lr=0.1)",
        ("steps", "Step of hidden layer 1, end"),
        lambda _: {"frozen": ((1,),)},
    ),
    Bug(
        "schedule", "Schedule runs out at once",
        "The loss falls for a few epochs and stops dead, although the gradients have not become small.",
        "The rate is halved after every epoch: after ten it is a thousandth, and nothing moves any more.",
        "scheduler = StepLR(optimizer, step_size=1, gamma=0.5)",
        "scheduler = StepLR(optimizer, step_size=100, gamma=0.5)",
        ("steps", "Step ÷ gradient, end"),
        lambda _: {"schedule": "step", "schedule_epochs": 1},
    ),
    Bug(
        "eval_forgotten", "eval() is forgotten",
        "The same point gets another answer each time it is asked.",
        "Without eval() dropout goes on leaving neurons out, although nothing is learned any more.",
        "with torch.no_grad():\n    answer = model(x)",
        "model.eval()\nwith torch.no_grad():\n    answer = model(x)",
        ("answers", "Asked twice: difference"),
        lambda _: {"forgets_eval": True}, fits=_has_dropout,
    ),
    Bug(
        "unscaled", "Inputs are not scaled",
        "Some inputs are hundreds of times as large as others, and the loss jumps or rests.",
        "One rate serves all weights: what is right for an input near 1 throws one near 1,000 far off.",
        "model(x)",
        "model((x - mean) / std)",
        ("data", "Largest spread of an input"),
        lambda _: {"skips_scaling": True}, fits=_has_units,
    ),
    Bug(
        "zero_grad", "zero_grad() is forgotten",
        "The first step is right, and later ones are far longer than their gradient allows.",
        "backward() adds to the gradients that are there. Nobody clears them, so each step follows the sum "
        "of all batches so far.",
        "loss.backward()\noptimizer.step()",
        "optimizer.zero_grad()\nloss.backward()\noptimizer.step()",
        ("steps", "Step ÷ gradient, end"),
        lambda _: {"forgets_zero_grad": True},
    ),
    Bug(
        "softmax_twice", "Softmax twice",
        "The answers may all be right, and yet no point gets a loss near 0.",
        "The loss expects logits and makes them probabilities itself. From probabilities it makes much "
        "evener ones, so even a sure answer costs something.",
        "loss = cross_entropy(softmax(model(x), dim=1), y)",
        "loss = cross_entropy(model(x), y)",
        ("answers", "Smallest loss of a point"),
        lambda _: {"softmax_twice": True},
    ),
    Bug(
        "shuffled", "Targets are shuffled",
        "Neighbours in the training data have any label, and the network is hardly better than chance.",
        "Inputs and targets were shuffled apart: no target belongs to its point, nothing can be learned.",
        "x, y = x[randperm(n)], y[randperm(n)]",
        "order = randperm(n)\nx, y = x[order], y[order]",
        ("data", "Training labels like their neighbours"),
        lambda _: {"shuffles_targets": True},
    ),
    Bug(
        "off_by_one", "Labels are off by one",
        "Training goes well, and the test points are nearly all wrong.",
        "The training labels were counted from 1 and the test labels from 0. The network learns exactly what "
        "it was given.",
        "y_train = raw_labels % n_classes",
        "y_train = raw_labels - 1",
        ("data", "Test labels like their neighbours"),
        lambda _: {"labels_off_by_one": True},
    ),
    Bug(
        "leaked", "Test data leaked",
        "Everything looks fine: there are only more training points than there should be.",
        "The network has seen every test point. The test loss says how well it remembers, not how well it "
        "will do with new points.",
        "train = data\ntrain_test, test = random_split(data, [0.7, 0.3])",
        "train, test = random_split(data, [0.7, 0.3])",
        ("data", "Test points trained on"),
        lambda _: {"leaks_test_data": True},
    ),
    Bug(
        "viewed", "view() for permute()",
        "Pictures of the same digit are no longer alike, and test points are guessed at.",
        "view() keeps the order of the numbers in memory and only cuts it elsewhere: each picture is made of "
        "one pixel of many.",
        "x = pixels_by_samples.view(n, 64)",
        "x = pixels_by_samples.permute(1, 0)",
        ("data", "Training labels like their neighbours"),
        lambda _: {"views_for_permute": True}, fits=_has_pictures,
    ),
)  # fmt: skip
BUGS: Mapping[str, Bug] = {bug.key: bug for bug in _ALL}
"""By key; "nothing" is among them."""
NOTHING = "nothing"
