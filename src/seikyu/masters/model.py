"""What one kind of master is: its fields, by which of them it is found, and what it refers to."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias
from uuid import UUID

from seikyu.wire.batch import RESPONSE_TYPES
from seikyu.wire.faults import Language
from seikyu.wire.fields import Field, Record, Rule, array, choice, text, whole
from seikyu.wire.moments import SINCE
from seikyu.wire.values import Node

SEPARATOR = "\x1f"
"""Stands between the parts of a key; no text that is read can hold it."""

Key: TypeAlias = str
"""The values of the key fields, joined."""

RESPONSE_TYPE = choice("response_type", "レスポンス形式", RESPONSE_TYPES, note="省略時はjson")
DELETES = "1"
DELETE = choice(
    "delete_flg",
    "削除フラグ",
    {"0": "削除しない", DELETES: "削除する"},
    note="1はマスタを削除する。使用中は不可",
    added=True,
)
DELETED = choice("delete_flg", "削除フラグ", {"0": "登録中", "1": "削除済"}, added=True)
UPDATED_AT = text("updated_at", "更新日時", 19, note="yyyy-MM-dd HH:mm:ss (JST)", added=True)
OUTCOMES = {"registered": "登録", "updated": "更新", "deleted": "削除"}
OUTCOME = choice("outcome", "処理内容", OUTCOMES, added=True)
INDEX = whole("index", "リクエスト内の位置", 9, 0, note="0から", added=True)
PAGING = (
    choice("response_type", "レスポンス形式", RESPONSE_TYPES, note="省略時はAcceptに従う"),
    whole("page_no", "ページ番号", 9, 1, note="1ページ100件。省略時は1"),
    text(SINCE, "更新日時", 19, note="yyyy-MM-dd HH:mm:ss (JST) 以降。削除済も含む", added=True),
)


Doubts: TypeAlias = Callable[[Node, Language], Iterator[tuple[str, str]]]
"""What looks wrong about a master and is taken all the same: names of fields and sentences."""


def no_doubts(_master: Node, _language: Language) -> Iterator[tuple[str, str]]:
    """Of most kinds nothing is doubted."""
    return iter(())


@dataclass(frozen=True)
class Reference:
    """Fields that must name a master of another kind where they are given, in the order of its key."""

    fields: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Kind:
    """One kind of master. `name` is its word on the wire (an array's) and in paths.

    `rules` are about what was given; `checks` about the master as it will stand, so that an update which
    leaves values out is held to them too. `columns` are shown in lists, all fields where none are named.
    `updates` opens `PUT`, which registers nothing. `sections` part the form: from a field on it is under
    another heading, given as the path of a word.
    """

    name: str
    record_name: str
    label: str
    keys: tuple[str, ...]
    title: str
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    refers: tuple[Reference, ...] = field(default=())
    checks: tuple[Rule, ...] = ()
    doubts: Doubts = no_doubts
    columns: tuple[str, ...] = ()
    updates: bool = False
    sections: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def element(self) -> Record:
        """One master in a request."""
        return Record(f"{self.record_name}Master", self.label, (*self.fields, DELETE), self.rules)

    @cached_property
    def request(self) -> Record:
        """The body that registers, updates and deletes."""
        masters = array(self.name, self.label, self.element, mark="○")
        return Record(f"{self.record_name}Request", f"{self.label}登録・更新・削除", (RESPONSE_TYPE, masters))

    @cached_property
    def asked(self) -> Record:
        """The query of a list: the key's fields, and a part of the name."""
        searched = [field for field in self.fields if field.name in {*self.keys, self.title}]
        return Record(f"{self.record_name}ListRequest", f"{self.label}取得", (*PAGING, *map(_free, searched)))

    @cached_property
    def listed(self) -> Record:
        """One master in a list."""
        return Record(
            f"Listed{self.record_name}", self.label, (*map(_free, self.fields), DELETED, UPDATED_AT)
        )

    @cached_property
    def kept(self) -> Record:
        """What became of one master of a request."""
        keys = [_free(field) for field in self.fields if field.name in self.keys]
        return Record(f"Kept{self.record_name}", "処理結果", (INDEX, OUTCOME, *keys))

    @cached_property
    def shown(self) -> tuple[Field, ...]:
        """The fields that lists show."""
        return tuple(field for field in self.fields if not self.columns or field.name in self.columns)

    def key_of(self, values: Mapping[str, object]) -> Key | None:
        """The key of a master, if all of its parts are given."""
        parts = [values.get(name) for name in self.keys]
        return None if None in parts else joined(parts)


@dataclass(frozen=True, slots=True)
class Master:
    """A master as it is kept: its fields by their wire names."""

    master_id: UUID
    fields: Node


def joined(parts: Collection[object]) -> Key:
    """A key out of its parts."""
    return SEPARATOR.join(str(part) for part in parts)


def parted(key: Key) -> list[str]:
    """The parts of a key."""
    return key.split(SEPARATOR)


def _free(field: Field) -> Field:
    return Field(field.name, field.label, field.kind, added=field.added)
