"""Controls made from the table of settings."""
