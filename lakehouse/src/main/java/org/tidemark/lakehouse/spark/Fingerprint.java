package org.tidemark.lakehouse.spark;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Count and order-free hash of a dataset's rows: equal for equal content whatever the file layout.
 *
 * @param rows number of rows
 * @param hash sum of the 64-bit hashes of the rows, as text
 */
public record Fingerprint(long rows, String hash) {
  /** Reads the dataset once. */
  public static Fingerprint of(Dataset<Row> rows) {
    // The hash passes over nulls: without a mark of each, (null, 1) and (1, null) would be equal.
    String columns =
        Arrays.stream(rows.columns())
            .map(c -> "isnull(`" + c + "`), `" + c + "`")
            .collect(Collectors.joining(", "));
    Row row =
        rows.selectExpr("cast(xxhash64(" + columns + ") as decimal(38,0)) as h")
            .selectExpr("count(*)", "cast(coalesce(sum(h), 0) as string)")
            .head();
    return new Fingerprint(row.getLong(0), row.getString(1));
  }
}
