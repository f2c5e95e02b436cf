"""The queue as the front ends use it."""

import asyncio
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from job_renders import Failing, quick, slow
from job_steps import OPTIONS, ask, ended, files, play, running

from engine.errors import EncodingError, PhotoError, QueueFullError, UnknownJobError
from engine.jobs import Delivery, Failure, Job, JobQueue, JobRequest, JobState, QueueLimits
from engine.types.direction import Direction, Emotion, EmotionLabel
from engine.types.progress import Stage
from tests.stand_in_renders import ADVICE, POSTER, Patient


def test_a_request_becomes_a_clip(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [quick]) as queue:
            asked = await ask(queue, seed=3, note="message 7")
            done = await ended(queue, asked)
            clip = await queue.clip(asked.id)
        assert asked.request.note == "message 7"
        assert (done.state, done.fraction, done.attempts, done.eta_s) == (JobState.DONE, 1.0, 1, None)
        assert clip.path.read_bytes() == b"film 3 160|a photo"
        assert (clip.fps, clip.frame_count, clip.size_bytes, clip.poster_jpeg) == (8, 15, 18, POSTER)
        assert clip.advice == (ADVICE,)
        assert clip.direction == asked.request.direction

    play(story())


def test_place_progress_and_time_to_go_are_seen_while_it_happens(tmp_path: Path) -> None:
    async def story() -> None:
        render = Patient()
        async with JobQueue(tmp_path, [render]) as queue:
            first = await ask(queue, "anna", 1)
            shown = await running(queue, first)
            assert (shown.stage, shown.position, shown.eta_s) == (Stage.RENDER, None, None)
            assert shown.fraction == pytest.approx(0.6)
            second, third = await ask(queue, "ben", 2), await ask(queue, "carla", 3)
            assert [(await queue.get(job.id)).position for job in (second, third)] == [1, 2]
            render.may_go.release()
            await ended(queue, first)
            # One render is measured now, so that the others' time is known.
            etas = [(await queue.get(job.id)).eta_s or 0.0 for job in (second, third)]
            assert 0 < etas[0] < etas[1]
            render.may_go.release(2)
            seen = [job async for job in queue.watch(third.id)]
            assert [job.state for job in seen][-1] is JobState.DONE
            assert {job.position for job in seen if job.state is JobState.QUEUED} <= {1, 2}
        assert render.started == [1, 2, 3]

    play(story())


def test_owners_take_turns(tmp_path: Path) -> None:
    async def story() -> None:
        render = Patient()
        async with JobQueue(tmp_path, [render]) as queue:
            jobs = [await ask(queue, "anna", seed) for seed in range(5)]
            await running(queue, jobs[0])
            jobs += [await ask(queue, "ben", 10), await ask(queue, "ben", 11), await ask(queue, "carla", 20)]
            render.may_go.release(len(jobs))
            for job in jobs:
                await ended(queue, job)
        assert render.started == [0, 1, 10, 20, 2, 11, 3, 4]  # anna sat down first

    play(story())


def test_two_workers_render_side_by_side(tmp_path: Path) -> None:
    async def story() -> None:
        renders = [Patient(), Patient()]
        async with JobQueue(tmp_path, renders) as queue:
            jobs = [await ask(queue, seed=seed) for seed in range(2)]
            for job in jobs:
                await running(queue, job)
            for render in renders:
                render.may_go.release()
            for job in jobs:
                await ended(queue, job)
        assert sorted(renders[0].started + renders[1].started) == [0, 1]
        assert len(renders[0].started) == 1

    play(story())


def test_bounds_are_refused_kindly(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [Patient()], QueueLimits(jobs_per_owner=2, jobs_in_all=3)) as queue:
            mine = [await ask(queue, "anna", seed) for seed in range(2)]
            with pytest.raises(QueueFullError, match="You have 2 clips on the way"):
                await ask(queue, "anna", 3)
            await ask(queue, "ben", 4)
            with pytest.raises(QueueFullError, match="So many people"):
                await ask(queue, "carla", 5)
            await queue.cancel(mine[1].id)
            await ask(queue, "anna", 6)

    play(story())


