"""Mechanism without clinic words: everything the services share and nothing they decide."""
