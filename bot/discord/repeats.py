"""`Repeats`: what Discord tells twice, as it may after a lost connection, is heard once."""

_REMEMBERED = 4096


class Repeats:
    """The events that were heard last, by their ids."""

    def __init__(self) -> None:
        self._heard: dict[int, None] = {}

    def is_new(self, number: int) -> bool:
        """Return whether an event is heard for the first time."""
        if number in self._heard:
            return False
        self._heard[number] = None
        if len(self._heard) > _REMEMBERED:
            del self._heard[next(iter(self._heard))]
        return True
