"""How articles get in: files → records → articles → the archive."""
