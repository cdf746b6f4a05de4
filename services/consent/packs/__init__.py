"""Packs as people meet them: the shipped data beside this file, their words, how two books differ, files."""
