"""From the graph of one sample to bundles of like operations, for arrays and for machine code."""
