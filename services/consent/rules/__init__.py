"""The law and the clinic's policy as dated data, and their pure evaluation. Start at `engine.py`."""
