"""Templates are compiled when they are first shown: that all of them can be is found out here."""

from seikyu.ui.templates import template_environment


def test_every_template_compiles() -> None:
    environment = template_environment()
    names = environment.list_templates()
    assert "ui/layout.html" in names
    for name in names:
        environment.get_template(name)
