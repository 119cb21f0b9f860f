"""The scalar graph as something to look at and to step through."""
