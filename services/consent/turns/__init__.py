"""The service's own loops."""
