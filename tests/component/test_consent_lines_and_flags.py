"""What a flag, a boundary, a birthday and the child's own no do to who may know, from the first instant on."""
