"""The functions of rules on lanes: polynomials without branches, within 2 units in the last place."""