@pytest.mark.parametrize("while_rendering", [False, True])
def test_only_the_last_of_several_requests_in_one_place_is_rendered(tmp_path: Path, *, while_rendering: bool) -> None:
    async def story() -> None:
        render = Patient()
        async with JobQueue(tmp_path, [render]) as queue:
            first, second = await ask(queue, seed=1), await ask(queue, seed=2)
            await running(queue, first)
            job, other = (first, second) if while_rendering else (second, first)
            for seed in (3, 4, 5):
                request = replace(job.request, options=replace(OPTIONS, seed=seed))
                revised = await queue.revise(job.id, request)
                assert revised is not None
                assert (revised.id, revised.request) == (job.id, request)
            render.may_go.release(3)  # one may go to the render that was stopped: its film is thrown away
            done = await ended(queue, job)
            assert (await queue.clip(job.id)).path.read_bytes() == b"film 5 160|a photo"
            assert (done.state, done.attempts) == (JobState.DONE, 1)
            assert (await ended(queue, other)).state is JobState.DONE
            assert await queue.revise(job.id, job.request) is None
        assert sorted(render.started) == ([1, 2, 5] if while_rendering else [1, 5])

    play(story())


def test_a_job_that_was_revised_and_cancelled_is_not_rendered_again(tmp_path: Path) -> None:
    async def story() -> None:
        render = Patient()
        async with JobQueue(tmp_path, [render]) as queue:
            job = await ask(queue, seed=1)
            await running(queue, job)
            await queue.revise(job.id, replace(job.request, options=replace(OPTIONS, seed=2)))
            assert await queue.cancel(job.id)
            render.may_go.release(2)
            assert (await ended(queue, await ask(queue, seed=3))).state is JobState.DONE
            assert (await queue.get(job.id)).state is JobState.CANCELLED
        assert render.started == [1, 3]

    play(story())


@pytest.mark.parametrize("while_rendering", [False, True])
def test_a_job_is_cancelled_at_once(tmp_path: Path, *, while_rendering: bool) -> None:
    async def story() -> None:
        render = Patient()
        async with JobQueue(tmp_path, [render]) as queue:
            first, second = await ask(queue, seed=1), await ask(queue, seed=2)
            await running(queue, first)
            job = first if while_rendering else second
            assert await queue.cancel(job.id)
            assert (await queue.get(job.id)).state is JobState.CANCELLED
            assert not await queue.cancel(job.id)
            render.may_go.release(2)  # one may go to the job that was stopped: its film is thrown away
            other = second if while_rendering else first
            assert (await ended(queue, other)).state is JobState.DONE
            assert await queue.undelivered() == [await queue.get(other.id)]
            with pytest.raises(UnknownJobError):
                await queue.clip(job.id)
        assert len(files(tmp_path)) == 2  # the photo and one clip

    play(story())


def test_a_render_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [Patient()], QueueLimits(job_s=0.1)) as queue:
            failed = [await ended(queue, await ask(queue, seed=seed)) for seed in range(2)]  # the thread is free again
        assert [(job.state, job.failure) for job in failed] == [(JobState.FAILED, Failure.TIME_LIMIT)] * 2
        assert "too long" in (failed[0].error or "")

    play(story())


def test_too_little_memory_means_a_smaller_clip(tmp_path: Path) -> None:
    async def story() -> None:
        render = Failing([MemoryError()])
        async with JobQueue(tmp_path, [render]) as queue:
            key = await queue.keep_photo(b"a photo", owner="anna", chat="chat")
            request = JobRequest("anna", "chat", (key,), Direction(), replace(OPTIONS, size_px=1280))
            job = await queue.submit(request)
            assert (await ended(queue, job)).state is JobState.DONE
            assert (await queue.clip(job.id)).width == 640
            # The smaller clip does not stand in for the larger one once there is room for that.
            again = await queue.submit(request)
            await ended(queue, again)
            assert (await queue.clip(again.id)).width == 1280
        assert render.sizes_px == [1280, 640, 1280]

    play(story())


@pytest.mark.parametrize(
    ("errors", "failure", "words"),
    [
        ([MemoryError(), MemoryError()], Failure.MEMORY, "too little memory"),
        ([PhotoError("This is a text file.")], Failure.REQUEST, "This is a text file."),
        ([EncodingError("The disk is full.")], Failure.OURS, "The disk is full."),
        ([ZeroDivisionError("division by zero")], Failure.OURS, "Something went wrong on our side"),
    ],
)
def test_a_failure_has_a_sentence_and_leaves_nothing_behind(
    tmp_path: Path, errors: list[BaseException], failure: Failure, words: str
) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [Failing(list(errors))]) as queue:
            failed = await ended(queue, await ask(queue))
            assert (failed.state, failed.failure, failed.result) == (JobState.FAILED, failure, None)
            assert words in (failed.error or "")
            assert (await ended(queue, await ask(queue, seed=9))).state is JobState.DONE
        assert len(files(tmp_path)) == 2

    play(story())


