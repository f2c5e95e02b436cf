"""Reverie's front ends: they translate between people and the engine."""
