"""From a notebook of an earlier schema to one of the newest."""

from collections.abc import Callable, Sequence

from store.files.tinydb_file import Tables

Migration = Callable[[Tables], Tables]

MIGRATIONS: tuple[Migration, ...] = ()
"""The first brings schema 1 to schema 2, and so on."""


def newest(migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """Return the schema that this release writes."""
    return 1 + len(migrations)


def migrate(tables: Tables, schema: int, migrations: Sequence[Migration] = MIGRATIONS) -> Tables:
    """Bring tables of an earlier schema to the newest, in memory."""
    for migration in migrations[schema - 1 :]:
        tables = migration(tables)
    return tables
