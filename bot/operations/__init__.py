"""What an operator sees of a running Reverie: logs, measurements, health. Nothing here knows words, photos or names."""
