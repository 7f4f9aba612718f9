#ifndef COUNTERFOIL_CSQLITE_SHIM_H
#define COUNTERFOIL_CSQLITE_SHIM_H

/* The hook that is told of every row before it changes. Debian compiles SQLite with it; a library
   without it does not link. */
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <sqlite3.h>

/* Swift cannot call functions with variable arguments; these wrap the uses we have of one. */

/* Refuses, for this connection, SQL that can damage the file: writes to sqlite_schema and to
   shadow tables, PRAGMA writable_schema, and PRAGMA journal_mode=OFF. */
static inline int counterfoil_sqlite_enable_defensive(sqlite3 *db) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}

/* Leaves the write-ahead log alone when this connection closes: checkpoints are the writer's. */
static inline int counterfoil_sqlite_disable_checkpoint_on_close(sqlite3 *db) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

/* Runs no trigger for the statements of this connection. */
static inline int counterfoil_sqlite_disable_triggers(sqlite3 *db) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)0);
}

/* Does not trust functions and virtual tables that a schema may name. */
static inline int counterfoil_sqlite_distrust_schema(sqlite3 *db) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
}

#endif
