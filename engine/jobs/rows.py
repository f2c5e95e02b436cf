"""Jobs and clips as rows of the database, and back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.errors import ErrorCode
from engine.jobs.estimate import work_of
from engine.jobs.job import Delivery, Failure, Job, JobRequest, JobState
from engine.types.clip import Clip, Form
from engine.types.direction import WORDING, Direction
from engine.types.options import RenderOptions
from engine.types.scene import Advice, AdviceCode
from engine.types.storyboard import Storyboard

Row = Mapping[str, Any]


def row_of_request(request: JobRequest) -> dict[str, Any]:
    """Return the columns that a request fills."""
    return {
        "owner": request.owner,
        "chat": request.chat,
        "photos": json.dumps(request.photos),
        "direction": request.direction.model_dump_json(),
        "options": json.dumps(asdict(request.options)),
        "storyboard": None if request.storyboard is None else request.storyboard.model_dump_json(),
        "sound": request.sound,
        "note": request.note,
        "work": work_of(request),
    }


def job_of_row(row: Row) -> Job:
    """Return a job as it is in the database, which knows neither its place in line nor its progress."""
    state = JobState(row["state"])
    return Job(
        id=row["id"],
        request=JobRequest(
            owner=row["owner"],
            chat=row["chat"],
            photos=tuple(json.loads(row["photos"])),
            direction=Direction.model_validate_json(row["direction"]),
            options=RenderOptions(**json.loads(row["options"])),
            storyboard=None if row["storyboard"] is None else Storyboard.model_validate_json(row["storyboard"]),
            sound=row["sound"],
            note=row["note"],
        ),
        state=state,
        created_at=row["created_at"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        attempts=row["attempts"],
        failure=None if row["failure"] is None else Failure(row["failure"]),
        error=row["error"],
        error_code=None if row["error_code"] is None else ErrorCode(row["error_code"]),
        error_values=json.loads(row["error_values"]),
        result=row["result"],
        delivery=Delivery(row["delivery"]),
        receipt=row["receipt"],
        position=None,
        eta_s=None,
        stage=None,
        fraction=1.0 if state is JobState.DONE else 0.0,
    )


def clip_key(request: JobRequest) -> str:
    """Return the key of the clip that answers a request: the same for everything that gives the same film."""
    asked = {
        "photos": request.photos,
        "direction": request.direction.model_dump(mode="json", exclude=WORDING),
        "options": asdict(request.options),
    }
    if request.storyboard is not None:
        asked["storyboard"] = request.storyboard.model_dump(mode="json", exclude=WORDING)
    if request.sound:
        asked["sound"] = request.sound
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def row_of_clip(key: str, clip: Clip) -> dict[str, Any]:
    """Return a clip's row; its path follows from the key, its direction from the job."""
    return {
        "key": key,
        "container": clip.container,
        "form": clip.form,
        "width": clip.width,
        "height": clip.height,
        "fps": clip.fps,
        "frame_count": clip.frame_count,
        "size_bytes": clip.size_bytes,
        "poster_jpeg": clip.poster_jpeg,
        "advice": json.dumps([asdict(advice) for advice in clip.advice]),
    }


def clip_of_row(row: Row, path: Path, direction: Direction) -> Clip:
    """Return the clip of a row."""
    return Clip(
        path=path,
        container=row["container"],
        form=Form(row["form"]),
        width=row["width"],
        height=row["height"],
        fps=row["fps"],
        frame_count=row["frame_count"],
        size_bytes=row["size_bytes"],
        poster_jpeg=row["poster_jpeg"],
        direction=direction,
        advice=tuple(
            Advice(AdviceCode(advice["code"]), advice["sentence"], advice["face_index"])
            for advice in json.loads(row["advice"])
        ),
    )
