"""A `Sheet` as one file of HTML."""

from importlib import resources

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from bot.core.report.layout import Sheet
from bot.edges.report.plots import svg


def page(sheet: Sheet) -> str:
    """The whole page. What people typed is text on it, never markup."""
    source = resources.files(__package__).joinpath("report.html.jinja").read_text(encoding="utf-8")
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(source)
    pictures = {
        section.id: Markup(svg(section.picture.chart, section.id))  # noqa: S704 - matplotlib escapes the texts in it
        for section in sheet.sections
        if section.picture
    }
    return template.render(sheet=sheet, pictures=pictures) + "\n"
