"""Colours for GIF: 256 chosen for the whole film, and a dither that keeps still what stands still."""

from collections.abc import Iterator

import av
from av.filter import Graph


def in_palette(pictures: Iterator[av.VideoFrame]) -> Iterator[av.VideoFrame]:
    """Yield RGB pictures in 256 colours; FFmpeg keeps all of them until the last one is in."""
    first = next(pictures, None)
    if first is None:
        return
    graph = _graph(first)
    graph.push(first)
    for picture in pictures:
        graph.push(picture)
    graph.push(None)
    while True:
        try:
            yield graph.vpull()
        except (av.error.EOFError, av.error.BlockingIOError):
            return


def _graph(picture: av.VideoFrame) -> Graph:
    graph = Graph()
    source = graph.add_buffer(
        width=picture.width, height=picture.height, format=picture.format, time_base=picture.time_base
    )
    split = graph.add("split")
    choose = graph.add("palettegen", "stats_mode=diff")
    use = graph.add("paletteuse", "dither=bayer:bayer_scale=4")
    sink = graph.add("buffersink")
    source.link_to(split)
    split.link_to(choose, 0, 0)
    split.link_to(use, 1, 0)
    choose.link_to(use, 0, 1)
    use.link_to(sink)
    graph.configure()
    return graph
