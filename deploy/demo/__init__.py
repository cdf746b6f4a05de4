"""The demo: invented families, a mailbox for what they are sent, and the guard that keeps it all on this machine."""
