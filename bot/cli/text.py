"""Words from outside, made safe to work with and to print."""


def readable(text: str) -> str:
    """Return the text with a mark in place of what is no character: bytes that no terminal could decode."""
    return text.encode("utf-8", "replace").decode("utf-8")
