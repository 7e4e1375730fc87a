"""Nobody is shown or changes what is another company's, not even through a query that forgets whose it is."""

import gc
import warnings

import pytest

from tests.tenancy.forgetful import forgetful_pool
from tests.tenancy.scan import (
    KEYS,
    PARAMETER,
    SECRETS,
    SIDED,
    WORDS,
    Place,
    everybody,
    routes_of,
    scan,
    unfenced,
    unreached,
)

pytestmark = pytest.mark.long


async def test_a_new_kind_of_key_in_a_path_is_scanned_as_well(place: Place) -> None:
    routes = routes_of(place.application(place.pool))
    names = {name for route in routes for name in PARAMETER.findall(route.path)}
    assert names <= {*KEYS, *SIDED, *WORDS, *SECRETS}


async def test_every_path_was_called_with_something_of_somebodys(place: Place) -> None:
    routes = routes_of(place.application(place.pool))
    assert unreached(routes, [await place.keys(company) for company in place.companies]) == set()


async def test_no_route_tells_or_changes_what_is_another_companys(place: Place) -> None:
    assert await scan(place, place.application(place.pool), await everybody(place)) == []


async def test_nor_when_the_queries_forget_whose_rows_they_want(place: Place) -> None:
    async with forgetful_pool(place.url, await unfenced(place.pool)) as (pool, forgotten):
        assert await scan(place, place.application(pool), await everybody(place)) == []
    assert len(forgotten) > 50


async def test_the_scan_sees_leaks_where_nothing_stops_them(place: Place) -> None:
    owner = place.companies[0]
    stranger = [caller for caller in await everybody(place) if caller.name == "an outsider"]
    async with forgetful_pool(place.url, await unfenced(place.pool), as_owner=owner) as (pool, _):
        with warnings.catch_warnings(action="ignore", category=ResourceWarning):
            leaks = await scan(place, place.application(pool), stranger)
            gc.collect()  # what failed in the middle has left files behind
    assert len(leaks) > 40
