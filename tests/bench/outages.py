"""`make outages`: take PostgreSQL and Redis away from the running site for 20 seconds, and print what readers notice.

The site runs as in production on two processes. Each service is stopped once, so that it refuses connections, and
frozen once, so that it accepts connections and answers nothing. Eight readers read cached pages without a pause. All
pages become a minute old while PostgreSQL is away, so each of them would have to be rendered again. While Redis is
away, staff publish a page, so each page has to be rendered without it. Exits with 1 if a reader gets an error, waits
for more than three seconds, or gets an old page later than a second after the change.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.freshness import PAGES, PAUSE, READERS, SECONDS_TO_SETTLE, Staff, answers_of, what_they_saw
from tests.bench.readers import Answer, Reader, running_readers
from tests.bench.servers import gunicorn
from tests.bench.services import Service, site_with_services
from tests.bench.slow_clients import write

SECONDS_AWAY = 20
SECONDS_BEFORE = 50  # after which the pages will be a minute old while PostgreSQL is away
SECONDS_AFTER = 6
MOST_SECONDS = 3.0
ACTION = "publish a text"


def figures(title: str, answers: list[Answer], begin: float, end: float, most_late: int = 0) -> int:
    """Print what the readers got between two times; return 1 if they noticed the outage."""
    during = [one for one in answers if one.begun < end and one.ended > begin]
    before = [one for one in answers if one.ended < begin]
    rate = len(before) / max(begin - min(one.begun for one in answers), 1)
    errors = sum(one.is_error for one in answers)
    longest = max((one.ended - one.begun for one in during), default=0)
    is_bad = errors or longest > MOST_SECONDS or most_late or len(during) < READERS
    write(
        f"{title:<45} {rate:>9.0f} {len(during) / (end - begin):>9.0f} {longest:>8.2f} s {errors:>7} {most_late:>5}"
        + ("  !" if is_bad else "")
    )
    return int(bool(is_bad))


def without_postgresql(title: str, port: int, take: Callable, give_back: Callable) -> int:
    """Take PostgreSQL away while pages become a minute old."""
    with running_readers(READERS, port, PAGES, PAUSE) as readers:
        time.sleep(SECONDS_BEFORE)
        begin = time.monotonic()
        take()
        time.sleep(SECONDS_AWAY)
        end = time.monotonic()
        give_back()
        time.sleep(SECONDS_AFTER)
    return figures(title, answers_of(readers), begin, end)


def without_redis(title: str, port: int, staff: Staff, take: Callable, give_back: Callable) -> int:
    """Take Redis away, and publish a page meanwhile."""
    with running_readers(READERS, port, PAGES, PAUSE) as readers:
        time.sleep(5)
        begin = time.monotonic()
        take()
        time.sleep(SECONDS_AWAY / 4)
        begun, done = staff.do(ACTION)
        time.sleep(max(0, begin + SECONDS_AWAY - time.monotonic()))
        end = time.monotonic()
        give_back()
        time.sleep(SECONDS_AFTER)
    seen = what_they_saw([one for one in answers_of(readers) if one.begun > begin - 2], begun, done)
    staff.do("restore")
    time.sleep(SECONDS_TO_SETTLE)
    return figures(title, answers_of(readers), begin, end, seen.late + (not seen.pages))


def ways(service: Service) -> list[tuple[str, Callable, Callable]]:
    """Return the ways in which a service can be away, each with what ends it."""
    return [("stopped", service.stop, service.start), ("frozen", service.freeze, service.thaw)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="make outages", description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, help="a folder for the site's data, which is kept and used again")
    options = parser.parse_args()
    with site_with_services(options.site) as (folder, variables, postgresql, redis):
        variables = variables | {"CACHE_URL": redis.url}
        staff = Staff(variables)
        write(f"{'':<45} {'pages/s':>9} {'meanwhile':>9} {'longest':>10} {'errors':>7} {'late':>5}")
        with gunicorn("ioipm.wsgi", folder, **variables) as (port, _process):
            for _request in range(8):
                Reader(1, port, ()).read(PAGES[0])
            failed = 0
            for way, take, give_back in ways(redis):
                failed += without_redis(f"Redis is {way} for {SECONDS_AWAY} s", port, staff, take, give_back)
            staff.leave()
            for way, take, give_back in ways(postgresql):
                failed += without_postgresql(f"PostgreSQL is {way} for {SECONDS_AWAY} s", port, take, give_back)
    write(f"\n{failed} failures" if failed else "\nNo reader noticed anything.")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
