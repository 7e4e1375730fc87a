"""A browser without scripts: forms as they are shown, filled in and sent by one of their buttons."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from lxml import html

from tests.house.cast import PASSWORD, Party
from tests.house.doors import Doors


@dataclass
class Shown:
    """A page and the form on it that is worked with."""

    answer: httpx.Response
    tree: Any

    @property
    def path(self) -> str:
        return self.answer.url.path

    def fields(self, form: str = "//form[@id='editor']") -> tuple[str, dict[str, list[str]]]:
        """Where the form goes, and what a browser would send of it."""
        [found] = self.tree.xpath(form)
        sent: dict[str, list[str]] = {}
        for element in found.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
            name = element.get("name")
            if element.tag == "select":
                chosen = element.xpath("./option[@selected]") or element.xpath("./option")[:1]
                values = [option.get("value") for option in chosen]
            elif element.tag == "textarea":
                values = [element.text or ""]
            elif element.get("type") == "checkbox":
                values = [element.get("value")] if element.get("checked") is not None else []
            else:
                values = [element.get("value") or ""]
            if values:
                sent.setdefault(name, []).extend(values)
        return found.get("action"), sent

    def problem(self, name: str) -> str:
        """What stands beside an input."""
        [found] = self.tree.xpath(f"//*[@id='{name}-problem']")
        text: str = found.text_content()
        return text

    def value(self, name: str) -> str:
        found: str = self.tree.xpath(f"//*[@name='{name}']/@value")[0]
        return found

    @property
    def text(self) -> str:
        found: str = self.tree.text_content()
        return found


class Screen:
    """Somebody who has logged in."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def get(self, path: str) -> Shown:
        return _shown(await self.http.get(path, follow_redirects=True))

    async def send(self, shown: Shown, do: str, **changes: Any) -> Shown:
        """Change inputs of the editor, by their names, and press one of its buttons."""
        return await self.post(*filled(shown, do, **changes))

    async def post(self, path: str, fields: dict[str, Any]) -> Shown:
        return _shown(await self.http.post(path, data=fields, follow_redirects=True))

    async def press(self, shown: Shown) -> Shown:
        """The button of the page that stands before issuing or deleting."""
        path, fields = shown.fields("//main//form[contains(@class, 'decide')]")
        return await self.post(path, fields)


def filled(shown: Shown, do: str, **changes: Any) -> tuple[str, dict[str, Any]]:
    """Where the editor's form goes and what is sent."""
    path, fields = shown.fields()
    given: dict[str, Any] = {**fields, **changes, "do": do}
    return path, {name: value for name, value in given.items() if value is not None}


@asynccontextmanager
async def log_in(doors: Doors, party: Party) -> AsyncIterator[Screen]:
    async with httpx.AsyncClient(base_url=doors.settings.base_url, timeout=30) as http:
        answer = await http.post("/login", data={"pfid": party.user.pfid, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        yield Screen(http)


def _shown(answer: httpx.Response) -> Shown:
    return Shown(answer, html.fromstring(answer.content))