def test_the_same_request_is_answered_from_the_store(tmp_path: Path) -> None:
    async def story() -> None:
        render = Patient()
        async with JobQueue(tmp_path, [render], QueueLimits(jobs_per_owner=2)) as queue:
            first, same = await ask(queue, "anna", 1), await ask(queue, "anna", 1)
            render.may_go.release()
            assert (await ended(queue, first)).result == (await ended(queue, same)).result
            later = await ask(queue, "ben", 1)
            assert (later.state, later.attempts) == (JobState.DONE, 0)
            assert later.result == first.result or later.result == (await queue.get(first.id)).result
            others = [await ask(queue, "ben", 2), await ask(queue, "ben", 1, photo=b"another photo")]
            assert [job.state for job in others] == [JobState.QUEUED] * 2
        assert render.started[:1] == [1]

    play(story())


def test_words_in_another_language_are_the_same_request(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [quick]) as queue:
            key = await queue.keep_photo(b"a photo", owner="anna", chat="chat")
            jobs = []
            joy = Emotion(label=EmotionLabel.JOY)
            for direction in (Direction(emotion=joy), Direction(emotion=joy, language="de", unclear=("ähm",))):
                jobs.append(await queue.submit(JobRequest("anna", "chat", (key,), direction, OPTIONS)))
                await ended(queue, jobs[-1])
            results = [await queue.get(job.id) for job in jobs]
            assert results[0].result == results[1].result
            assert (await queue.clip(jobs[1].id)).direction.language == "de"

    play(story())


def test_a_delivery_is_claimed_once(tmp_path: Path) -> None:
    async def story() -> None:
        render = Patient()
        async with JobQueue(tmp_path, [render]) as queue:
            job = await ask(queue)
            assert not await queue.claim_delivery(job.id)  # nothing to tell yet
            render.may_go.release()
            await ended(queue, job)
            assert [waiting.id for waiting in await queue.undelivered()] == [job.id]
            claims = await asyncio.gather(*(queue.claim_delivery(job.id) for _ in range(5)))
            assert sorted(claims) == [False] * 4 + [True]
            assert await queue.undelivered() == []
            await queue.record_undelivered(job.id)
            assert await queue.claim_delivery(job.id)
            await queue.record_delivered(job.id, "message 8")
            await queue.record_unknown(job.id)  # too late: it is recorded already
            told = await queue.get(job.id)
            assert (told.delivery, told.receipt) == (Delivery.DELIVERED, "message 8")
            assert not await queue.claim_delivery(job.id)

    play(story())


def test_a_claim_that_was_open_when_the_process_ended_is_unknown(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [quick]) as queue:
            job = await ended(queue, await ask(queue))
            assert await queue.claim_delivery(job.id)
            assert queue.in_doubt == ()
        async with JobQueue(tmp_path, [quick]) as queue:
            assert [doubtful.id for doubtful in queue.in_doubt] == [job.id]
            assert (await queue.get(job.id)).delivery is Delivery.UNKNOWN
            assert not await queue.claim_delivery(job.id)
            assert await queue.undelivered() == []
        async with JobQueue(tmp_path, [quick]) as queue:
            assert queue.in_doubt == ()

    play(story())


def test_a_stop_keeps_the_line_and_counts_no_attempt(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [Patient()]) as queue:
            jobs = [await ask(queue, owner, seed) for seed, owner in enumerate(["anna", "anna", "ben"])]
            await running(queue, jobs[0])
        assert len(files(tmp_path)) == 1
        async with JobQueue(tmp_path, [slow]) as queue:
            assert [job.id for job in queue.resumed] == [jobs[0].id, jobs[2].id, jobs[1].id]
            done = [await ended(queue, job) for job in jobs]
            assert [(job.state, job.attempts) for job in done] == [(JobState.DONE, 1)] * 3

    play(story())


