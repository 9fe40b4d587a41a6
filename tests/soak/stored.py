"""What is stored, read by DuckDB itself and by nothing of northstar: each id with how often it is there."""

import ctypes
import pathlib

LIBRARY = (pathlib.Path(__file__).resolve().parents[2] / "native" / "node_modules" / "@duckdb" /
           "node-bindings-linux-x64" / "libduckdb.so")


class Result(ctypes.Structure):
    _fields_ = [("one", ctypes.c_uint64), ("two", ctypes.c_uint64), ("three", ctypes.c_uint64),
                ("data", ctypes.c_void_p), ("message", ctypes.c_void_p), ("more", ctypes.c_void_p)]


def query(path, sql):
    """Rows as lists of texts; the file must not be open elsewhere."""
    duckdb = ctypes.CDLL(str(LIBRARY))
    duckdb.duckdb_value_varchar.restype = ctypes.c_void_p
    duckdb.duckdb_result_error.restype = ctypes.c_char_p
    for counted in (duckdb.duckdb_row_count, duckdb.duckdb_column_count):
        counted.restype = ctypes.c_uint64
    database, connection, result = ctypes.c_void_p(), ctypes.c_void_p(), Result()
    if duckdb.duckdb_open(str(path).encode(), ctypes.byref(database)) != 0:
        raise RuntimeError(f"cannot open {path}")
    duckdb.duckdb_connect(database, ctypes.byref(connection))
    try:
        if duckdb.duckdb_query(connection, sql.encode(), ctypes.byref(result)) != 0:
            raise RuntimeError(duckdb.duckdb_result_error(ctypes.byref(result)).decode())
        rows = []
        for r in range(duckdb.duckdb_row_count(ctypes.byref(result))):
            row = []
            for c in range(duckdb.duckdb_column_count(ctypes.byref(result))):
                text = duckdb.duckdb_value_varchar(ctypes.byref(result), ctypes.c_uint64(c), ctypes.c_uint64(r))
                row.append(ctypes.cast(text, ctypes.c_char_p).value.decode() if text else None)
                duckdb.duckdb_free(ctypes.c_void_p(text))
            rows.append(row)
        return rows
    finally:
        duckdb.duckdb_destroy_result(ctypes.byref(result))
        duckdb.duckdb_disconnect(ctypes.byref(connection))
        duckdb.duckdb_close(ctypes.byref(database))


def messages(path):
    """By message id: how many rows of the source `app` it has."""
    return {key: int(rows) for key, rows in query(
        path, "select k.key, count(*)::varchar from events_app e join entity_message k on k.id = e.e_message group by 1")}
