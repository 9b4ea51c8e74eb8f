"""Who is meant by an audience, as SQL over subscriptions and people. A person is one, however often subscribed."""

from dataclasses import dataclass

import aiosqlite
import orjson

from bot.core.broadcast import Audience, Broadcast

_FROM = "FROM subscriptions AS s LEFT JOIN people AS p ON p.chat = s.chat WHERE TRUE"
_LANGUAGE = "coalesce(p.language, :base)"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The end of a query (from FROM on) that finds the subscribers `s` of an audience, and its values."""

    end: str
    values: dict[str, str]


def chosen(audience: Audience, base: str) -> Chosen:
    """The query for an audience. `base` is the language of those who never chose one."""
    parts, values = [_FROM], {"base": base}
    for name, column, wanted in (
        ("countries", "p.country", audience.countries),
        ("languages", _LANGUAGE, audience.languages),
        ("workplaces", "s.workplace", audience.workplaces),
    ):
        if wanted:
            parts.append(f"AND {column} IN (SELECT value FROM json_each(:{name}))")  # noqa: S608 - our own words
            values[name] = orjson.dumps(wanted).decode()
    if audience.without_case:
        parts.append("AND NOT EXISTS (SELECT 1 FROM cases AS c WHERE c.chat = s.chat AND c.state <> 'closed')")
    return Chosen(" ".join(parts), values)


async def counted(connection: aiosqlite.Connection, audience: Audience) -> dict[str, int]:
    """How many people an audience has, by language."""
    found = chosen(audience, "en")
    query = f"SELECT language, count(*) FROM (SELECT DISTINCT s.chat, {_LANGUAGE} AS language {found.end}) GROUP BY 1"  # noqa: S608 - our own words, values bound
    async with connection.execute(query, found.values) as cursor:
        return {str(row[0]): int(row[1]) async for row in cursor}


async def countries(connection: aiosqlite.Connection, audience: Audience, at_least: int) -> tuple[str, ...]:
    """The countries in which an audience has so many people."""
    found = chosen(audience, "en")
    query = (
        f"SELECT country FROM (SELECT DISTINCT s.chat, p.country AS country {found.end}) "  # noqa: S608 - our own words, values bound
        "WHERE country IS NOT NULL GROUP BY country HAVING count(*) >= :at_least ORDER BY country"
    )
    async with connection.execute(query, found.values | {"at_least": at_least}) as cursor:
        return tuple([str(row[0]) async for row in cursor])


async def end_of_chunk(connection: aiosqlite.Connection, after: str, size: int) -> str | None:
    """The last chat of the next `size` subscriptions after a chat; None when there are no more."""
    query = "SELECT max(chat) FROM (SELECT chat FROM subscriptions WHERE chat > ? ORDER BY chat LIMIT ?)"
    async with connection.execute(query, (after, size)) as cursor:
        row = await cursor.fetchone()
    return str(row[0]) if row and row[0] is not None else None


async def write_rows(connection: aiosqlite.Connection, draft: Broadcast, chunk: tuple[str, str]) -> int:
    """Write a delivery for each of the audience in a chunk (after, until), and count them; returns how many."""
    found = chosen(draft.audience, draft.base)
    bounds: dict[str, str | int] = {"broadcast": draft.id, "after": chunk[0], "until": chunk[1]}
    written = await connection.execute(
        "INSERT INTO deliveries (broadcast, chat, language) SELECT DISTINCT :broadcast, s.chat, coalesce("  # noqa: S608 - our own words, values bound
        f"(SELECT c.language FROM contents AS c WHERE c.broadcast = :broadcast AND c.language = {_LANGUAGE}), :base) "
        f"{found.end} AND s.chat > :after AND s.chat <= :until ORDER BY s.chat",
        found.values | bounds,
    )
    await connection.execute(
        "INSERT INTO tallies (broadcast, change, language, state, reason, count) SELECT broadcast, 0, language, "
        "state, reason, count(*) FROM deliveries WHERE broadcast = :broadcast AND chat > :after AND chat <= :until "
        "GROUP BY language, state, reason ON CONFLICT (broadcast, change, language, state, reason) "
        "DO UPDATE SET count = count + excluded.count",
        bounds,
    )
    return written.rowcount
