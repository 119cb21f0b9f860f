"""How a question is answered: a field for each kind."""
