"""What would have been decided under another pack or another clinic policy: the recorded history, decided again."""
