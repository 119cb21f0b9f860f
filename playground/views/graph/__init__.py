"""The views of the Graph mode."""
