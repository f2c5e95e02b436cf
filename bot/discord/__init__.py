"""Discord: slash commands, forms, buttons and direct messages, over discord.py."""
