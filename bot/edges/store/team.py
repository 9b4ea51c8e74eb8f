"""Who may do what, and what they did."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime

import aiosqlite
import orjson

from bot.core.standing import Role
from bot.edges.store.database import Database
from bot.edges.store.moments import millisecond, second


@dataclass(frozen=True, slots=True)
class Member:
    """One role of a colleague, or (`invited`) one that waits to be taken. `workplaces` None: all.

    `handle` stands for them on buttons; `chat` is empty for an invitation. `moment` is since or until when it holds.
    """

    handle: str
    role: Role
    name: str
    workplaces: tuple[str, ...] | None
    moment: datetime
    chat: str = ""
    invited: bool = False


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that gives a role once. `code` is its secret: only a hash of it is kept."""

    code: str
    role: Role
    name: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody with a role did."""

    at: datetime
    who: str
    what: str
    detail: str


class Team:
    """Roles, and the audit of what was done with them.

    `woken` is set, with the chat in `touched`, when somebody's menu is to be made anew.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.woken = asyncio.Event()
        self.touched: set[str] = set()

    def touch(self, chat: str) -> None:
        """The menu of this chat is to be made anew."""
        self.touched.add(chat)
        self.woken.set()

    async def members(self, now: datetime) -> tuple[Member, ...]:
        """All who have a role, then those who are invited."""
        query = "SELECT chat, role, name, workplaces, since FROM team ORDER BY role, since, chat"
        async with self._database.reader.execute(query) as cursor:
            found = [_member(row) async for row in cursor]
        query = "SELECT hash, role, name, workplaces, until FROM invitations WHERE until > ? AND invited_by <> '' ORDER BY until"  # noqa: E501
        async with self._database.reader.execute(query, (second(now),)) as cursor:
            found += [_invited(row) async for row in cursor]
        return tuple(found)

    async def limits(self, chat: str) -> tuple[str, ...] | None:
        """The workplaces that an organiser may reach; None for all."""
        query = "SELECT workplaces FROM team WHERE chat = ? AND role = 'organiser'"
        async with self._database.reader.execute(query, (chat,)) as cursor:
            row = await cursor.fetchone()
        return _places(row["workplaces"]) if row else None

    async def has_owner(self) -> bool:
        """Whether somebody became owner by a link."""
        async with self._database.reader.execute("SELECT 1 FROM team WHERE role = 'owner'") as cursor:
            return await cursor.fetchone() is not None

    async def invite(self, invitation: Invitation, by: str, now: datetime) -> str:
        """Keep an invitation; returns its handle. An empty `by` is the machine itself: it has one such at a time."""
        values = (_hash(invitation.code), invitation.role, invitation.name, by, second(invitation.until))

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute("DELETE FROM invitations WHERE until <= ?", (second(now),))
            if not by:
                await connection.execute("DELETE FROM invitations WHERE invited_by = ''")
            query = "INSERT INTO invitations (hash, role, name, invited_by, until) VALUES (?, ?, ?, ?, ?)"
            await connection.execute(query, values)
            await note(connection, by or "machine", "invited", f"{invitation.role} {invitation.name}".strip(), now)

        await self._database.write(work)
        return _hash(invitation.code)[:8]

    async def offered(self, code: str, now: datetime) -> Role | None:
        """The role that a link gives, while it does."""
        query = "SELECT role FROM invitations WHERE hash = ? AND until > ?"
        async with self._database.reader.execute(query, (_hash(code), second(now))) as cursor:
            row = await cursor.fetchone()
        role: Role | None = row["role"] if row else None
        return role

    async def accept(self, code: str, chat: str, now: datetime) -> Role | None:
        """Take a role; the link is used up. None where it gives none."""

        async def work(connection: aiosqlite.Connection) -> Role | None:
            query = "DELETE FROM invitations WHERE hash = ? AND until > ? RETURNING role, name, workplaces, invited_by"
            async with connection.execute(query, (_hash(code), second(now))) as cursor:
                row = await cursor.fetchone()
            if row is None:
                return None
            query = (
                "INSERT OR REPLACE INTO team (chat, role, workplaces, name, since, invited_by) "
                "VALUES (?, ?, ?, ?, ?, ?)"
            )
            values = (chat, row["role"], row["workplaces"], row["name"], second(now), row["invited_by"] or "machine")
            await connection.execute(query, values)
            await note(connection, chat, "role taken", f"{row['role']} {row['name']}".strip(), now)
            role: Role = row["role"]
            return role

        taken: Role | None = await self._database.write(work)
        self.touch(chat)
        return taken

    async def revoke(self, member: Member, by: str, now: datetime) -> None:
        """Take a role, or an invitation, back. What was expected of its owner next is void too.

        So are the invitations of an owner: somebody who is shown the door would come in again by one of their own.
        What they have scheduled is paused: whoever is still there may resume or stop it.
        """

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute("DELETE FROM team WHERE chat = ? AND role = ?", (member.chat, member.role))
            await connection.execute("DELETE FROM expecting WHERE chat = ?", (member.chat,))
            if member.role == "owner" and not member.invited:
                await connection.execute("DELETE FROM invitations WHERE invited_by = ?", (member.chat,))
            if member.invited:
                await connection.execute("DELETE FROM invitations WHERE substr(hash, 1, 8) = ?", (member.handle,))
            await note(connection, by, "role revoked", f"{member.role} {member.name}".strip(), now)
            for number in await _unscheduled(connection, member.chat, now):
                await note(connection, by, "broadcast paused", str(number), now)

        await self._database.write(work)
        if member.chat:
            self.touch(member.chat)

    async def limit(self, member: Member, workplaces: tuple[str, ...] | None, by: str, now: datetime) -> None:
        """Let an organiser reach these workplaces; None for all."""
        kept = None if workplaces is None else orjson.dumps(workplaces).decode()

        async def work(connection: aiosqlite.Connection) -> None:
            if member.invited:
                query = "UPDATE invitations SET workplaces = ? WHERE substr(hash, 1, 8) = ?"
                await connection.execute(query, (kept, member.handle))
            else:
                query = "UPDATE team SET workplaces = ? WHERE chat = ? AND role = ?"
                await connection.execute(query, (kept, member.chat, member.role))
            what = "all" if workplaces is None else str(len(workplaces))
            await note(connection, by, "workplaces set", f"{member.role} {member.name}: {what}", now)

        await self._database.write(work)

    async def acts(self, most: int) -> tuple[Act, ...]:
        """The last acts, newest first."""
        query = "SELECT at, who, what, detail FROM audit ORDER BY id DESC LIMIT ?"
        async with self._database.reader.execute(query, (most,)) as cursor:
            return tuple(
                [Act(datetime.fromisoformat(row["at"]), row["who"], row["what"], row["detail"]) async for row in cursor]
            )

    async def zone(self, chat: str) -> str | None:
        """Where somebody's clock stands, when they said so."""
        async with self._database.reader.execute("SELECT zone FROM zones WHERE chat = ?", (chat,)) as cursor:
            row = await cursor.fetchone()
        return str(row["zone"]) if row else None

    async def set_zone(self, chat: str, zone: str) -> None:
        """Note where somebody's clock stands."""

        async def work(connection: aiosqlite.Connection) -> None:
            await connection.execute("INSERT OR REPLACE INTO zones (chat, zone) VALUES (?, ?)", (chat, zone))

        await self._database.write(work)

    async def add(self, chat: str, role: Role, invited_by: str, now: datetime) -> None:
        """Give somebody a role."""
        values = (chat, role, second(now), invited_by)

        async def work(connection: aiosqlite.Connection) -> None:
            query = "INSERT OR IGNORE INTO team (chat, role, since, invited_by) VALUES (?, ?, ?, ?)"
            await connection.execute(query, values)

        await self._database.write(work)
        self.touch(chat)

    async def chats(self) -> list[str]:
        """The private chats of all who have a role."""
        async with self._database.reader.execute("SELECT DISTINCT chat FROM team ORDER BY chat") as cursor:
            return [row["chat"] async for row in cursor]

    async def name(self, chat: str) -> str:
        """What colleagues call somebody of the team; empty when that is not known."""
        query = "SELECT name FROM team WHERE chat = ? AND name <> '' LIMIT 1"
        async with self._database.reader.execute(query, (chat,)) as cursor:
            row = await cursor.fetchone()
        return str(row["name"]) if row else ""


