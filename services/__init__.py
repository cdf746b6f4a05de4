"""One package per service, the same rooms in each. Services never import each other."""
