"""Clips that somebody thinks should not be there: kept for the operator, and told to the admins at once."""

import time

from bot.conversation.reported_clips import ReportedClip
from bot.conversation.talk import Talk
from engine.errors import UnknownJobError

MAX_LETTERS = 500


async def report(talk: Talk, about: str, words: str) -> None:
    """Report a clip of this chat: the one that is meant, or the latest of somebody alone with us; else says how."""
    try:
        job = await talk.job_meant(about)
    except UnknownJobError:
        latest = None if talk.place.is_group or about else await talk.latest_job()
        if latest is None:
            await talk.tell("report.how" if talk.place.is_group else "report.none")
            return
        job = latest
    words = words[:MAX_LETTERS]
    made_for = job.request.owner
    reported = ReportedClip(job.id, talk.place.chat, made_for, talk.place.owner, words, time.time())
    await talk.memory.reports.put(reported)
    await talk.admins.tell(
        talk.say("report.told", chat=reported.chat, job=job.id, made_for=made_for, owner=reported.owner, words=words)
    )
    await talk.tell("report.thanks")
