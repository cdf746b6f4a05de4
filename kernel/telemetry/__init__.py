"""What operators see: logs, metrics and traces. Codes, counts and times; never a word that a person wrote."""
