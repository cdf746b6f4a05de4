"""Who may know what about a child's care, why, and who must be told."""
