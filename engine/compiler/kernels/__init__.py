"""One function per distinct shape of bundle, and the cache of compiled ones."""
