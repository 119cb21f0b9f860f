"""One function for each distinct shape of bundle, and the memory of those made already."""
