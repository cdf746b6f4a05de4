"""Pure rules: who may act, what each command leads to, and the arithmetic of Goal Attainment Scaling."""
