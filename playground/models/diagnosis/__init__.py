"""How good a network is, and why it may not learn."""
