"""Every sentence that people see in a chat, one file a language."""

from bot.wording.wording import LANGUAGES, Wording, read_all, wording

__all__ = ["LANGUAGES", "Wording", "read_all", "wording"]
