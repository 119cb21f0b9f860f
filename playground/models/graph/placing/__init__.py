"""Where the cards and links of a graph stand: rows, lanes, and tracks between columns."""
