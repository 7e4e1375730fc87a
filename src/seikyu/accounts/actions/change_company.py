"""Change what holds for the whole company: its profile and the rules of selling."""

from dataclasses import fields, replace

from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.profile import Profile, change_profile, profile
from seikyu.accounts.selling import SellingRules, change_selling_rules, selling_rules
from seikyu.accounts.wire import OWN_COMPANY, ROUNDINGS
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.kit.stamp import stamp
from seikyu.kit.yen import Rounding
from seikyu.wire import codes
from seikyu.wire.faults import Fault

EMPTY = "（空欄）"


def seen(known: Profile, rules: SellingRules) -> str:
    """The stamp of what somebody who edits began from."""
    return stamp(known, rules)


async def change_company(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    changed: Profile,
    rounding: Rounding,
    began_from: str,
    *,
    api_through_approval: bool,
) -> list[Fault]:
    """Store it with an event each; return what stands against it. Only administrators may."""
    administrators_only(actor)
    owner, now = actor.company.company_id, clock()
    known, rules = await profile(connection, owner, to_change=True), await selling_rules(connection, owner)
    if began_from != seen(known, rules):
        return [Fault("", codes.EDITED_MEANWHILE)]
    wanted = replace(rules, rounding=rounding, api_through_approval=api_through_approval)
    events = []
    if changed != known:
        await change_profile(connection, owner, changed)
        told = "\n".join(_changes(known, changed))
        events.append(Event("company.company_changed", "company", str(owner), comment=told))
    if wanted != rules:
        await change_selling_rules(connection, owner, wanted, now)
        told = "\n".join(_rule_changes(rules, wanted))
        events.append(Event("company.selling_rules_changed", "company", str(owner), comment=told))
    await record(connection, owner, actor.author, now, events)
    return []


def _changes(before: Profile, after: Profile) -> list[str]:
    labels = {field.name: field.label for field in OWN_COMPANY.fields}
    names = [
        field.name for field in fields(Profile) if getattr(before, field.name) != getattr(after, field.name)
    ]
    return [
        f"{labels[name]}: {getattr(before, name) or EMPTY} → {getattr(after, name) or EMPTY}"
        for name in names
    ]


def _rule_changes(before: SellingRules, after: SellingRules) -> list[str]:
    told = []
    if before.rounding is not after.rounding:
        old, new = (ROUNDINGS[rules.rounding.value] for rules in (before, after))
        told.append(f"端数処理: {old} → {new}")
    if before.api_through_approval != after.api_through_approval:
        old, new = ("通す" if rules.api_through_approval else "通さない" for rules in (before, after))
        told.append(f"APIの請求書の承認: {old} → {new}")
    return told
