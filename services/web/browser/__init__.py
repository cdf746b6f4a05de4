"""What every page stands on: who is there, forms that cannot be forged, headers, words and time for people."""
