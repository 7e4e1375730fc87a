"""The masters of a batch as they change: what is undone is as if it had never been."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from seikyu.partners.ledger import PUBLISHER_CODE, TRANSFER_CODE, Book
from seikyu.partners.model import BANK_FIELDS, BANK_KEY, Fields, Master, merged

IDS = [UUID(int=n) for n in range(1, 9)]
CODES = st.sampled_from([None, "A", "B", "C"])
FIELDS: Fields = {"transfer_code": None, "fncl_inst_code": None, "branch_code": None, "account_num": None}


@st.composite
def banks(draw: st.DrawFn) -> Fields:
    return {name: draw(CODES) for name in FIELDS}


CHANGES = st.lists(st.tuples(st.sampled_from(IDS), st.one_of(st.none(), banks())), max_size=12)
LOADED = st.dictionaries(st.sampled_from(IDS), banks(), max_size=5)


def book_of(loaded: dict[UUID, Fields]) -> Book:
    masters = [Master(key, fields) for key, fields in loaded.items()]
    return Book(masters, (TRANSFER_CODE, BANK_KEY))


def change(book: Book, changes: list[tuple[UUID, Fields | None]]) -> None:
    for key, fields in changes:
        if fields is not None:
            book.put(key, fields)
        elif book.get(key) is not None:
            book.remove(key)


def seen(book: Book) -> tuple[object, ...]:
    """All that can be asked of a book."""
    fields = [{**FIELDS, "transfer_code": code} for code in ("A", "B", "C")]
    keys = [
        {**FIELDS, "fncl_inst_code": a, "branch_code": b, "account_num": c}
        for a in ("A", "B")
        for b in ("A", "C")
        for c in ("B", "C")
    ]
    return (
        [book.get(key) for key in IDS],
        [sorted(book.find(TRANSFER_CODE, one)) for one in fields],
        [sorted(book.find(BANK_KEY, one)) for one in keys],
        sorted(book.registered, key=lambda master: master.master_id),
        book.updated,
        book.deleted,
    )


@given(LOADED, CHANGES, CHANGES)
def test_going_back_restores_all_that_can_be_asked(
    loaded: dict[UUID, Fields],
    kept: list[tuple[UUID, Fields | None]],
    undone: list[tuple[UUID, Fields | None]],
) -> None:
    book = book_of(loaded)
    change(book, kept)
    before, mark = seen(book), book.mark()
    change(book, undone)
    book.go_back(mark)
    assert seen(book) == before


@given(LOADED, CHANGES)
def test_what_is_to_be_stored_leads_from_what_was_loaded_to_what_is_known(
    loaded: dict[UUID, Fields], changes: list[tuple[UUID, Fields | None]]
) -> None:
    book = book_of(loaded)
    change(book, changes)
    stored = {key: fields for key, fields in loaded.items() if key not in book.deleted}
    stored |= {master.master_id: master.fields for master in (*book.registered, *book.updated)}
    known = {key: fields for key in IDS if (fields := book.get(key)) is not None}
    assert stored == known
    assert all(loaded[master.master_id] != master.fields for master in book.updated)
    assert not {master.master_id for master in book.registered} & loaded.keys()


@given(LOADED, CHANGES)
def test_a_key_finds_exactly_the_masters_that_carry_it(
    loaded: dict[UUID, Fields], changes: list[tuple[UUID, Fields | None]]
) -> None:
    book = book_of(loaded)
    change(book, changes)
    for key in IDS:
        fields = book.get(key)
        if fields is None:
            continue
        for names in (TRANSFER_CODE, BANK_KEY):
            values = [fields[name] for name in names]
            alike = [
                other
                for other in IDS
                if (theirs := book.get(other)) is not None and [theirs[name] for name in names] == values
            ]
            assert sorted(book.find(names, fields)) == ([] if None in values else alike)


@given(banks(), banks())
def test_laying_over_keeps_what_is_left_out(known: Fields, over: Fields) -> None:
    after = merged(known, over)
    assert after.keys() == known.keys()
    assert all(after[name] == (known[name] if over[name] is None else over[name]) for name in known)
    assert merged(after, over) == after


def test_the_same_again_changes_nothing() -> None:
    fields = dict.fromkeys(BANK_FIELDS, "x")
    book = Book([Master(IDS[0], {**fields})], (TRANSFER_CODE, BANK_KEY))
    book.put(IDS[0], {**fields})
    assert not book.changed
    book.put(IDS[0], {**fields, "depositor_name": "y"})
    book.put(IDS[0], {**fields})
    assert book.updated == []


def test_a_code_that_several_carry_finds_all_of_them() -> None:
    twice: Fields = {"publisher_mng_num": "P"}
    book = Book([Master(IDS[0], twice), Master(IDS[1], {**twice})], (PUBLISHER_CODE,))
    assert sorted(book.find(PUBLISHER_CODE, twice)) == IDS[:2]
