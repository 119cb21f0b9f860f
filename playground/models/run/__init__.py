"""A run: the network, its training, log and curves."""
