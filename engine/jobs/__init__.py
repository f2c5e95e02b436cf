"""The queue between the front ends and the studio: durable, fair, bounded."""

from engine.jobs.job import Delivery, Failure, Job, JobRequest, JobState, KeptPhoto, QueueLimits
from engine.jobs.observer import Observer
from engine.jobs.queue import JobQueue
from engine.jobs.rendering import LostRenderError, Render, RenderRequest
from engine.jobs.studio_render import StudioRender

__all__ = [
    "Delivery",
    "Failure",
    "Job",
    "JobQueue",
    "JobRequest",
    "JobState",
    "KeptPhoto",
    "LostRenderError",
    "Observer",
    "QueueLimits",
    "Render",
    "RenderRequest",
    "StudioRender",
]
