package org.tidemark.lakehouse;

import java.io.Serializable;
import java.util.List;

/** One step in the life of a table's schema; the fold of all steps is the schema of today. */
public sealed interface Migration extends Serializable {
  /** The first step: the columns the table is created with. */
  record Create(List<Column> columns) implements Migration {
    public Create {
      columns = List.copyOf(columns);
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("a table is created with at least one column");
      }
    }
  }

  /**
   * Puts in rows that every lake begins with, once.
   *
   * @param rows values in the order of the columns
   */
  record Seed(List<List<Object>> rows) implements Migration {
    public Seed {
      rows = rows.stream().<List<Object>>map(List::copyOf).toList();
      if (rows.isEmpty()) {
        throw new IllegalArgumentException("a seed has at least one row");
      }
    }
  }

  /** Adds a column that older rows lack. */
  record AddColumn(Column column) implements Migration {
    public AddColumn {
      if (column.isRequired()) {
        throw new IllegalArgumentException(
            "column " + column.name() + " is added later, so older rows lack it: make it optional");
      }
    }
  }
}
