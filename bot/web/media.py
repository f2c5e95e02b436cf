"""Films and photos for the page, each only to the visitor whose it is."""

import asyncio

from aiohttp import web

from bot.previews import preview_jpeg
from bot.web.access import owner_of
from engine.errors import PhotoError, UnknownJobError
from engine.jobs import JobQueue

_KEPT_BY_BROWSER = {"Cache-Control": "private, max-age=31536000, immutable"}


class Media:
    """The handlers of what is seen rather than read."""

    def __init__(self, queue: JobQueue) -> None:
        self._queue = queue

    async def film(self, request: web.Request) -> web.StreamResponse:
        """Serve a film, in parts where a browser asks for parts; `?download` saves it as a file."""
        job_id = request.match_info["job"]
        try:
            job = await self._queue.get(job_id)
            if job.request.owner != owner_of(request):
                raise web.HTTPNotFound
            clip = await self._queue.clip(job_id)
        except UnknownJobError as error:
            raise web.HTTPNotFound from error
        headers = {**_KEPT_BY_BROWSER, "Content-Type": f"video/{clip.container}"}
        if "download" in request.query:
            headers["Content-Disposition"] = f'attachment; filename="reverie-{job.id}.{clip.container}"'
        return web.FileResponse(clip.path, headers=headers)

    async def photo(self, request: web.Request) -> web.Response:
        """Serve a photo as every browser can show it, upright and small; never the bytes somebody uploaded."""
        key, owner = request.match_info["photo"], owner_of(request)
        kept = await self._queue.photos_in(owner)
        if not any(photo.key == key and photo.owner == owner for photo in kept):
            raise web.HTTPNotFound
        try:
            preview = await asyncio.to_thread(preview_jpeg, await self._queue.photo(key))
        except (UnknownJobError, PhotoError) as error:
            raise web.HTTPNotFound from error
        return web.Response(body=preview, content_type="image/jpeg", headers=_KEPT_BY_BROWSER)
