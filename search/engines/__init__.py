"""The engines behind the port. Only `search.open_archive` imports one."""
