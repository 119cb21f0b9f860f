"""PyTorch, eager, as its tutorials write a training loop: Sequential, a loss, SGD."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.peers.peer import Peer
from tests.benchmarks.workloads import Array, Workload


class TorchPeer(Peer):
    """float64 on one thread."""

    title = "PyTorch eager"
    library = "torch"

    def __init__(self, work: Workload) -> None:
        super().__init__(work)
        self.torch = torch = self.load_library()
        torch.set_num_threads(1)
        nn = torch.nn
        activations = {"tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "relu": nn.ReLU}
        modules = []
        for weights, biases in work.layers():
            linear = nn.Linear(weights.shape[1], weights.shape[0], dtype=torch.float64)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(weights))
                linear.bias.copy_(torch.from_numpy(biases))
            modules += [linear, activations[work.activation]()]
        self.network = nn.Sequential(*(modules[:-1] if work.softmax else modules))
        self.loss = nn.CrossEntropyLoss() if work.softmax else nn.MSELoss()
        self.optimizer = torch.optim.SGD(self.network.parameters(), lr=work.rate)
        self.X = torch.from_numpy(work.X)
        self.targets = torch.from_numpy(work.classes if work.softmax else work.T)

    def train(self, epochs: int) -> float:
        """See `Peer`."""
        work, total, torch = self.work, 0.0, self.torch
        for epoch in range(self.epoch, self.epoch + epochs):
            X, targets, total = self.X, self.targets, torch.zeros((), dtype=torch.float64)
            if not work.is_full_batch:
                order = torch.from_numpy(work.order(epoch))
                X, targets = X[order], targets[order]
            for x, t in zip(X.split(work.batch), targets.split(work.batch), strict=True):
                self.optimizer.zero_grad()
                loss = self.loss(self.network(x), t)
                loss.backward()
                self.optimizer.step()
                total += loss.detach() * len(x)
        self.epoch += epochs
        return float(total) / len(work.X)

    def values(self, X: Array) -> Array:
        """See `Peer`."""
        torch = self.torch
        layers, x = [], torch.from_numpy(X)
        with torch.no_grad():
            for module in self.network:
                x = module(x)
                if not isinstance(module, torch.nn.Linear):
                    layers.append(x)
            if self.work.softmax:
                layers.append(torch.softmax(x, 1))
            values: Array = np.asarray(torch.cat(layers, 1).T)
        return values
