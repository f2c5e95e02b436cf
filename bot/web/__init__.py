"""The web chat: one page on this machine, live over a WebSocket."""
