"""Pure: what follows from a sign-in or an event."""
