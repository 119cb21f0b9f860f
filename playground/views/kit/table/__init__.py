"""Tables of names and numbers whose rows sort by a column."""
