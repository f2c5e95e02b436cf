"""`Metrics`: what Prometheus can ask of a running Reverie."""

import sys
from collections import Counter as Tally
from collections.abc import Callable, Iterator, Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from engine.errors import QueueFullError
from engine.jobs import Delivery, Job, JobRequest, Observer
from engine.types.progress import Stage

_WAIT_S = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800)
_STAGE_S = (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300)
_LAG_S = (0.001, 0.0025, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 5)
_SPEEDS = (1, 5, 10, 20, 30, 50, 75, 100, 150, 200, 400)


class Metrics(Observer):
    """Counts what happens in the queue."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._submitted = self._counter("reverie_jobs_submitted", "Clips asked for", "front_end")
        self._ended = self._counter("reverie_jobs_ended", "How jobs ended", "front_end", "state", "failure")
        self._refused = self._counter("reverie_jobs_refused", "Requests for which there was no room", "front_end")
        self._deliveries = self._counter("reverie_deliveries", "What became of telling people", "outcome")
        self._wait = self._histogram("reverie_queue_wait_seconds", "From asking to the beginning of a render", _WAIT_S)
        self._stages = self._histogram("reverie_stage_seconds", "How long a stage of a render took", _STAGE_S, "stage")
        self._speed = self._histogram("reverie_frames_per_second", "Speed of drawing and encoding", _SPEEDS)
        self._lag = self._histogram("reverie_loop_lag_seconds", "How late the event loop woke up", _LAG_S)

    def exposition(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self._registry)

    def show_queue(self, open_jobs: Callable[[], Sequence[Job]], workers: Callable[[], int]) -> None:
        """Show from now on what is in the queue whenever somebody asks."""
        self._registry.register(_Now(open_jobs, workers))

    def loop_lagged(self, seconds: float) -> None:
        """Count how late the event loop woke up."""
        self._lag.observe(seconds)

    def submitted(self, job: Job) -> None:
        """Count a request."""
        self._submitted.labels(_front_end(job.request)).inc()

    def refused(self, request: JobRequest, error: QueueFullError) -> None:
        """Count a request for which there was no room."""
        self._refused.labels(_front_end(request)).inc()

    def started(self, job: Job) -> None:
        """Count how long a job waited."""
        self._wait.observe(max(0.0, (job.started_at or job.created_at) - job.created_at))

    def stage_ended(self, job: Job, stage: Stage, seconds: float, steps: int) -> None:
        """Count how long a stage took, and how fast frames came."""
        self._stages.labels(stage.value).observe(seconds)
        if stage is Stage.RENDER and seconds > 0:
            self._speed.observe(steps / seconds)

    def ended(self, job: Job) -> None:
        """Count how a job ended."""
        failure = job.failure.value if job.failure else ""
        self._ended.labels(_front_end(job.request), job.state.value, failure).inc()

    def delivered(self, outcome: Delivery) -> None:
        """Count a delivery."""
        self._deliveries.labels(outcome.value).inc()

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(name, meaning, labels, registry=self._registry)

    def _histogram(self, name: str, meaning: str, buckets: Sequence[float], *labels: str) -> Histogram:
        return Histogram(name, meaning, labels, buckets=buckets, registry=self._registry)


class _Now(Collector):
    """What is measured when Prometheus asks."""

    def __init__(self, open_jobs: Callable[[], Sequence[Job]], workers: Callable[[], int]) -> None:
        self._open_jobs = open_jobs
        self._workers = workers

    def collect(self) -> Iterator[Metric]:
        """Yield the jobs that wait and run, who renders, and the memory of the GPU where one is in use."""
        jobs = GaugeMetricFamily("reverie_jobs_open", "Clips that wait or are made", labels=("front_end", "state"))
        tally = Tally((_front_end(job.request), job.state.value) for job in self._open_jobs())
        for labels, count in sorted(tally.items()):
            jobs.add_metric(labels, count)
        yield jobs
        yield GaugeMetricFamily("reverie_workers", "Clips that can be made at once", self._workers())
        torch = sys.modules.get("torch")  # it is never imported for the sake of a number
        if torch is not None and torch.cuda.is_initialized():
            memory = GaugeMetricFamily("reverie_gpu_memory_bytes", "Memory of the GPU in use", labels=("device",))
            for device in range(torch.cuda.device_count()):
                memory.add_metric((str(device),), torch.cuda.memory_reserved(device))
            yield memory


def _front_end(request: JobRequest) -> str:
    return request.chat.partition(":")[0]
