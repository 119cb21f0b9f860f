"""Pictures and marks that several views paint, and layers that are kept."""
