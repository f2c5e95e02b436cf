"""What people say to us rather than of the clip: thanks, yes and no, once more, go back, help.

The words are data (`replies/`). They mean this only where a text says nothing else, so that none of them takes a word
away from the vocabulary: "again" asks for another take, "again, but slower" changes the clip.
"""

from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from engine.language.languages import language_of
from engine.language.lexicon import Lexicon, Match, lexicon
from engine.language.table_file import read_tables
from engine.language.tokens import Token, tokenize
from engine.language.vocabularies import tables

Reply = Literal[
    "stop", "privacy", "help", "undo", "start_over", "again",
    "displeased", "refused", "pleased", "agreed", "greeted",
]  # fmt: skip
"""What is asked of the conversation, and what is said of the film; the first of several counts."""

_FOLDER = Path(__file__).parent / "replies"
_COMMON = "en"
_MOST_TOKENS = 24
_SAYS = frozenset({"reply", "reaction", "comment"})
_GOES_ALONG = frozenset({"plain", "degree", "join", "break"})


def reply(text: str, locale: str | None = None, *, of_film: bool = True) -> Reply | None:
    """Return what a text says to us if that is all it says, in any of the languages; None if it is for the clip.

    `of_film` says whether there is a film that it may be about: "❤️" and "nope" are opinions then, and otherwise wishes
    for a photo.
    """
    tokens = tokenize(text)
    if len(tokens) > _MOST_TOKENS:
        return None
    if tokens and all(token.text == "?" for token in tokens):
        return "help"
    for language in dict.fromkeys((language_of(tokens, locale), language_of((), locale))):
        said = _said(tokens, language, of_film=of_film)
        if said:
            return next(name for name in get_args(Reply) if name in said)
    return None


def _said(tokens: list[Token], language: str, *, of_film: bool) -> set[str]:
    """Return all that the tokens say to us; nothing if they say anything else."""
    replies, vocabulary = _replies(language), lexicon(language)
    if any(token.is_word and vocabulary.knows(token) and not replies.knows(token) for token in tokens):
        return set()  # lest a word of the vocabulary be taken for a slip of one of these
    matches = replies.matches(tokens)
    says = _SAYS if of_film else _SAYS - {"reaction"}
    if not all(match.sense.kind in says | _GOES_ALONG or _is_sign(match) for match in matches):
        return set()
    return {match.sense.value for match in matches if match.sense.kind in says}


def _is_sign(match: Match) -> bool:
    """Whether a match is an emoji that means nothing here: "perfect 🌞"."""
    return match.sense.kind == "unknown" and not match.text[0].isalnum()


@cache
def _replies(language: str) -> Lexicon:
    """Return a language's replies, among the words that may go along with them."""
    spoken = tables(language)
    rules: dict[str, Any] = {name: value for name, value in spoken.items() if not isinstance(value, dict)}
    along = {kind: spoken[kind] for kind in ("plain", "degree", "comment", "beyond")} | {
        "join": {"and": spoken["join"]["and"]}
    }
    own = read_tables(_FOLDER / f"{language}.toml")
    own["reply"]["start_over"] = spoken["edit"]["reset"]
    own["reply"]["undo"] += spoken["edit"]["undo"]
    # A phrase of both means what it says to us, since tables that come later win.
    return Lexicon({**rules, **along, **own}, None if language == _COMMON else _replies(_COMMON))
