"""Pure rules: who may act, which texts fit, what each command leads to, what each reader is shown."""
