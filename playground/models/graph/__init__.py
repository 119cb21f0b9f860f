"""The scalar graph, to look at and to step through."""
