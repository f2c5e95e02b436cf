"""The `reverie` command, also `python -m bot`."""


def main() -> None:
    """Run the command line."""
    from bot.cli.app import app  # noqa: PLC0415 - importing this module does nothing

    app()


if __name__ == "__main__":
    main()
