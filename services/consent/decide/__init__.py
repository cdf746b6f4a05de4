"""A case as a file: read strictly, decided from the file alone, explained. Start at `answers.py`."""
