"""Reverie's engine: words and a photo in, a film out. It knows no front end."""
