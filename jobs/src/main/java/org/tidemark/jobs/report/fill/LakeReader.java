package org.tidemark.jobs.report.fill;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * What a run's report may read: tables as they are, without making those that are not there.
 *
 * @param store the lake
 * @param args the run
 */
record LakeReader(TableStore store, NightlyArgs args) {
  private static final long SECOND = 1_000_000_000L;

  /** All rows; none where the table does not exist. */
  Dataset<Row> all(Table table) {
    return store.exists(table) ? store.read(table) : store.rows(table, List.of());
  }

  /** The rows that this run wrote. */
  Dataset<Row> mine(Table table) {
    return all(table).where(args.mine());
  }

  /** The instant up to which data counts. */
  Instant knownAt() {
    return args.asOf().atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  Timestamp knownAtTimestamp() {
    return Timestamp.from(knownAt());
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
  }

  /** A number; NaN where the column is null. */
  static double number(Row row, String column) {
    int at = row.fieldIndex(column);
    return row.isNullAt(at) ? Double.NaN : row.getDouble(at);
  }

  static long whole(Row row, String column) {
    return row.getLong(row.fieldIndex(column));
  }

  static String text(Row row, String column) {
    int at = row.fieldIndex(column);
    return row.isNullAt(at) ? "" : row.getString(at);
  }
}
