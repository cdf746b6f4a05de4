"""Pure functions: the state, what happened and the moment in; a `Decision` or a `Refusal` out."""
