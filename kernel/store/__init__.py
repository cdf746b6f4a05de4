"""Documents with versions, committed together. The port is `port`, the adapters are `mongo` and `sqlite`."""
