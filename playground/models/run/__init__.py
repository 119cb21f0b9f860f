"""A run: the network, its training, and what both remember."""
