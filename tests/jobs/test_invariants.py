"""Whatever people do in whatever order: no job is lost, none is made twice over, the bounds hold."""

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.errors import QueueFullError
from engine.jobs import Delivery, Failure, Job, JobRequest, JobState, QueueLimits
from engine.jobs.job import JobState as State
from engine.jobs.store import Store
from engine.types.clip import Clip
from engine.types.direction import Direction
from engine.types.options import RenderOptions

LIMITS = QueueLimits(jobs_per_owner=3, jobs_in_all=6)
OWNERS = st.sampled_from(["anna", "ben", "carla"])


class Days(RuleBasedStateMachine):
    """The store against a model: what each job's state must be."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store(Path(self.folder.name))
        self.expected: dict[str, State] = {}
        self.owners: dict[str, str] = {}
        self.delivered: dict[str, int] = {}

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()

    def some(self, state: State, data: st.DataObject) -> str:
        return data.draw(st.sampled_from([job_id for job_id, now in self.expected.items() if now is state]))

    def any_are(self, state: State) -> bool:
        return state in self.expected.values()

    def open_jobs(self, owner: str | None = None) -> int:
        return sum(
            not state.is_over and owner in (None, self.owners[job_id]) for job_id, state in self.expected.items()
        )

    @rule(owner=OWNERS, seed=st.integers(0, 5))
    def submit(self, owner: str, seed: int) -> None:
        with self.store.transaction():
            key = self.store.photos.keep(owner.encode(), owner, "chat")
        request = JobRequest(owner, "chat", (key,), Direction(), RenderOptions(seed=seed))
        full = self.open_jobs(owner) == LIMITS.jobs_per_owner or self.open_jobs() == LIMITS.jobs_in_all
        try:
            with self.store.transaction():
                job = self.store.submit(request, LIMITS)
        except QueueFullError:
            assert full
            return
        assert job.state is JobState.DONE or (job.state is JobState.QUEUED and not full)
        self.expected[job.id], self.owners[job.id] = job.state, owner

    @precondition(lambda self: self.any_are(State.QUEUED))
    @rule(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        job_id = self.some(State.QUEUED, data)
        with self.store.transaction():
            job = self.store.begin(job_id)
        assert job.state in (State.RUNNING, State.DONE)
        self.expected[job_id] = job.state

    @precondition(lambda self: self.expected)
    @rule(data=st.data(), seed=st.integers(0, 5))
    def revise(self, data: st.DataObject, seed: int) -> None:
        job_id = data.draw(st.sampled_from(list(self.expected)))
        request = replace(self.get(job_id).request, options=RenderOptions(seed=seed))
        with self.store.transaction():
            job = self.store.revise(job_id, request)
        assert (job is None) is self.expected[job_id].is_over
        if job is not None:
            assert job.request == request
            self.expected[job_id] = State.QUEUED

    @precondition(lambda self: self.any_are(State.RUNNING))
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        job_id = self.some(State.RUNNING, data)
        self.make(self.get(job_id))
        self.expected[job_id] = State.DONE

    @precondition(lambda self: self.any_are(State.CANCELLED))
    @rule(data=st.data())
    def finish_too_late(self, data: st.DataObject) -> None:
        self.make(self.get(self.some(State.CANCELLED, data)))

    @precondition(lambda self: self.any_are(State.RUNNING))
    @rule(data=st.data())
    def fail(self, data: st.DataObject) -> None:
        job_id = self.some(State.RUNNING, data)
        with self.store.transaction():
            self.store.jobs.fail(job_id, Failure.OURS, "Something went wrong.", None, {})
        self.expected[job_id] = State.FAILED

    @precondition(lambda self: self.expected)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        job_id = data.draw(st.sampled_from(list(self.expected)))
        with self.store.transaction():
            assert self.store.jobs.cancel(job_id) is not self.expected[job_id].is_over
        if not self.expected[job_id].is_over:
            self.expected[job_id] = State.CANCELLED

    @precondition(lambda self: self.expected)
    @rule(data=st.data(), outcome=st.sampled_from([None, Delivery.DELIVERED, Delivery.UNKNOWN]))
    def deliver(self, data: st.DataObject, outcome: Delivery | None) -> None:
        job_id = data.draw(st.sampled_from(list(self.expected)))
        with self.store.transaction():
            claimed = self.store.deliveries.claim(job_id)
            if claimed and outcome is not None:
                self.store.deliveries.record(job_id, outcome, "message 8")
        self.delivered[job_id] = self.delivered.get(job_id, 0) + claimed
        assert not claimed or self.expected[job_id] in (State.DONE, State.FAILED)

    @rule(owner=OWNERS)
    def forget(self, owner: str) -> None:
        with self.store.transaction():
            gone = self.store.forget(owner)
        with self.store.transaction():
            self.store.sweep()
        assert sorted(gone) == sorted(job_id for job_id, whose in self.owners.items() if whose == owner)
        for job_id in gone:
            del self.expected[job_id], self.owners[job_id]

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = Store(Path(self.folder.name))
        for job_id, state in self.expected.items():
            if state is State.RUNNING:
                self.expected[job_id] = State.QUEUED

    @invariant()
    def every_job_is_where_it_should_be(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.transaction():
            jobs = self.store.jobs.of(None, None)
            assert {job.id: job.state for job in jobs} == self.expected
            for job in jobs:
                if job.state is State.DONE:
                    assert self.store.clips.of(job).path.read_bytes() == str(job.request.options.seed).encode()

    @invariant()
    def the_bounds_hold_and_nothing_is_told_twice(self) -> None:
        if not hasattr(self, "store"):
            return
        assert self.open_jobs() <= LIMITS.jobs_in_all
        assert all(self.open_jobs(owner) <= LIMITS.jobs_per_owner for owner in self.owners.values())
        assert all(count <= 1 for count in self.delivered.values())

    @invariant()
    def nothing_unfinished_lies_about(self) -> None:
        if hasattr(self, "store"):
            assert list(self.store.work.iterdir()) == []

    def get(self, job_id: str) -> Job:
        with self.store.transaction():
            return self.store.jobs.get(job_id)

    def make(self, job: Job) -> None:
        with self.store.transaction():
            order = self.store.order(job)
            order.output.write_bytes(str(job.request.options.seed).encode())
            clip = Clip(order.output, "mp4", 160, 160, 30, 15, 1, b"poster", order.direction, ())
            self.store.finish(job.id, order.options, clip, 1.0)


TestDays = Days.TestCase
TestDays.settings = settings(
    deadline=None, max_examples=15, stateful_step_count=30, suppress_health_check=[HealthCheck.too_slow]
)
