"""What the client's documents ask for, row by row, and which test shows it: read from the tests' own names."""
