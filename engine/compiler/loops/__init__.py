"""The loops over samples, batches and epochs, and the updates of optimizers, as machine code."""
