"""What the service keeps: one module per aggregate, and the templates notes are written from."""
