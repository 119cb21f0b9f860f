"""The keyboard and assistive technology: focus, tab order, the table of keys, names and values."""
