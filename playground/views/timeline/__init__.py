"""The strip at the foot of the window: the whole run, and the way back to any moment of it."""
