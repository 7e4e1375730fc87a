"""Tell which payee a company of the platform is to a buyer, and make one where there is none."""

from datetime import datetime

from seikyu.accounts.model import Company
from seikyu.accounts.profile import profile
from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.ids import new_id
from seikyu.masters import queries as masters
from seikyu.masters import store as masters_store
from seikyu.masters.keeping import Decision
from seikyu.masters.model import Master
from seikyu.payees import queries, store
from seikyu.payees.masters import PAYEES, blank
from seikyu.payees.model import Payee, fitting, free_code, own_code, payee_of, same_party


async def payee_of_seller(connection: Connection, owner: int, seller: Company, now: datetime) -> Payee:
    """The payee that a seller is: by its link, by its numbers, or a new one. Acts for the buyer.

    The link is held, so that a merging which moves it comes before or after. Of two who need a new payee at
    once the second finds that of the first.
    """
    if (linked := await queries.linked(connection, owner, seller.company_id)) is not None:
        return linked
    known = await profile(connection, seller.company_id)
    await masters.lock(connection, owner, PAYEES)
    if (linked := await queries.linked(connection, owner, seller.company_id)) is not None:
        return linked
    numbers = (known.corporate_number, known.registration_number)
    alike = await queries.by_numbers(connection, owner, *numbers)
    author = Author(seller.company_id, seller.name, None, seller.name, "system")
    found = same_party(alike, *numbers)
    if found is None:
        fields = {
            "payee_name": fitting(known.name),
            "corp_genuine_id": known.corporate_number,
            "registration_number": known.registration_number,
            "zip": known.zip,
            "address1": known.address1,
            "address2": known.address2,
            "phone": known.phone,
        }
        code = own_code(seller.company_id)
        taken = await queries.codes_like(connection, owner, code)
        master = Master(new_id(now), {**blank(), **fields, "payee_code": free_code(code, taken)})
        await masters_store.save(
            connection, owner, PAYEES, Decision(registered={master.master_id: master}), now
        )
        await record(connection, owner, author, now, [_event("registered", master)])
        found = payee_of(master)
    await store.link(connection, owner, seller.company_id, found.payee_id, now)
    await record(
        connection, owner, author, now, [_event("seller_linked", Master(found.payee_id, found.fields))]
    )
    return found


def _event(action: str, master: Master) -> Event:
    return Event(f"{PAYEES.name}.{action}", "master", f"{PAYEES.name}/{master.master_id}")
