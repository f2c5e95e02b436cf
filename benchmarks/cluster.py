"""What a Ray cluster costs a clip, and what the loss of a node costs people."""

import asyncio
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from benchmarks.crowds.web import WebCrowd
from benchmarks.measuring import compare
from benchmarks.photos import jpeg, people, write_jpeg
from benchmarks.ray_nodes import RayNodes, ray_nodes
from benchmarks.report import Measurement
from benchmarks.service import left_over, service
from bot.settings import Settings
from engine.cluster.cluster import Answer, Argument, RemoteStudio
from engine.cluster.messages import News, Order
from engine.cluster.node import SOUND
from engine.cluster.ray_cluster import RayCluster
from engine.cluster.remote_render import RemoteRender
from engine.cluster.slots import CPUS_PER_WORKER
from engine.jobs import Render, RenderRequest, StudioRender
from engine.types.direction import Direction
from engine.types.options import RenderOptions
from engine.types.progress import ignore_progress, never

_CLIPS = {"1 s at 320 px": (1.0, 320), "5 s at 640 px": (5.0, 640), "5 s at 1280 px": (5.0, 1280)}
_OPENS_WITHIN_S = 120.0
_CALL_LIMIT_S = 60.0
_RATE_TIME_S = 5.0
_MB = 1_000_000
_JOBS = 20
_LIMIT_S = 1200.0
_SECOND_COPIES_S = 3.0
_WITHOUT_RAY = Measurement("A Ray cluster", ("not measured",), (("Ray is an extra; `make test-ray` installs it",),))


def overhead(repeats: int) -> Measurement:
    """Compare the same clips through a worker of a cluster on this machine with the same in this process, in turns."""
    if find_spec("ray") is None:
        return _WITHOUT_RAY
    rows = []
    with tempfile.TemporaryDirectory() as folder, ray_nodes(1, cpus=2) as nodes:
        settings = Settings(data_dir=Path(folder), device="cpu")
        photo = write_jpeg(people(1), Path(folder) / "photo.jpg")
        cluster = RayCluster(nodes.address, "cpu")
        there = RemoteRender(_opened(cluster, settings)[0], settings.credentials())
        with StudioRender(settings.studio()) as here:
            for name, (seconds, size_px) in _CLIPS.items():
                request = RenderRequest(
                    (photo,), Direction(), RenderOptions(seconds, size_px=size_px), None, Path(folder) / "film.mp4"
                )
                result = compare(partial(_film, there, request), partial(_film, here, request), repeats)
                rows.append((name, result.ours_s, result.theirs_s, result.ratio, 1000 * result.more_s))
        cluster.close()
    return Measurement(
        "A clip through Ray, on this machine",
        ("clip", "through Ray, s", "in this process, s", "ratio", "more, ms"),
        tuple(rows),
    )


def _opened(cluster: RayCluster, settings: Settings) -> list[RemoteStudio]:
    """Return a studio in every slot, its models loaded."""
    while not (slots := cluster.slots()):
        time.sleep(0.1)
    studios = [cluster.open(slot, settings.equipment().model_dump_json()) for slot in slots]
    for studio in studios:
        studio.call("hello").result(_OPENS_WITHIN_S)
    return studios


def _film(render: Render, request: RenderRequest) -> None:
    render(request, ignore_progress, never)


def transport(_repeats: int) -> Measurement:
    """Measure what passes between this process and four studios at once through one connection."""
    if find_spec("ray") is None:
        return _WITHOUT_RAY
    with tempfile.TemporaryDirectory() as folder, ray_nodes(1, cpus=4 * CPUS_PER_WORKER) as nodes:
        settings = Settings(data_dir=Path(folder), device="cpu")
        cluster = RayCluster(nodes.address, "cpu")
        studios = _opened(cluster, settings)
        photo = jpeg(people(1))
        order = Order(direction=Direction(), options=RenderOptions(), storyboard=None).model_dump_json()
        for studio in studios:
            studio.call("bring", "0", photo).result(_CALL_LIMIT_S)
            studio.call("begin", order).result(_CALL_LIMIT_S)
        for studio in studios:
            while News.model_validate_json(studio.call("news").result(_CALL_LIMIT_S) or "").end is None:
                pass
        rows = (
            ("calls a second", _rate(studios, lambda studio: 1 if _answered(studio, "hello") else 0)),
            (
                "up, MB/s",
                _rate(studios, lambda studio: 1 if _answered(studio, "bring", SOUND, bytes(_MB)) is None else 0),
            ),
            ("down, MB/s", _rate(studios, lambda studio: len(_answered(studio, "part", 0) or b"") / _MB)),
        )
        cluster.close()
    return Measurement("Between one chat and a cluster on this machine", ("figure", "value"), rows)


def _rate(studios: Sequence[RemoteStudio], do: Callable[[RemoteStudio], float]) -> float:
    """Return how much is done a second, where each studio is asked by a thread of its own."""
    until_s = time.perf_counter() + _RATE_TIME_S

    def work(studio: RemoteStudio) -> float:
        done = 0.0
        while time.perf_counter() < until_s:
            done += do(studio)
        return done

    with ThreadPoolExecutor(len(studios)) as threads:
        return sum(threads.map(work, studios)) / _RATE_TIME_S


def _answered(studio: RemoteStudio, method: str, *arguments: Argument) -> Answer:
    return studio.call(method, *arguments).result(_CALL_LIMIT_S)


def node_loss(_repeats: int) -> Measurement:
    """Let 20 people send a photo to a service with two nodes, kill one of them at a random moment, and count."""
    if find_spec("ray") is None:
        return _WITHOUT_RAY
    crowd = WebCrowd(_JOBS)
    with tempfile.TemporaryDirectory() as folder, ray_nodes(2) as nodes:
        lost_at = asyncio.run(_lose_a_node(crowd, Path(folder), nodes))
        left = left_over(Path(folder))
    rows = (
        ("jobs", _JOBS),
        ("clips there when a node was killed", lost_at),
        ("clips delivered", crowd.served),
        ("clips delivered twice", sum(len(person.clips) > 1 for person in crowd.people)),
        ("files left over", len(left)),
    )
    return Measurement("A node of two killed at a random moment", ("figure", "value"), rows)


async def _lose_a_node(crowd: WebCrowd, folder: Path, nodes: RayNodes) -> int:
    """Return how many clips were there when the node was lost."""
    chance = random.Random()  # noqa: S311 - a moment, not a secret
    fatal = chance.randrange(_JOBS - 2)
    async with (
        crowd.gathered(),
        service(folder, {"REVERIE_WORKERS": nodes.address}) as running,
        crowd.looking_at(running),
        asyncio.timeout(_LIMIT_S),
    ):
        for person in crowd.people:
            await crowd.send(person)
        await crowd.until(lambda: crowd.served >= fatal)
        await asyncio.sleep(chance.uniform(0.0, 1.0))
        served = crowd.served
        await asyncio.to_thread(nodes.kill, chance.randrange(2))
        await crowd.until(lambda: crowd.served == _JOBS)
        await asyncio.sleep(_SECOND_COPIES_S)
        return served
