"""Bringing a notebook of an earlier schema to the newest one."""

from collections.abc import Callable, Sequence

from store.files.tinydb_file import Tables

Migration = Callable[[Tables], Tables]

MIGRATIONS: tuple[Migration, ...] = ()
"""The first one brings schema 1 to schema 2, and so on."""


def newest(migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """Return the schema that this release writes."""
    return 1 + len(migrations)


def migrate(tables: Tables, schema: int, migrations: Sequence[Migration] = MIGRATIONS) -> Tables:
    """Return tables of an earlier schema in the newest one."""
    for migration in migrations[schema - 1 :]:
        tables = migration(tables)
    return tables
