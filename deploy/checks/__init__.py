"""The build's conscience. `python -m deploy.checks` runs every check; tests/architecture runs the same."""
