"""Ways out of the house: one port, an adapter per protocol."""
