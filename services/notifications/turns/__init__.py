"""The service's own loops. They run in the worker, never in an API process and never in the poll loop."""
