"""URLs: which identify a page, and which only a site."""
