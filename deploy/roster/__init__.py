"""A clinic's own people from a file: read, checked wholly, shown, and then imported family by family or not at all."""
