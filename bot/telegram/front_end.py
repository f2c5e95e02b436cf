"""`TelegramFrontEnd`: shows the conversation's actions as messages."""

import asyncio
import logging

from telegram import Bot, InputFile, Message, ReactionTypeEmoji
from telegram.error import BadRequest

from bot.conversation.actions import (
    AcknowledgePhoto,
    Action,
    AnnounceClip,
    Ask,
    ForgetEverything,
    Rows,
    Say,
    SendClip,
    ShowEnding,
    ShowProgress,
)
from bot.conversation.events import Place
from bot.fitted_films import FittedFilms
from bot.previews import preview_jpeg
from bot.signing import Signer
from bot.telegram import films
from bot.telegram.addresses import Address
from bot.telegram.markup import MAX_CAPTION, MAX_TEXT, keyboard, shortened
from bot.telegram.messages import Messages, Sent
from bot.telegram.progress import Progress, replying
from bot.telegram.sending import Moved, NobodyThereError, if_possible, once, patiently
from bot.wording import wording
from engine.errors import EncodingError, StoreError
from engine.jobs import JobQueue

_SEEN = ReactionTypeEmoji("👀")
_CLIPS_AT_HAND = 100
_LOG = logging.getLogger(__name__)


class TelegramFrontEnd:
    """The bot as the conversation sees it."""

    def __init__(self, bot: Bot, messages: Messages, queue: JobQueue, signer: Signer, fitted: FittedFilms) -> None:
        self._bot = bot
        self._messages = messages
        self._queue = queue
        self._signer = signer
        self._fitted = fitted
        self._moved = Moved()
        self._progress = Progress(bot, messages, self._moved, signer)
        self._clips: dict[Sent, str] = {}
        """The jobs of the latest clips: somebody may answer one before its delivery is recorded."""

    def job_of(self, sent: Sent) -> str | None:
        """Return which job a clip of late shows."""
        return self._clips.get(sent)

    async def close(self) -> None:
        """End what shows progress."""
        await self._progress.close()

    async def perform(self, place: Place, action: Action) -> str:
        """Show an action; the receipt is its message's id, empty where nobody is left to see one."""
        try:
            return await self._perform(place, action)
        except NobodyThereError as error:
            _LOG.info("Nobody is there any more in %s: %s", place.chat, error)
            return ""

    async def _perform(self, place: Place, action: Action) -> str:
        match action:
            case ShowProgress():
                self._progress.show(place, action)
            case AcknowledgePhoto():
                await self._acknowledge(Address.of(place))
            case AnnounceClip(form):
                await if_possible(films.announce(self._bot, Address.of(place), form))
            case Say(text):
                address = Address.of(place)
                return await self._write(address if address.is_group else address.alone, text)
            case Ask(photo=""):
                return await self._write(Address.of(place), action.text, action.rows)
            case Ask():
                return await self._show_photo(Address.of(place), action)
            case ShowEnding():
                return await self._end(place, action)
            case SendClip():
                return await self._send(place, action)
            case ForgetEverything():
                await self._forget(place.owner)
            case _:
                raise TypeError(f"Telegram cannot show {action}.")
        return ""

    async def _acknowledge(self, address: Address) -> None:
        if address.message_id is not None:
            await if_possible(self._bot.set_message_reaction(address.chat_id, address.message_id, _SEEN))

    async def _write(self, address: Address, text: str, rows: Rows = ()) -> str:
        async def send(where: Address) -> Message:
            return await self._bot.send_message(
                where.chat_id,
                shortened(text, MAX_TEXT),
                message_thread_id=where.topic_id,
                reply_parameters=replying(where),
                reply_markup=keyboard(rows, self._signer),
            )

        return str((await patiently(address, self._moved, send)).message_id)

    async def _show_photo(self, address: Address, question: Ask) -> str:
        content = await asyncio.to_thread(preview_jpeg, await self._queue.photo(question.photo))

        async def send(where: Address) -> Message:
            return await self._bot.send_photo(
                where.chat_id,
                InputFile(content, filename="photo.jpg"),
                caption=shortened(question.text, MAX_CAPTION),
                message_thread_id=where.topic_id,
                reply_parameters=replying(where),
                reply_markup=keyboard(question.rows, self._signer),
            )

        return str((await patiently(address, self._moved, send)).message_id)

    async def _end(self, place: Place, ending: ShowEnding) -> str:
        """Put an ending in the place of its progress, or in a message of its own."""
        former = await self._progress.end(ending.job_id)
        if former is None:
            return await self._write(Address.of(place), ending.text, ending.rows)
        markup = keyboard(ending.rows, self._signer)
        await self._progress.turn(place)

        async def edit(_where: Address) -> Message | bool:
            return await self._bot.edit_message_text(
                shortened(ending.text, MAX_TEXT), former.chat_id, former.message_id, reply_markup=markup
            )

        try:
            await patiently(Address(former.chat_id), self._moved, edit)
        except BadRequest as error:  # somebody deleted it
            _LOG.debug("The progress is not there any more: %s", error)
            return await self._write(Address.of(place), ending.text, ending.rows)
        finally:
            await self._messages.remove(former)
        return str(former.message_id)

    async def _send(self, place: Place, action: SendClip) -> str:
        """Send a clip once, and take its progress away."""
        address, say = Address.of(place), wording(place.language)
        try:
            async with films.readable(action, keyboard(action.rows, self._signer), say, self._fitted) as film:
                message = await once(address, self._moved, lambda where: films.send(self._bot, where, film))
        except (BadRequest, EncodingError) as error:
            _LOG.warning("Telegram does not take the clip of job %s: %s", action.job_id, error)
            told = say("telegram.refused" if isinstance(error, BadRequest) else "fault.memory")
            return await self._end(place, ShowEnding(action.job_id, action.photo, told, ()))
        sent = Sent(message.chat_id, message.message_id)
        self._clips = {**dict(list(self._clips.items())[-_CLIPS_AT_HAND:]), sent: action.job_id}
        try:  # from here on nothing may fail: the clip has arrived
            await self._messages.add(sent, owner=place.owner, job_id=action.job_id)
            await self._take_progress_away(action.job_id)
        except StoreError as error:
            _LOG.error("%s", error)
        return str(sent.message_id)

    async def _take_progress_away(self, job_id: str) -> None:
        if former := await self._progress.end(job_id):
            await self._messages.remove(former)
            await if_possible(self._bot.delete_message(former.chat_id, former.message_id))

    async def _forget(self, owner: str) -> None:
        """Delete what was shown to somebody, as far as Telegram lets a bot delete: two days back."""
        await self._progress.forget(owner)
        for sent in await self._messages.forget(owner):
            await if_possible(self._bot.delete_message(sent.chat_id, sent.message_id))
