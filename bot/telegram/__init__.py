"""Telegram: what people do there becomes events, and what is shown becomes messages."""
