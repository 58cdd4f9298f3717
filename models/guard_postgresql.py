"""The guard on PostgreSQL: triggers that nobody's session can switch off, and a role that may not even try."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from models.errors import ModelsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

# The bits of pg_trigger.tgtype.
_ROW, _BEFORE, _DELETE, _UPDATE, _TRUNCATE = 1, 2, 8, 16, 32

_REFUSE = """
BEGIN
    RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, lower(TG_OP) USING ERRCODE = 'integrity_constraint_violation';
END"""
_FORWARD = """
BEGIN
    IF NEW.book <> OLD.book OR NEW.sequence <= OLD.sequence OR NEW.epoch < OLD.epoch THEN
        RAISE EXCEPTION 'a head moves only forward: update refused' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END"""
_FUNCTIONS = {"guard_refuse": _REFUSE, "guard_forward": _FORWARD}


class _Trigger(NamedTuple):
    table: str
    event: str
    each: str
    function: str
    bits: int


# ON CONFLICT DO UPDATE fires statement triggers too; one for a statement refuses even what would touch no row.
_TRIGGERS = {
    "ledger_no_update": _Trigger("ledger", "UPDATE", "STATEMENT", "guard_refuse", _BEFORE | _UPDATE),
    "ledger_no_delete": _Trigger("ledger", "DELETE", "STATEMENT", "guard_refuse", _BEFORE | _DELETE),
    "ledger_no_truncate": _Trigger("ledger", "TRUNCATE", "STATEMENT", "guard_refuse", _BEFORE | _TRUNCATE),
    "head_no_delete": _Trigger("head", "DELETE", "STATEMENT", "guard_refuse", _BEFORE | _DELETE),
    "head_no_truncate": _Trigger("head", "TRUNCATE", "STATEMENT", "guard_refuse", _BEFORE | _TRUNCATE),
    "head_only_forward": _Trigger("head", "UPDATE", "ROW", "guard_forward", _BEFORE | _UPDATE | _ROW),
}

_PRESENT = text("""
    SELECT t.tgname AS name, c.relname AS "table", t.tgtype AS bits, t.tgenabled AS enabled, p.prosrc AS body,
           t.tgqual IS NULL AND t.tgattr::text = '' AS always
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE c.oid IN ('ledger'::regclass, 'head'::regclass) AND NOT t.tgisinternal""")
_RULES = text("SELECT rulename FROM pg_rules WHERE tablename IN ('ledger', 'head') ORDER BY rulename")
_POWERS = text("""
    SELECT has_table_privilege('ledger', 'UPDATE') OR has_table_privilege('ledger', 'DELETE')
        OR has_table_privilege('ledger', 'TRUNCATE') OR has_table_privilege('ledger', 'TRIGGER')
        OR has_table_privilege('head', 'DELETE') OR has_table_privilege('head', 'TRUNCATE')
        OR has_table_privilege('head', 'TRIGGER') AS strong, current_user AS role""")


def statements() -> Iterator[str]:
    """Everything that puts the guard in place, in order; triggers fire for a replica's session as well."""
    for name, body in _FUNCTIONS.items():
        yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$"
    for name, one in _TRIGGERS.items():
        yield (
            f"CREATE TRIGGER {name} BEFORE {one.event} ON {one.table} FOR EACH {one.each} "
            f"EXECUTE FUNCTION {one.function}()"
        )
        yield f"ALTER TABLE {one.table} ENABLE ALWAYS TRIGGER {name}"


def compared(connection: Connection) -> tuple[list[str], list[str]]:
    """The names of triggers that are gone, weakened or switched off, or gone around by a rewrite rule; and others'."""
    present = {row.name: row for row in connection.execute(_PRESENT)}
    wrong = [
        name
        for name, one in _TRIGGERS.items()
        if name not in present
        or (present[name].table, present[name].bits, present[name].enabled, present[name].always)
        != (one.table, one.bits, "A", True)
        or present[name].body != _FUNCTIONS[one.function]
    ]
    rules = [row.rulename for row in connection.execute(_RULES)]
    return [*wrong, *rules], sorted(present.keys() - _TRIGGERS)


def check_role(connection: Connection) -> None:
    """The program's own role may add records and nothing else; raises ModelsError `guard.role-too-strong`."""
    found = connection.execute(_POWERS).one()
    if found.strong:
        raise ModelsError("guard.role-too-strong", role=found.role)


def grant(connection: Connection, role: str) -> None:
    """Give the program's role what it needs: add to the ledger, move heads, keep the other tables."""
    quoted = connection.dialect.identifier_preparer.quote(role)
    for statement in (
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "REVOKE ALL ON ledger, head, alembic_version, projected FROM {role}",
        "GRANT SELECT, INSERT ON ledger TO {role}",
        "GRANT SELECT, INSERT, UPDATE ON head TO {role}",
        "GRANT SELECT ON alembic_version, projected TO {role}",
    ):
        connection.execute(text(statement.format(role=quoted)))
