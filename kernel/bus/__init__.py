"""An ordered, partitioned log with consumer groups. The port is `port`, the adapters `kafka` and `embedded`."""
