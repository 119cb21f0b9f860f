"""Training: the trainer, what it is told, the loops, and the backends that run a model."""
