"""Pure answers to commands and events."""
