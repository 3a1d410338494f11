"""The pages of this folder, filled in with a language's words."""

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


def template(name: str) -> Template:
    """A page by its file's name; all that is put into it is escaped."""
    environment = Environment(
        loader=PackageLoader("spe.likes", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)
