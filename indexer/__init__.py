"""Brings articles in: files → records → articles → the archive."""
