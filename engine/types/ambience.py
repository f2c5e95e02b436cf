"""What of a picture is meant by the wishes for its ambience."""

from collections.abc import Iterable

from engine.types.scene import RegionKind, Scene

WISHES: dict[RegionKind, frozenset[str]] = {
    RegionKind.SKY: frozenset({"clouds", "wind"}),
    RegionKind.WATER: frozenset({"water", "wind"}),
    RegionKind.FOLIAGE: frozenset({"leaves", "wind"}),
    RegionKind.LIGHT: frozenset({"light", "fire"}),
    RegionKind.FIGURE: frozenset({"breath", "hair"}),
}
"""The ambient wishes that mean a kind of region."""
_OF_PEOPLE = frozenset({"breath", "hair", "wind"})
_MOODS = frozenset({"light", "wind"})
"""Words for how a film should feel as often as for something to be seen."""


def unfulfilled(wishes: Iterable[str], scene: Scene) -> frozenset[str]:
    """Return the wishes for something to move that is not in the picture."""
    there = _MOODS.union(*(WISHES[region.kind] for region in scene.regions), _OF_PEOPLE if scene.faces else ())
    return frozenset(wishes) - there
