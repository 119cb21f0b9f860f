"""Pictures as NumPy arrays, without Qt: colour maps, decision boundaries, neuron maps and links."""
