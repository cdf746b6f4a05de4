"""Questions, each answered for the one who asks."""
