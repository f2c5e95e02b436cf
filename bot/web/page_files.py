"""The page: its files, and its texts in the visitor's language."""

import html
import json
from pathlib import Path
from string import Template

from aiohttp import web

from bot.wording import LANGUAGES, Wording, wording

_FOLDER = Path(__file__).parent / "page"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FILES = {path.name: path for path in _FOLDER.iterdir() if path.suffix in _TYPES}
_HIGHEST_QUALITY = 1.0
LANGUAGE_COOKIE = "reverie_language"


def language_of(request: web.Request) -> str:
    """Return the language that the visitor chose, else the first of the browser that Reverie speaks, else English."""
    if (chosen := request.cookies.get(LANGUAGE_COOKIE, "")) in LANGUAGES:
        return chosen
    wished = []
    for part in request.headers.get("Accept-Language", "").split(","):
        name, _, quality = part.strip().partition(";q=")
        try:
            wished.append((-float(quality or _HIGHEST_QUALITY), name[:2].lower()))
        except ValueError:
            continue
    return next((name for _, name in sorted(wished, key=lambda wish: wish[0]) if name in LANGUAGES), "en")


def page(name: str, request: web.Request, **values: str) -> web.Response:
    """Return one of the pages with its texts put in."""
    say = wording(language_of(request))
    template = Template((_FOLDER / f"{name}.html").read_text(encoding="utf-8"))
    texts = {key: html.escape(text) for key, text in {**say.table("page"), **values}.items()}
    body = template.substitute(
        texts,
        language=say.language,
        direction=say.direction,
        language_label=texts["language"],
        languages_list=_languages(say, request.cookies.get(LANGUAGE_COOKIE, "")),
        words=html.escape(_words_for_scripts(say)),
        moods_list=_moods(say),
    )
    return web.Response(text=body, content_type="text/html", headers={"Cache-Control": "no-cache"})


def text(request: web.Request, name: str) -> str:
    """Return a sentence in the visitor's language."""
    return wording(language_of(request))(name)


async def file(request: web.Request) -> web.StreamResponse:
    """Serve one of the page's own files."""
    path = _FILES.get(request.match_info["name"])
    if path is None:
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={"Content-Type": _TYPES[path.suffix], "Cache-Control": "no-cache"})


def _words_for_scripts(say: Wording) -> str:
    return json.dumps(say.table("page"))


def _moods(say: Wording) -> str:
    """Return the moods to begin with as buttons."""
    return "\n".join(
        f'<li><button type="button" class="mood">{html.escape(label)}</button></li>'
        for label in say.table("mood").values()
    )


def _languages(say: Wording, chosen: str) -> str:
    """Return every language by its own name as an option, after the browser's."""
    names = {"": say("page.language_auto"), **{code: wording(code)("language.name") for code in LANGUAGES}}
    return "\n".join(
        f'<option value="{code}"{" selected" if code == chosen else ""}>{html.escape(name)}</option>'
        for code, name in names.items()
    )
