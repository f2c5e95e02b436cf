"""The warp engine: the photo itself moves, so the person stays the person."""
