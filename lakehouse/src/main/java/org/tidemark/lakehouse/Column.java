package org.tidemark.lakehouse;

import java.io.Serializable;

/**
 * One column of a table.
 *
 * @param name lower snake case
 * @param nullability whether a row may lack it
 * @param meaning one line with the unit, stored as the column's comment
 */
public record Column(String name, ColumnType type, Nullability nullability, String meaning)
    implements Serializable {
  /** Whether a value may be absent. */
  public enum Nullability {
    REQUIRED,
    OPTIONAL
  }

  public Column {
    if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException("column name '" + name + "' must be lower snake case");
    }
    if (meaning.isBlank()) {
      throw new IllegalArgumentException("column " + name + " needs a meaning");
    }
  }

  /** A column that every row has. */
  public static Column required(String name, ColumnType type, String meaning) {
    return new Column(name, type, Nullability.REQUIRED, meaning);
  }

  /** A column that a row may lack. */
  public static Column optional(String name, ColumnType type, String meaning) {
    return new Column(name, type, Nullability.OPTIONAL, meaning);
  }

  /** Whether every row has it. */
  public boolean isRequired() {
    return nullability == Nullability.REQUIRED;
  }
}
