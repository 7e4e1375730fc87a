"""Finding templates: `issuing/list.html` is `list.html` in the templates folder of the slice `issuing`."""

from collections.abc import Callable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound


class SliceTemplates(BaseLoader):
    """Looks templates up in the slice their name begins with."""

    def __init__(self) -> None:
        self._root = files("seikyu")

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 -- Jinja's signature
        template: str,
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The text of a template."""
        slice_, _, name = template.partition("/")
        source = self._root / slice_ / "templates" / name
        if not name or not source.is_file():
            raise TemplateNotFound(template)
        return source.read_text("utf-8"), str(source), None

    def list_templates(self) -> list[str]:
        """The names of all templates."""
        return sorted(
            f"{slice_.name}/{name}"
            for slice_ in self._root.iterdir()
            for name in _names(slice_ / "templates")
        )


def template_environment() -> Environment:
    """All templates, each compiled when it is first shown; a name that a template does not know is a bug.

    Compiling all of them takes a second, which a process that starts again should not keep people waiting.
    """
    return Environment(
        loader=SliceTemplates(),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _names(folder: Traversable) -> Iterator[str]:
    if folder.is_dir():
        yield from (entry.name for entry in folder.iterdir() if entry.name.endswith(".html"))