async def note(connection: aiosqlite.Connection, who: str, what: str, detail: str, now: datetime) -> None:
    """Note an act inside the transaction that does it. `detail` names no recipient."""
    values = (second(now), who, what, detail)
    await connection.execute("INSERT INTO audit (at, who, what, detail) VALUES (?, ?, ?, ?)", values)


async def _unscheduled(connection: aiosqlite.Connection, author: str, now: datetime) -> list[int]:
    """Pause what somebody has scheduled who may not send it any more; returns which."""
    query = (
        "UPDATE broadcasts SET state = 'paused', at = ? WHERE author = ? AND state = 'waiting' AND NOT EXISTS "
        "(SELECT 1 FROM team WHERE chat = author AND role IN ('organiser', 'owner')) RETURNING id"
    )
    at = millisecond(now)
    async with connection.execute(query, (at, author)) as cursor:
        return [row["id"] async for row in cursor]


def handle(chat: str, role: Role) -> str:
    """What stands for a colleague on a button."""
    return _hash(f"{chat} {role}")[:8]


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _places(kept: str | None) -> tuple[str, ...] | None:
    return None if kept is None else tuple(orjson.loads(kept))


def _member(row: aiosqlite.Row) -> Member:
    since, places = datetime.fromisoformat(row["since"]), _places(row["workplaces"])
    return Member(handle(row["chat"], row["role"]), row["role"], row["name"], places, since, row["chat"])


def _invited(row: aiosqlite.Row) -> Member:
    until, places = datetime.fromisoformat(row["until"]), _places(row["workplaces"])
    return Member(row["hash"][:8], row["role"], row["name"], places, until, invited=True)
