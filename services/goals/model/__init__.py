"""What the service remembers: frozen aggregates, one module per subject."""
