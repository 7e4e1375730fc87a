"""The form of a master, and what lies beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from seikyu.accounts.model import User
from seikyu.accounts.selling import SellingRules
from seikyu.audit.model import Recorded
from seikyu.audit.steps import Step, steps
from seikyu.partners.keeping import BANKS, CUSTOMERS
from seikyu.partners.persons import PERSON_FIELDS
from seikyu.partners.screen_queries import Shown
from seikyu.partners.terms import AS_THE_COMPANY, ROUNDINGS, Terms
from seikyu.partners.web.listing import title_of
from seikyu.partners.web.screens import MasterScreen
from seikyu.partners.web.typed import Typed, person_choices
from seikyu.partners.wire import DEPOSIT_SECTIONS
from seikyu.ui import sheets
from seikyu.ui.sheets import Asked, Group, Problems
from seikyu.ui.words import Words
from seikyu.wire.faults import Fault

LABELS = "partners.field."
USUAL = SellingRules()


@dataclass(frozen=True, slots=True)
class Around:
    """What a form needs to know beside the master: one's people, the rules and terms, the log, layouts."""

    employees: Sequence[User] = ()
    rules: SellingRules = USUAL
    terms: Terms = AS_THE_COMPANY
    events: Sequence[Recorded] = ()
    layouts: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MasterForm:
    """The whole page; `href` and what follows it is there for a master that is registered."""

    name: str
    list: str
    action: str
    title: str
    seen: str
    groups: Sequence[Group]
    problems: Sequence[tuple[str, str]]
    doubts: Sequence[tuple[str, str]]
    double: str
    nothing_found: bool
    known: bool
    linked_to: str | None
    shares_code: bool
    history: Sequence[Step]


def form_view(
    screen: MasterScreen,
    known: Shown | None,
    typed: Typed,
    around: Around,
    words: Words,
    *,
    seen: str,
    wrong: Problems = sheets.NO_PROBLEMS,
    double: str = "",
    nothing_found: bool = False,
) -> MasterForm:
    """The page with what is typed in it."""
    new = words(f"partners.{screen.name}.add")
    choices = _choices(screen, known, around, words)
    return MasterForm(
        name=screen.name,
        list=screen.path,
        action=f"{screen.path}/new" if known is None else f"{screen.path}/{known.master_id}",
        title=new if known is None else title_of(screen, known, words),
        seen=seen,
        groups=[
            sheets.group(name, [_with(one, choices) for one in fields], LABELS, words, typed, wrong)
            for name, fields in screen.groups.items()
        ],
        problems=wrong.found,
        doubts=[*_doubts(screen, typed, words)],
        double=words("partners.double.sentence", code=double) if double else "",
        nothing_found=nothing_found,
        known=known is not None,
        linked_to=None if known is None else known.linked_to,
        shares_code=known is not None and known.shares_code,
        history=steps(around.events, words),
    )


def told(screen: MasterScreen, faults: Sequence[Fault], words: Words) -> Problems:
    """Faults at the fields of the form; the person in charge is one choice there."""
    names = [one.name for one in screen.asked]
    moved = [
        replace(fault, path="person") if fault.path.rpartition(".")[2] in PERSON_FIELDS else fault
        for fault in faults
    ]
    return sheets.problems(moved, LABELS, words, names)


def _choices(
    screen: MasterScreen, known: Shown | None, around: Around, words: Words
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """What the fields of the form that are chosen from offer."""
    if screen.stating.masters is BANKS:
        sections = ((key, words(f"partners.deposit_sec.{key}")) for key in DEPOSIT_SECTIONS)
        return {"deposit_sec": (("", words("partners.choose")), *sections)}
    if screen.stating.masters is not CUSTOMERS:
        return {}
    usual = words(f"accounts.rounding.{around.rules.rounding.value}")
    nobody, gone = words("partners.person.nobody"), words("partners.person.gone")
    return {
        "rounding": (
            ("", words("partners.usual_rounding", rounding=usual)),
            *((key, words(f"accounts.rounding.{key}")) for key in ROUNDINGS),
        ),
        "layout": (
            ("", words("partners.usual_layout")),
            *((str(layout_id), name) for layout_id, name in around.layouts.items()),
        ),
        "person": person_choices(known, around.employees, nobody, gone),
    }


def _with(asked: Asked, choices: Mapping[str, tuple[tuple[str, str], ...]]) -> Asked:
    return replace(asked, choices=choices[asked.name]) if asked.name in choices else asked


def _doubts(screen: MasterScreen, typed: Typed, words: Words) -> Sequence[tuple[str, str]]:
    masters = screen.stating.masters
    given = {name: typed.get(name) or None for name in masters.kind.fields}
    # Half a number is no number yet: the form says so itself.
    if masters is CUSTOMERS and len(typed.get("corp_genuine_id", "")) != 13:  # noqa: PLR2004 -- its digits
        given["corp_genuine_id"] = None
    return [*masters.doubts(given, words.language)]
