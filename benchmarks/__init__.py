"""Programs that measure, never tests: a crowded machine must not make a build fail. Run one at a time."""
