"""`Places`: who speaks on Telegram, and where, in the words of the conversation."""

from telegram import Bot, CallbackQuery, Chat, MaybeInaccessibleMessage, Message, User

from bot.conversation import Place
from bot.telegram.addresses import Address, owner, reference
from bot.telegram.members import Members


class Places:
    """Makes the places of what arrives; whether somebody may administer a group is asked only where it matters."""

    def __init__(self, bot: Bot) -> None:
        self._members = Members(bot)

    async def of_message(self, message: Message, update_id: int, *, shown: Message, is_command: bool = False) -> Place:
        """Return the place of a message; `shown` is the one to answer, such as that with the photo that is meant."""
        speaker = message.sender_chat or message.from_user
        may_administer = is_command and await self._members.may_administer(message.chat, speaker)
        return _place(
            message, speaker or message.chat, message.from_user, reference(shown.message_id, update_id), may_administer
        )

    async def of_press(self, query: CallbackQuery, message: MaybeInaccessibleMessage, update_id: int) -> Place:
        """Return the place of a press; the answer replies to what the message with the button replied to."""
        former = message.reply_to_message if isinstance(message, Message) else None
        may_administer = await self._members.may_administer(message.chat, query.from_user)
        shown = reference((former or message).message_id, update_id)
        return _place(message, query.from_user, query.from_user, shown, may_administer)


def language(user: User | None) -> str:
    """Return the language of somebody's app."""
    return ((user.language_code if user else None) or "en").partition("-")[0].lower()


def _place(
    message: MaybeInaccessibleMessage, speaker: User | Chat, user: User | None, shown: str, may_administer: bool
) -> Place:
    # Outside of topics the field of the topic names a chain of replies.
    topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    address = Address(message.chat.id, topic)
    is_group = message.chat.type != message.chat.PRIVATE
    return Place(
        owner(speaker.id),
        address.chat,
        language(user),
        shown,
        is_group=is_group,
        is_public=is_group and bool(message.chat.username),
        may_administer=may_administer or not is_group,
    )
