"""Where Discord is: itself, or a proxy of it. The only place that changes discord.py's addresses."""

import discord
from yarl import URL

API_VERSION = 10
_API = f"https://discord.com/api/v{API_VERSION}"
_FILES = "https://cdn.discordapp.com"
_FILE_HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})


class Addresses:
    """The addresses below `root`, a proxy's, or Discord's own where that is `None`."""

    def __init__(self, root: str | None = None) -> None:
        self._root = None if root is None else URL(root.rstrip("/"))

    def use(self) -> None:
        """Have discord.py use them, in this whole process."""
        discord.http.Route.BASE = _API if self._root is None else f"{self._root}/api/v{API_VERSION}"
        discord.asset.Asset.BASE = _FILES if self._root is None else f"{self._root}/cdn"

    async def use_gateway(self, client: discord.Client) -> None:
        """Have discord.py open its WebSocket where Discord says; raises `discord.GatewayNotFound`."""
        _, gateway, _ = await client.http.get_bot_gateway()
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)

    def of_file(self, told: str) -> URL | None:
        """Return where to read a file that a message names; `None` for an address that is not Discord's.

        A message is written by strangers: nothing but Discord's own servers is ever asked for a file.
        """
        try:
            url = URL(told)
        except ValueError:
            return None
        if self._root is not None and url.absolute and url.origin() == self._root.origin():
            return url
        if not _is_file_of_discord(url):
            return None
        return url if self._root is None else URL(f"{self._root}/cdn{url.raw_path_qs}", encoded=True)


def _is_file_of_discord(url: URL) -> bool:
    return url.scheme == "https" and url.host in _FILE_HOSTS and url.explicit_port is None
