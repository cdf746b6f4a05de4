"""Clinical notes, sessions and safety concerns: the words stay here, others hear only that they exist."""
