"""`spe features`: what is measured."""

import click

from spe.commands._talk import echo_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def command(*, as_json: bool) -> None:
    """List what spe measures, with unit and range."""
    from spe.features import PHOTO_FEATURES  # noqa: PLC0415

    if as_json:
        echo_json([item.name for item in PHOTO_FEATURES])
        return
    for item in PHOTO_FEATURES:
        click.echo(item.name)