def test_forgetting_leaves_nothing_of_a_person(tmp_path: Path) -> None:
    async def story() -> None:
        render = Patient()
        render.may_go.release(2)
        async with JobQueue(tmp_path, [render]) as queue:
            mine, other = await ask(queue, "anna", 1, b"face of anna"), await ask(queue, "ben", 2, b"face of ben")
            (shared,) = [photo.key for photo in await queue.photos_in("chat") if photo.owner == "anna"]
            of_anna_by_ben = await queue.submit(JobRequest("ben", "chat", (shared,), Direction(), OPTIONS))
            await ended(queue, mine)
            await ended(queue, other)
            await running(queue, of_anna_by_ben)
            await queue.forget("anna")
            for job in (mine, of_anna_by_ben):
                with pytest.raises(UnknownJobError):
                    await queue.get(job.id)
            with pytest.raises(UnknownJobError):
                await queue.photo(shared)
            assert [photo.owner for photo in await queue.photos_in("chat")] == ["ben"]
            assert [job.id for job in await queue.list_for(chat="chat")] == [other.id]
        assert sorted(path.read_bytes() for path in files(tmp_path)) == [b"face of ben", b"film 2 160|face of ben"]

    play(story())


def test_a_photo_that_two_people_sent_stays_for_the_other(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [quick]) as queue:
            mine, other = await ask(queue, "anna", 1), await ask(queue, "ben", 1)
            await ended(queue, other)
            await queue.forget("anna")
            assert (await queue.clip(other.id)).path.exists()
            assert await queue.photo(other.request.photos[0]) == b"a photo"
            with pytest.raises(UnknownJobError):
                await queue.get(mine.id)

    play(story())


def test_what_is_old_is_deleted(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [quick]) as queue:
            job = await ended(queue, await ask(queue))
        async with JobQueue(tmp_path, [quick], QueueLimits(keep_hours=1)) as queue:
            assert (await queue.clip(job.id)).path.exists()
        # Its first cleaning comes with the opening; in between, another question waits for it.
        async with JobQueue(tmp_path, [quick], QueueLimits(keep_hours=0)) as queue:
            await asyncio.sleep(0)
            with pytest.raises(UnknownJobError):
                await queue.get(job.id)
        assert files(tmp_path) == []

    play(story())


def test_a_photo_that_is_gone_cannot_be_asked_for(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [quick]) as queue:
            with pytest.raises(UnknownJobError, match="send it again"):
                await queue.submit(JobRequest("anna", "chat", ("0" * 64,), Direction(), OPTIONS))
            assert await queue.list_for(owner="anna") == []

    play(story())


def test_jobs_are_listed_by_owner_and_chat_and_notes_can_be_changed(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [Patient()]) as queue:
            jobs = [await ask(queue, owner, seed) for seed, owner in enumerate(["anna", "ben", "anna"])]
            await queue.set_note(jobs[2].id, "message 9")

            def ids(found: list[Job]) -> list[str]:
                return [job.id for job in found]

            everything = ids(jobs)
            assert ids(await queue.list_for(owner="anna")) == [everything[0], everything[2]]
            assert ids(await queue.list_for(chat="chat")) == everything
            assert await queue.list_for(owner="anna", chat="elsewhere") == []
            assert (await queue.list_for(owner="anna"))[1].request.note == "message 9"

    play(story())


def test_a_caller_that_gives_up_loses_no_job(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [quick]) as queue:
            key = await queue.keep_photo(b"a photo", owner="anna", chat="chat")
            request = JobRequest("anna", "chat", (key,), Direction(), OPTIONS)
            caller = asyncio.create_task(queue.submit(request))
            await asyncio.sleep(0)
            caller.cancel()
            await asyncio.wait({caller})
            (job,) = await queue.list_for(owner="anna")
            assert (await ended(queue, job)).state is JobState.DONE

    play(story())


def test_the_event_loop_is_never_the_one_that_waits(tmp_path: Path) -> None:
    threads: set[str] = set()

    def spying(*arguments: object) -> object:
        threads.add(threading.current_thread().name.split("_")[0])
        time.sleep(0.01)
        return quick(*arguments)  # type: ignore[arg-type]  # whatever a render gets

    async def story() -> None:
        async with JobQueue(tmp_path, [spying]) as queue:  # type: ignore[list-item]  # as above
            await ended(queue, await ask(queue))

    play(story())
    assert threads == {"render"}


def test_a_delivered_clip_is_found_by_its_receipt_in_its_chat(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [quick]) as queue:
            job = await ended(queue, await ask(queue))
            assert await queue.claim_delivery(job.id)
            await queue.record_delivered(job.id, "77")
            assert (await queue.delivered_as("chat", "77")).id == job.id
            for chat, receipt in (("chat", "78"), ("elsewhere", "77")):
                with pytest.raises(UnknownJobError):
                    await queue.delivered_as(chat, receipt)

    play(story())
