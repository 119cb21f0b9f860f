"""The network that an experiment calls for, and when it keeps its weights."""
