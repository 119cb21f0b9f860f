"""One update of all parameters, as a table, as formulas and in words."""
