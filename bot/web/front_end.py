"""`WebFrontEnd`: shows the conversation's actions as entries of the page, to every open window of a visitor."""

import logging
import secrets
from collections import defaultdict
from typing import Any

from aiohttp import ClientConnectionResetError, web

from bot.conversation.actions import (
    AcknowledgePhoto,
    Action,
    AnnounceClip,
    Ask,
    ForgetEverything,
    NotShownError,
    Rows,
    Say,
    SendClip,
    ShowEnding,
    ShowProgress,
)
from bot.conversation.events import Place
from bot.web.transcript import Entry, Transcript
from engine.errors import StoreError

NAME = "web"
"""What the web's chats begin with."""
_LOG = logging.getLogger(__name__)


class WebFrontEnd:
    """The open windows and what is shown in them."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._windows: defaultdict[str, set[web.WebSocketResponse]] = defaultdict(set)
        self._under_way: set[str] = set()
        """Jobs whose progress stands in the transcript; what follows the first is only shown, not kept."""

    def opened(self, chat: str, window: web.WebSocketResponse) -> None:
        """Show what happens in a chat to one more window."""
        self._windows[chat].add(window)

    def closed(self, chat: str, window: web.WebSocketResponse) -> None:
        """Show nothing more to a window."""
        self._windows[chat].discard(window)
        if not self._windows[chat]:
            del self._windows[chat]

    async def close(self) -> None:
        """Close all windows."""
        for window in [window for windows in self._windows.values() for window in windows]:
            await window.close()

    async def perform(self, place: Place, action: Action) -> str:
        """Show an action in the page; the receipt is its entry's key."""
        if isinstance(action, ForgetEverything):
            await self._transcript.forget(place.chat)
            await self._send(place.chat, {"type": "cleared"})
            return ""
        if isinstance(action, AnnounceClip):
            return ""  # what shows the progress says so
        entry = _entry(action)
        key = str(entry["key"])
        is_transient = isinstance(action, Say) and not action.is_kept
        if not (is_transient or (isinstance(action, ShowProgress) and key in self._under_way)):
            await self._keep(place.chat, entry, is_owed=isinstance(action, SendClip | ShowEnding))
        if isinstance(action, ShowProgress):
            self._under_way.add(key)
        else:
            self._under_way.discard(key)
        await self._send(place.chat, {"type": "entry", "entry": entry})
        return key

    async def _keep(self, chat: str, entry: Entry, *, is_owed: bool) -> None:
        """Put an entry into the transcript; on a full disk, what is not owed is only shown."""
        try:
            await self._transcript.put(chat, entry)
        except StoreError as error:
            if is_owed:
                raise NotShownError(str(error)) from error
            _LOG.error("%s", error)

    async def show_words(self, place: Place, words: str) -> None:
        """Show what the visitor wrote."""
        entry = {"key": _new_key(), "kind": "words", "text": words}
        await self._keep(place.chat, entry, is_owed=False)
        await self._send(place.chat, {"type": "entry", "entry": entry})

    async def _send(self, chat: str, message: dict[str, Any]) -> None:
        for window in list(self._windows.get(chat, ())):
            try:
                await window.send_json(message)
            except ClientConnectionResetError:
                continue  # it is closing; the page reads the transcript when it comes back


def _new_key() -> str:
    return secrets.token_hex(8)


def _entry(action: Action) -> Entry:
    """Return what the page shows of an action."""
    match action:
        case AcknowledgePhoto(photo, words, album):
            photos = [_photo_url(key) for key in album or (photo,)]
            return {"key": _new_key(), "kind": "photos", "photos": photos, "text": words}
        case Say(text, is_kept):
            return {"key": _new_key(), "kind": "say" if is_kept else "passing", "text": text}
        case Ask(text, rows, photo):
            shown = _photo_url(photo) if photo else ""
            return {"key": _new_key(), "kind": "ask", "text": text, "photo": shown, "rows": _rows(rows)}
        case ShowProgress():
            return {
                "key": action.job_id,
                "kind": "progress",
                "photo": _photo_url(action.photo),
                "title": action.title,
                "text": action.status,
                "fraction": action.fraction,
                "rows": _rows(action.rows),
            }
        case ShowEnding():
            return {"key": action.job_id, "kind": "ending", "text": action.text, "rows": _rows(action.rows)}
        case SendClip():
            return {
                "key": action.job_id,
                "kind": "clip",
                "film": f"/films/{action.job_id}.mp4",
                "width": action.clip.width,
                "height": action.clip.height,
                "form": action.clip.form,
                "sound": action.has_sound,
                "title": action.title,
                "notes": list(action.notes),
                "rows": _rows(action.rows),
            }
        case _:
            raise TypeError(f"The page cannot show {action}.")


def _photo_url(key: str) -> str:
    return f"/photos/{key}.jpg"


def _rows(rows: Rows) -> list[list[dict[str, str]]]:
    return [[{"label": button.label, "data": button.data} for button in row] for row in rows]
