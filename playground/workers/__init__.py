"""The threads: training, painting, and jobs in the background."""
