"""What an operator asks and does: pure of any command line, so that pages and tests can use it too."""
