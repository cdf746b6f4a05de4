"""An ordered, partitioned log with consumer groups. The port is `port`, the adapters are `kafka` and `embedded`."""
