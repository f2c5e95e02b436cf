"""`reverie models`: fetch the perception models."""

import typer


def models() -> None:
    """Fetch the perception models into the model folder, or make sure that they are whole."""
    from bot.settings import load_settings
    from engine.perception.attention_graph import prepare

    store = load_settings().models
    fetched = store.fetch()
    prepare(store)
    typer.echo(f"{f'Fetched {len(fetched)} models' if fetched else 'All models are whole'} in {store.folder}")
