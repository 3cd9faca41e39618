"""What an assistant may ask of an archive, and how it asks.

    tools.py   says which tools there are, and answers them within bounds
    server.py  offers them over the Model Context Protocol
"""

from indexer.assistant.server import build_server, serve

__all__ = ["build_server", "serve"]
