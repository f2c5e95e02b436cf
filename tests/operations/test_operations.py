"""The operator's address of a whole running chat."""

import asyncio
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.operations.metrics import Metrics
from bot.operations.server import operated
from bot.service import running
from bot.settings import Settings, SettingsError
from engine.errors import QueueFullError, StoreError
from engine.jobs import Delivery, Failure, Job, JobRequest, JobState
from engine.types.direction import Direction
from engine.types.progress import Stage

REQUEST = JobRequest("telegram:42", "telegram:7", ("a photo",), Direction())


def job(state: JobState, failure: Failure | None = None) -> Job:
    return Job(
        id="4f",
        request=REQUEST,
        state=state,
        created_at=100.0,
        started_at=103.0,
        ended_at=None,
        attempts=1,
        failure=failure,
        error=None,
        error_code=None,
        error_values={},
        result=None,
        delivery=Delivery.OPEN,
        receipt=None,
        position=None,
        eta_s=None,
        stage=None,
        fraction=0.0,
    )


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    """Return a sample as Prometheus reads it."""
    for family in text_string_to_metric_families(metrics.exposition().decode()):
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return sample.value
    return None


def test_what_happens_is_counted_by_front_end() -> None:
    metrics = Metrics()
    metrics.show_queue(lambda: [job(JobState.RUNNING), job(JobState.QUEUED), job(JobState.QUEUED)], lambda: 3)
    metrics.submitted(job(JobState.QUEUED))
    metrics.refused(REQUEST, QueueFullError("full"))
    metrics.started(job(JobState.RUNNING))
    metrics.stage_ended(job(JobState.RUNNING), Stage.RENDER, 3.0, 150)
    metrics.ended(job(JobState.FAILED, Failure.MEMORY))
    metrics.delivered(Delivery.DELIVERED)
    metrics.loop_lagged(0.02)
    assert value(metrics, "reverie_jobs_open", front_end="telegram", state="queued") == 2
    assert value(metrics, "reverie_workers") == 3
    assert value(metrics, "reverie_jobs_submitted_total", front_end="telegram") == 1
    assert value(metrics, "reverie_jobs_refused_total", front_end="telegram") == 1
    assert value(metrics, "reverie_jobs_ended_total", front_end="telegram", state="failed", failure="memory") == 1
    assert value(metrics, "reverie_queue_wait_seconds_sum") == pytest.approx(3.0)
    assert value(metrics, "reverie_stage_seconds_sum", stage="render") == pytest.approx(3.0)
    assert value(metrics, "reverie_frames_per_second_sum") == pytest.approx(50.0)
    assert value(metrics, "reverie_deliveries_total", outcome="delivered") == 1
    assert value(metrics, "reverie_loop_lag_seconds_count") == 1


def test_a_running_chat_is_alive_ready_and_measured(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, device="cpu", web_port=0, operations_port=0)

    async def visit() -> None:
        async with running(settings) as awake, aiohttp.ClientSession() as session:
            root = awake.where[-1].removesuffix("/metrics")
            for path, text in (("healthz", "alive"), ("readyz", "ready"), ("metrics", "reverie_loop_lag_seconds")):
                async with session.get(f"{root}/{path}") as answer:
                    assert answer.status == 200
                    assert text in await answer.text()

    asyncio.run(visit())


def test_what_cannot_render_is_not_ready_but_alive() -> None:
    async def check() -> None:
        raise StoreError("The disk is full.")

    async def visit() -> None:
        async with operated("127.0.0.1", 0, Metrics(), check) as address, aiohttp.ClientSession() as session:
            root = address.removesuffix("/metrics")
            async with session.get(f"{root}/readyz") as answer:
                assert (answer.status, await answer.text()) == (503, "The disk is full.\n")
            async with session.get(f"{root}/healthz") as answer:
                assert answer.status == 200

    asyncio.run(visit())


def test_an_address_in_use_is_said_in_one_sentence() -> None:
    async def check() -> None:
        """Be ready."""

    async def visit() -> None:
        async with operated("127.0.0.1", 0, Metrics(), check) as address:
            port = int(address.removesuffix("/metrics").rpartition(":")[2])
            with pytest.raises(SettingsError, match="REVERIE_OPERATIONS_PORT"):
                async with operated("127.0.0.1", port, Metrics(), check):
                    pass

    asyncio.run(visit())
