package org.tidemark.offenders.lakehouse;

import io.delta.tables.DeltaTable;

/** Names a table format outside of a package for Spark. */
final class UsesDelta {
  DeltaTable table;
}
