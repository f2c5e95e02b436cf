"""Production: several photos and a storyboard become one film."""

from engine.production.production import Production, StoryReport
from engine.production.shot_store import ShotStore

__all__ = ["Production", "ShotStore", "StoryReport"]
