"""scikit-learn's MLPClassifier, which shuffles in its own order and ends in a softmax or a logistic unit."""

from __future__ import annotations

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from tests.benchmarks.peers.peer import Peer
from tests.benchmarks.workloads import SEED, Array, Workload


class ScikitLearnPeer(Peer):
    """As many layers, samples and updates; a single output is logistic with log loss in place of tanh."""

    title = "scikit-learn"
    own_order = True

    def __init__(self, work: Workload) -> None:
        super().__init__(work)
        self.classifier = MLPClassifier(
            work.structure[1:-1], activation=work.activation.replace("sigmoid", "logistic"), solver="sgd",
            alpha=0.0, batch_size=work.batch, learning_rate_init=work.rate, momentum=0.0,
            nesterovs_momentum=False, max_iter=1, tol=0.0, n_iter_no_change=10**9, random_state=SEED,
            warm_start=True,
        )  # fmt: skip
        self.train(1)  # makes the arrays, which then take the common first weights
        for i, (weights, biases) in enumerate(work.layers()):
            self.classifier.coefs_[i][:], self.classifier.intercepts_[i][:] = weights.T, biases

    def prepare(self, epochs: int) -> None:
        """Nothing is prepared outside."""

    def train(self, epochs: int) -> float:
        """See `Peer`."""
        self.classifier.max_iter = epochs
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            self.classifier.fit(self.work.X, self.work.classes)
        return float(self.classifier.loss_curve_[-1])

    def values(self, X: Array) -> Array:
        """See `Peer`; there is no public way to the hidden layers."""
        layers = self.classifier._forward_pass([X] + [None] * (len(self.work.structure) - 1))
        return np.concatenate(layers[1:], axis=1).T
