"""Pictures as NumPy arrays: colour maps, decision boundaries, neuron maps and links, without any toolkit."""
