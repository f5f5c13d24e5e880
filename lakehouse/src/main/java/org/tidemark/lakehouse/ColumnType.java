package org.tidemark.lakehouse;

/** The types that columns have, each with its SQL name, the same in Delta and Iceberg. */
public enum ColumnType {
  STRING("STRING"),
  BOOLEAN("BOOLEAN"),
  INT("INT"),
  LONG("BIGINT"),
  FLOAT("FLOAT"),
  DOUBLE("DOUBLE"),
  /** Prices and sizes at rest: 20 digits before the point, 18 after. */
  DECIMAL("DECIMAL(38,18)"),
  FLOATS("ARRAY<FLOAT>"),
  DOUBLES("ARRAY<DOUBLE>"),
  DECIMALS("ARRAY<DECIMAL(38,18)>"),
  TIMESTAMP("TIMESTAMP"),
  DATE("DATE"),
  BINARY("BINARY");

  private final String sql;

  ColumnType(String sql) {
    this.sql = sql;
  }

  /** The type as SQL writes it. */
  public String sql() {
    return sql;
  }
}
