package org.tidemark.lakehouse.spark;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Column;

/** Rows of one live query in tables whose older rows do not say theirs. */
public final class QueryRows {
  private QueryRows() {}

  /** Whether a row is of the query, or may be, as it does not say. */
  public static Column of(String query) {
    return col("query").equalTo(query).or(col("query").isNull());
  }
}
