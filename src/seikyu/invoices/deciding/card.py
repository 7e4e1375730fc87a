"""What an invoice's page shows of its approval to whom it waits for, and to who submitted it."""

from collections.abc import Mapping
from dataclasses import dataclass

from seikyu.approvals.model import COMMENT_LENGTH, Decider, Run, RunState
from seikyu.approvals.rules import refused, stood_for
from seikyu.invoices.deciding.seen import seen_of
from seikyu.ui.format import When, moment
from seikyu.ui.words import Words


@dataclass(frozen=True, slots=True)
class Deciding:
    """The form of somebody for whose decision the invoice waits."""

    step: str
    instead: str
    seen: str
    approve: str
    send_back: str
    send_back_word: str
    limit: int


@dataclass(frozen=True, slots=True)
class Back:
    """That it came back inside: who did it, when and why; what is next, and where to correct it if here."""

    title: str
    reason: str
    who: str
    name: str
    at: When | None
    next: str
    advice: str
    correct: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """What whoever submitted it may do."""

    remind: str
    withdraw: str
    hint: str


def deciding(
    run: Run, who: Decider, approve: str, send_back: tuple[str, str], words: Words
) -> Deciding | None:
    """The form, if it waits for them; `send_back` is where that goes, and its word."""
    if refused(run, who, None, None) is not None:
        return None
    absent, seen = stood_for(run, who), seen_of(run.version, run.position)
    path, word = send_back
    return Deciding(
        words("invoices.deciding.step", name=run.step.name, at=run.position, of=len(run.steps)),
        "" if absent is None else words("invoices.deciding.instead", name=absent),
        seen,
        approve,
        f"{path}?seen={seen}",
        word,
        COMMENT_LENGTH,
    )


def back(
    run: Run, following: str, advice: str, words: Words, correct: tuple[str, str] | None = None
) -> Back | None:
    """How a run that is over came back; None for one that did not."""
    if run.state not in _BACK:
        return None
    title, who = _BACK[run.state]
    decision = run.step.decision
    return Back(
        words(title),
        "" if decision is None else decision.comment or "",
        words(who),
        run.maker_name if decision is None else decision.by,
        moment(run.ended_at),
        following,
        advice,
        correct,
    )


def own(path: str, hint: str) -> Own:
    """What may be done below the invoice's path."""
    return Own(f"{path}/ask-again", f"{path}/withdraw", hint)


_BACK: Mapping[RunState, tuple[str, str]] = {
    RunState.SENT_BACK: ("invoices.came_back.title", "invoices.came_back.who"),
    RunState.WITHDRAWN: ("invoices.taken_back.title", "invoices.taken_back.who"),
}
