"""What may be read, by whom. Adults' reads ask consent; nothing here changes anything."""
