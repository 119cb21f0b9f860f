"""Bars of a run or an answer: gradients by layer, logits and probabilities."""
