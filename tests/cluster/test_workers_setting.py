"""REVERIE_WORKERS, from the setting to a chat that runs without a render of its own."""

import asyncio
from pathlib import Path

import aiohttp
import pytest
from local_cluster import WAIT_S, LocalCluster, steady

from bot import settings as settings_module
from bot.cli.doctor import DiagnosisError, check_models, check_workers
from bot.service import running
from bot.settings import Settings, SettingsError, load_settings
from engine.cluster import ClusterError, fleet


@pytest.mark.parametrize("value", ["ray://", "ray://host", "http://host:10001", "ray://host:10001/path", "host:10001"])
def test_what_is_no_address_of_a_cluster_is_refused(
    value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REVERIE_WORKERS", value)
    with pytest.raises(SettingsError, match="REVERIE_WORKERS"):
        load_settings()


def test_without_ray_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_module, "find_spec", lambda name: None)
    assert Settings().cluster() is None
    with pytest.raises(SettingsError, match="pip install"):
        Settings(workers="ray://127.0.0.1:10001").cluster()


def test_a_chat_on_a_cluster_needs_no_models_and_is_ready_while_somebody_renders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = LocalCluster(north=steady)
    cluster.reachable = False
    monkeypatch.setattr(fleet, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(Settings, "cluster", lambda self: cluster)
    settings = Settings(
        workers="ray://127.0.0.1:1",
        data_dir=tmp_path / "data",
        models_dir=tmp_path / "none",
        web_port=0,
        operations_port=0,
        max_size=640,
        engine="warp",
    )

    async def readiness(session: aiohttp.ClientSession, metrics: str) -> tuple[int, str]:
        async with session.get(metrics.replace("/metrics", "/readyz")) as answer:
            return answer.status, await answer.text()

    async def story() -> None:
        async with running(settings) as awake, aiohttp.ClientSession() as session:
            metrics = awake.where[-1]
            status, sentence = await readiness(session, metrics)
            assert status == 503
            assert "Nobody renders" in sentence
            cluster.reachable = True
            while (await readiness(session, metrics))[0] != 200:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.01)
            async with session.get(metrics) as answer:
                assert "reverie_workers 1.0" in await answer.text()
        assert cluster.closed
        assert cluster.equipment is not None
        assert (cluster.equipment.engine, cluster.equipment.limits.size_px) == ("warp", 640)

    asyncio.run(asyncio.wait_for(story(), WAIT_S))


def test_the_doctor_counts_the_workers_or_says_why_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = LocalCluster(north=steady, south=steady)
    monkeypatch.setattr(Settings, "cluster", lambda self: cluster)
    settings = Settings(workers="ray://127.0.0.1:10001")
    assert check_workers(settings) == "2 on ray://127.0.0.1:10001"
    assert "every node has its own" in check_models(settings)
    assert cluster.closed
    cluster.nodes.clear()
    with pytest.raises(DiagnosisError, match="no node"):
        check_workers(settings)
    cluster.reachable = False
    with pytest.raises(ClusterError):
        check_workers(settings)
