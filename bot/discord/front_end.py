"""`DiscordFrontEnd`: shows the conversation's actions in Discord."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

import discord

from bot.conversation.actions import (
    AcknowledgePhoto,
    Action,
    AnnounceClip,
    Ask,
    ForgetEverything,
    NotShownError,
    Say,
    SendClip,
    ShowEnding,
    ShowProgress,
)
from bot.conversation.events import Place
from bot.discord.channels import Channels
from bot.discord.outbox import Outbox, Standing
from bot.discord.progress import ProgressMessage
from bot.discord.sending import is_refused
from bot.discord.showing import Draft, Shown, draft
from bot.discord.traces import Traces
from bot.discord.turns import TooLateError, Turn
from bot.previews import preview_jpeg
from bot.wording import wording
from engine.errors import EncodingError

_NONCES: dict[type[Shown], str] = {SendClip: "clip", ShowEnding: "end"}
"""What Discord recognises a repeated message by, before the job's id."""
_LOG = logging.getLogger(__name__)


class DiscordFrontEnd:
    """The interactions that can still be answered, the progress that is shown, and the channels."""

    def __init__(self, outbox: Outbox, traces: Traces, photo: Callable[[str], Awaitable[bytes]]) -> None:
        """`photo` returns a photo by its key in the queue's store."""
        self._outbox = outbox
        self._traces = traces
        self._photo = photo
        self._channels: Channels | None = None
        self._turns: dict[str, Turn] = {}
        """By reference, oldest first."""
        self._progress: dict[str, ProgressMessage] = {}
        """By job."""

    def reach(self, client: discord.Client) -> None:
        """Write through this client, which has logged in, from now on."""
        self._channels = Channels(client, self._outbox)

    def answer(self, turn: Turn) -> None:
        """Answer in this turn whatever refers to it."""
        self._turns = {reference: former for reference, former in self._turns.items() if not former.is_over}
        self._turns[turn.reference] = turn

    async def close(self) -> None:
        """End what shows progress."""
        for message in list(self._progress.values()):
            await message.close()

    async def perform(self, place: Place, action: Action) -> str:
        """Show an action; the receipt is the id of its message, empty where nobody can be reached any more.

        Raises `NotShownError` when nothing arrived for certain, and discord.py's errors.
        """
        match action:
            case AcknowledgePhoto() | AnnounceClip():
                return ""  # the answer that is under way says so
            case ForgetEverything():
                await self._forget(place.owner)
                return ""
            case ShowProgress():
                looks = draft(action, wording(place.language))
                self._progress_at(place, action.job_id).tell(action, looks)
                return ""
            case Say() | Ask() | ShowEnding() | SendClip():
                try:
                    return await self._show_for_good(place, action)
                except discord.HTTPException as error:
                    if not is_refused(error):
                        raise
                    _LOG.warning("Nobody can be told in %s, not even alone: %s", place.chat, error)
                    return ""
            case _:
                raise TypeError(f"Discord cannot show {action}.")

    async def tell_alone(self, owner: str, text: str) -> None:
        """Say something to one person in a direct chat; raises as `perform` does."""
        place = Place(owner, owner)
        say = wording(place.language)
        await self._reached_channels().send_directly(place, draft(Say(text), say), say)

    async def _show_for_good(self, place: Place, action: Say | Ask | ShowEnding | SendClip) -> str:
        if isinstance(action, ShowEnding | SendClip):
            return await self._end(place, action)
        return (await self._show(place, action)).message_id

    def _progress_at(self, place: Place, job_id: str) -> ProgressMessage:
        if job_id not in self._progress:

            async def show(progress: ShowProgress) -> Standing:
                return await self._show(place, progress)

            async def change(standing: Standing, looks: Draft) -> None:
                await self._outbox.change(standing, looks, wording(place.language))

            self._progress[job_id] = ProgressMessage(place, show, change)
        return self._progress[job_id]

    async def _end(self, place: Place, ending: SendClip | ShowEnding) -> str:
        """Show how a job ended."""
        progress = self._progress.get(ending.job_id)
        former = None if progress is None else await progress.close()
        try:
            standing = await self._end_in(former, place, ending)
        except EncodingError:
            _LOG.exception("Discord takes no film as large as that of job %s", ending.job_id)
            told = wording(place.language)("fault.memory")
            standing = await self._end_in(former, place, ShowEnding(ending.job_id, ending.photo, told, ()))
        self._progress.pop(ending.job_id, None)
        if isinstance(ending, SendClip):
            await self._traces.add(place.owner, standing.channel_id, standing.message_id)
        return standing.message_id

    async def _end_in(self, former: Standing | None, place: Place, ending: SendClip | ShowEnding) -> Standing:
        """Put an ending in the place of its progress, or in a message of its own where that is gone."""
        if former is not None:
            try:
                say = wording(place.language)
                await self._outbox.change(former, draft(ending, say), say)
                return former
            except discord.HTTPException as error:
                if not is_refused(error):
                    raise
        return await self._show(place, ending)

    async def _show(self, place: Place, action: Shown) -> Standing:
        say = wording(place.language)
        looks = await self._with_photo(draft(action, say), action)
        turn = self._turns.get(place.message)
        if turn is not None:
            try:
                return await turn.show(action, looks, say)
            except TooLateError:
                _LOG.debug("An interaction was answered too late; another message is the answer")
        channels = self._reached_channels()
        if turn is not None and turn.is_private:
            return await channels.send_directly(place, looks, say)
        nonce = f"{_NONCES[type(action)]}-{action.job_id}" if isinstance(action, SendClip | ShowEnding) else None
        return await channels.send(place, looks, say, nonce=nonce)

    async def _with_photo(self, looks: Draft, action: Shown) -> Draft:
        """Return a draft with the photo that a question is about."""
        if not (isinstance(action, Ask) and action.photo):
            return looks
        return replace(looks, picture=await asyncio.to_thread(preview_jpeg, await self._photo(action.photo)))

    async def _forget(self, owner: str) -> None:
        """Delete the films that were shown to somebody, and what still shows how far one is."""
        channels = self._reached_channels()
        stale = [(job_id, message) for job_id, message in self._progress.items() if message.place.owner == owner]
        for job_id, message in stale:
            del self._progress[job_id]
            if standing := await message.close():
                await channels.delete(standing.channel_id, int(standing.message_id))
        for channel_id, message_id in await self._traces.take(owner):
            await channels.delete(channel_id, message_id)

    def _reached_channels(self) -> Channels:
        if self._channels is None:
            raise NotShownError("Discord has not been reached yet.")
        return self._channels
