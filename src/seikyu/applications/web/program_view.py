"""One program as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from seikyu.accounts.model import Actor
from seikyu.applications.actions import keep
from seikyu.applications.actions import secrets as secret_actions
from seikyu.applications.model import MOST_SECRETS, OVERLAPS, Call
from seikyu.applications.web.call_rows import CallRow, row_of
from seikyu.applications.web.overview import state_of
from seikyu.applications.web.place import Place, address_of
from seikyu.applications.web.typed import lines
from seikyu.audit.model import Recorded
from seikyu.audit.steps import Step, steps
from seikyu.oauth.client_queries import Holder, OwnClient, Secret
from seikyu.ui.format import When, moment
from seikyu.ui.sheets import NO_PROBLEMS, Problems
from seikyu.ui.words import Words

NEWEST = 30
"""So many of the latest entries of the history are shown."""


@dataclass(frozen=True, slots=True)
class Known:
    """The program as it stands, and what there is about it."""

    client: OwnClient
    secrets: Sequence[Secret]
    holders: Sequence[Holder]
    calls: Sequence[Call]
    events: Sequence[Recorded]
    now: datetime


@dataclass(frozen=True, slots=True)
class HolderRow:
    """A person for whom the program acts."""

    family: str
    who: str
    company: str
    since: When | None
    renewed: When | None
    scope: str


@dataclass(frozen=True, slots=True)
class SecretRow:
    """A secret that is good; the newest one has no end."""

    made: When | None
    until: When | None


@dataclass(frozen=True, slots=True)
class ProgramPage:
    """The whole page."""

    action: str
    client_id: str
    name: str
    state: str
    kind: str
    sort: str
    made: When | None
    disabled: bool
    may_change: bool
    sandbox: bool
    seen: str
    typed: Mapping[str, str]
    wrong: Problems
    confidential: bool
    secrets: Sequence[SecretRow]
    secrets_seen: str
    overlaps: Sequence[tuple[str, str]]
    two_secrets: bool
    holders: Sequence[HolderRow]
    calls: Sequence[CallRow]
    bodies_until: When | None
    history: Sequence[Step]


def typed_from(known: OwnClient) -> dict[str, str]:
    """What stands in the form before anybody types."""
    addresses = lines(keep.addresses_of(known))
    return {"name": known.name, "redirect_uris": lines(known.redirect_uris), "addresses": addresses}


def view(
    known: Known,
    typed: Mapping[str, str],
    actor: Actor,
    place: Place,
    words: Words,
    wrong: Problems = NO_PROBLEMS,
    *,
    began_from: str | None = None,
) -> ProgramPage:
    """The page; `began_from` is what somebody who has typed began from."""
    client = known.client
    state, kind = state_of(client)
    two = len(known.secrets) >= MOST_SECRETS
    recording = client.bodies_until is not None and known.now < client.bodies_until
    return ProgramPage(
        action=address_of(client.client_id),
        client_id=client.client_id,
        name=client.name,
        state=words(f"applications.program_state.{state}"),
        kind=kind,
        sort=words(f"applications.sort.{'confidential' if client.confidential else 'public'}"),
        made=moment(client.created_at),
        disabled=client.disabled_at is not None,
        may_change=actor.administrator,
        sandbox=place.sandbox,
        seen=keep.seen(client) if began_from is None else began_from,
        typed=typed,
        wrong=wrong,
        confidential=client.confidential,
        secrets=[SecretRow(moment(one.created_at), moment(one.expires_at)) for one in known.secrets],
        secrets_seen=secret_actions.seen([*known.secrets]),
        overlaps=[
            (name, words(f"applications.overlap.{name}"))
            for name, lasts in OVERLAPS.items()
            if not (two and lasts)
        ],
        two_secrets=two,
        holders=[_holder(one, actor) for one in known.holders],
        calls=[row_of(call, words) for call in known.calls],
        bodies_until=moment(client.bodies_until) if recording else None,
        history=steps(known.events[-NEWEST:], words),
    )


def _holder(one: Holder, actor: Actor) -> HolderRow:
    own = one.company_id == actor.company.company_id
    return HolderRow(
        str(one.family_id),
        one.name,
        "" if own else one.company_name,
        moment(one.begun_at),
        moment(one.refreshed_at),
        one.scope,
    )
