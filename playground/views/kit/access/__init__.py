"""The keyboard and assistive technology: focus, tab order, names and values."""
