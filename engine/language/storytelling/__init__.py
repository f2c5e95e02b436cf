"""Storytelling: words and captions → `Storyboard`. Deterministic, offline, in milliseconds."""

from engine.language.storytelling.telling import adjust_story, tell_story

__all__ = ["adjust_story", "tell_story"]
