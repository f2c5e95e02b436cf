"""Whose turn it is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.jobs.fairness import Waiting, line_up

OWNERS = st.sampled_from("abcde")
LINES = st.lists(OWNERS, max_size=40).map(
    lambda owners: [Waiting(f"{owner}{index}", owner, float(index)) for index, owner in enumerate(owners)]
)
SERVED = st.dictionaries(OWNERS, st.floats(-100, 100))


def test_owners_take_turns() -> None:
    line = [Waiting(f"{owner}{index}", owner, index) for index, owner in enumerate("aaabbc")]
    assert line_up(line, {}) == ["a0", "b3", "c5", "a1", "b4", "a2"]


def test_who_was_just_served_comes_last() -> None:
    line = [Waiting("a0", "a", 0), Waiting("b1", "b", 1), Waiting("c9", "c", 9)]
    assert line_up(line, {"a": 5.0}) == ["b1", "a0", "c9"]


@settings(deadline=None)
@given(LINES, SERVED)
def test_everybody_is_in_line_once_and_own_jobs_keep_their_order(line: list[Waiting], served: dict[str, float]) -> None:
    order = line_up(line, served)
    assert sorted(order) == sorted(job.id for job in line)
    for owner in "abcde":
        assert [job_id for job_id in order if job_id[0] == owner] == [job.id for job in line if job.owner == owner]


@settings(deadline=None)
@given(LINES, SERVED)
def test_nobody_waits_behind_twenty_jobs_of_another(line: list[Waiting], served: dict[str, float]) -> None:
    order = line_up(line, served)
    for place, job_id in enumerate(order):
        ahead = [other[0] for other in order[:place]]
        own = ahead.count(job_id[0])
        assert all(ahead.count(other) <= own + 1 for other in "abcde")


@settings(deadline=None)
@given(LINES, st.lists(OWNERS, min_size=1, max_size=30))
def test_people_who_keep_coming_starve_nobody(line: list[Waiting], arrivals: list[str]) -> None:
    """Serve one job for each that arrives: nobody who waits is passed more than once by the same newcomer."""
    served: dict[str, float] = {}
    passed: dict[str, list[str]] = {job.id: [] for job in line}
    firsts = {job.owner: job.id for job in reversed(line)}  # each owner's oldest
    for now, owner in enumerate(arrivals, start=100):
        line = [*line, Waiting(f"{owner}{now}", owner, float(now))]
        chosen = line_up(line, served)[0]
        line = [job for job in line if job.id != chosen]
        served[chosen[0]] = now + 0.5
        for job_id in firsts.values():
            if any(job.id == job_id for job in line):
                passed[job_id].append(chosen[0])
    for passers in passed.values():
        assert all(passers.count(owner) <= 1 for owner in "abcde")
