"""The whole platform on one thread under a seed: what must hold, holds whatever fails and in whatever order."""
