"""Common mistakes with gradients, run beside the correct code."""
