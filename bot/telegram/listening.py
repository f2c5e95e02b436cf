"""`Listener`: what arrived becomes the conversation's events."""

import logging
from collections.abc import Sequence

from telegram import Bot, CallbackQuery, Message, User
from telegram.ext import ContextTypes

from bot.conversation import (
    AlbumReceived,
    ButtonPressed,
    Conversation,
    Event,
    PhotoReceived,
    Place,
    SentPhoto,
    SoundReceived,
    TextReceived,
)
from bot.conversation.actions import NotShownError, Say
from bot.signing import Signer
from bot.telegram.arrivals import Arrival
from bot.telegram.files import MAX_BYTES, Files, NotFetchedError, TooLargeError
from bot.telegram.front_end import TelegramFrontEnd
from bot.telegram.inbox import Inbox
from bot.telegram.messages import Sent
from bot.telegram.places import Places, language
from bot.telegram.reading import (
    Picture,
    Recording,
    Saying,
    answered,
    answers_another,
    picture,
    recording,
    saying,
    shows_clip,
    shows_something_else,
)
from bot.telegram.replays import Replays
from bot.telegram.sending import if_possible
from bot.wording import wording

_BYTES_A_MEGABYTE = 1_000_000
_LOG = logging.getLogger(__name__)


class Listener:
    """Hears what people write, send and press; an arrival is answered once, also after a crash."""

    def __init__(
        self,
        bot: Bot,
        me: User,
        *,
        conversation: Conversation,
        front_end: TelegramFrontEnd,
        inbox: Inbox,
        replays: Replays,
        signer: Signer,
    ) -> None:
        self._bot = bot
        self._me = me
        self._conversation = conversation
        self._front_end = front_end
        self._inbox = inbox
        self._replays = replays
        self._signer = signer
        self._files = Files(bot)
        self._places = Places(bot)

    async def hear(self, arrival: Arrival, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer what arrived, and forget it; only what a stop interrupts is kept for the next start."""
        first = arrival.updates[0]
        try:
            if first.callback_query is not None:
                await self._hear_press(first.callback_query, first.update_id)
            else:
                messages = [update.message for update in arrival.updates if update.message is not None]
                if messages:
                    await self._hear_messages(messages, first.update_id)
        except NotShownError as error:
            _LOG.warning("What arrived from Telegram is answered at the next start: %s", error)
            return
        except Exception:
            _LOG.exception("What arrived from Telegram could not be answered")
        for update in arrival.updates:
            await self._inbox.answered(update.update_id)

    async def _hear_press(self, query: CallbackQuery, update_id: int) -> None:
        data = self._signer.opened(query.data or "")
        message = query.message
        if data is None or message is None:
            told = wording(language(query.from_user))("telegram.old_button")
            await if_possible(query.answer(told))
            return
        await if_possible(query.answer())
        place = await self._places.of_press(query, message, update_id)
        await self._pass_on(ButtonPressed(place, data))

    async def _hear_messages(self, messages: Sequence[Message], update_id: int) -> None:
        """Answer a message, or those of an album."""
        first = messages[0]
        sayings = [said for message in messages if (said := saying(message, self._me)) is not None]
        speaker = first.from_user
        if len(sayings) < len(messages) or (speaker is not None and speaker.is_bot and first.sender_chat is None):
            return  # meant for another bot, or said by one
        told = next((said for said in sayings if said.text), sayings[0])
        pictures = [found for message in messages if (found := picture(message)) is not None]
        if pictures:
            await self._hear_photos(messages, sayings, update_id)
        elif told.is_addressed and told.directs and (sound := recording(first)):
            await self._hear_sound(first, told, sound, update_id)
        elif told.is_addressed and (former := answered(first)) and (found := picture(former)) and told.directs:
            place = await self._places.of_message(first, update_id, shown=former)
            if photo := await self._fetch(place, found):
                is_of_another = answers_another(first, self._me)
                await self._pass_on(PhotoReceived(place, photo, told.mood, is_of_another=is_of_another))
        elif told.is_addressed and told.text:
            is_command = bool(told.command)
            place = await self._places.of_message(first, update_id, shown=first, is_command=is_command)
            await self._pass_on(TextReceived(place, told.text, self._clip_meant(first)))
        elif told.is_addressed and shows_something_else(first):
            place = await self._places.of_message(first, update_id, shown=first)
            await self._tell(place, "telegram.only_photos")

    async def _hear_sound(self, message: Message, told: Saying, sound: Recording, update_id: int) -> None:
        """Answer a sound; the photo that it replies to goes along."""
        former = answered(message)
        found = picture(former) if former is not None else None
        place = await self._places.of_message(message, update_id, shown=former if former and found else message)
        content = await self._fetch(place, sound)
        if content is None:
            return
        photo = await self._fetch(place, found) if found is not None else None
        about = self._clip_meant(message)
        await self._pass_on(
            SoundReceived(place, content, sound.is_spoken, told.mood, about, comes_with_photos=photo is not None)
        )
        if photo is not None:
            is_of_another = answers_another(message, self._me)
            await self._pass_on(PhotoReceived(place, photo, told.mood, is_of_another=is_of_another))

    def _clip_meant(self, message: Message) -> str:
        """Return which clip a message answers, by its job or its receipt; empty for none."""
        former = answered(message)
        if former is None or not shows_clip(former, self._me):
            return ""
        return self._front_end.job_of(Sent(message.chat.id, former.message_id)) or str(former.message_id)

    async def _hear_photos(self, messages: Sequence[Message], sayings: Sequence[Saying], update_id: int) -> None:
        first, command = messages[0], next((said for said in sayings if not said.directs), None)
        place = await self._places.of_message(first, update_id, shown=first, is_command=command is not None)
        is_addressed = any(said.is_addressed for said in sayings)
        if not (is_addressed or await self._conversation.is_collecting(place)):
            return
        if command is not None and command.is_addressed:  # such as the beginning of a story
            await self._pass_on(TextReceived(place, command.text))
        photos: list[SentPhoto] = []
        for message, said in zip(messages, sayings, strict=True):
            found = picture(message)
            if found is not None and (content := await self._fetch(place, found)) is not None:
                photos.append(SentPhoto(content, said.mood))
            elif (sound := recording(message)) and (heard := await self._fetch(place, sound)):  # of a video among them
                await self._pass_on(SoundReceived(place, heard, sound.is_spoken, said.mood, comes_with_photos=True))
        if photos:
            await self._pass_on(_received(place, photos, is_addressed=is_addressed))

    async def _fetch(self, place: Place, found: Picture | Recording) -> bytes | None:
        """Return the file of a photo or a sound; where that cannot be, say so and return nothing."""
        try:
            return await self._files.fetch(found)
        except TooLargeError:
            await self._tell(place, "telegram.too_large", megabytes=MAX_BYTES // _BYTES_A_MEGABYTE)
        except NotFetchedError as error:
            _LOG.warning("A file could not be fetched: %s", error.__cause__)
            await self._tell(place, "telegram.photo_lost" if isinstance(found, Picture) else "sound.lost")
        return None

    async def _pass_on(self, event: Event) -> None:
        if not await self._replays.was_answered(event.place):
            await self._conversation.handle(event)

    async def _tell(self, place: Place, name: str, **values: object) -> None:
        await self._front_end.perform(place, Say(wording(place.language)(name, **values)))


def _received(place: Place, photos: Sequence[SentPhoto], *, is_addressed: bool) -> Event:
    if len(photos) == 1:
        return PhotoReceived(place, photos[0].content, photos[0].words, is_addressed)
    spoken = [photo.words for photo in photos if photo.words]
    if len(spoken) == 1:  # one caption stands under the whole album
        photos = [SentPhoto(photo.content) for photo in photos]
        return AlbumReceived(place, tuple(photos), spoken[0], is_addressed)
    return AlbumReceived(place, tuple(photos), "", is_addressed)
