package org.tidemark.jobs.causality;

import static org.apache.spark.sql.functions.col;

import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.causality.Fact;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * A table that a user's query or transformer reads, as a view of that name.
 *
 * @param view its name without the schema
 * @param columns of the view: decimals have become doubles, where a row came from is left out
 * @param publishedAfter how long after its stamp a row is published, unless the table has a column
 *     {@code known_at}
 */
record InputTable(String view, StructType columns, Duration publishedAfter) {
  private static final long MOST_ROWS = 2_000_000;
  private static final Set<String> ORIGIN = Set.of("source_id", "source_line");

  /** The rows of the table that the arguments choose, in order of publication. */
  static List<Fact<InputRow>> read(TableStore store, String view, CausalityArgs args) {
    Dataset<Row> rows =
        Tables.named("market." + view)
            .map(store::read)
            .orElseGet(() -> wide(store, view))
            .where(
                col("event_time_nanos")
                    .gt(args.fromNanos())
                    .and(col("event_time_nanos").leq(args.toNanos())));
    if (!args.instruments().isEmpty()) {
      rows = rows.where(col("instrument").isin(args.instruments().toArray()));
    }
    List<Column> columns = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      if (!ORIGIN.contains(field.name())) {
        boolean decimal = field.dataType() instanceof DecimalType;
        Column column = col("`" + field.name() + "`");
        columns.add(decimal ? column.cast(DataTypes.DoubleType).as(field.name()) : column);
      }
    }
    Dataset<Row> chosen = rows.select(columns.toArray(Column[]::new));
    List<Row> found =
        chosen.orderBy("event_time_nanos", "instrument").limit((int) MOST_ROWS + 1).collectAsList();
    Limits.check(view, found.size(), MOST_ROWS);
    InputTable table =
        new InputTable(
            view,
            nullable(chosen.schema()),
            Duration.parse(args.delays().getOrDefault(view, "PT0S")));
    List<Fact<InputRow>> facts = new ArrayList<>(found.size());
    found.forEach(row -> facts.add(table.fact(row)));
    facts.sort(Comparator.comparingLong(Fact::knownAtNanos));
    return facts;
  }

  private static Dataset<Row> wide(TableStore store, String view) {
    if (!view.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("input '" + view + "' is not a table name");
    }
    return store.spark().read().format("delta").load(store.lake().folder("features/" + view));
  }

  private static StructType nullable(StructType columns) {
    StructType open = new StructType();
    for (StructField field : columns.fields()) {
      open = open.add(field.name(), field.dataType(), true);
    }
    return open;
  }

  /** The row with its times: stamped with {@code event_time_nanos}, published later or at once. */
  Fact<InputRow> fact(Row row) {
    long time = row.getLong(columns.fieldIndex("event_time_nanos"));
    long known = time + publishedAfter.toNanos();
    if (Arrays.asList(columns.fieldNames()).contains("known_at")) {
      known = nanos(row.getTimestamp(columns.fieldIndex("known_at")));
    }
    String instrument = row.getString(columns.fieldIndex("instrument"));
    return new Fact<>(instrument, time, known, new InputRow(this, row));
  }

  static long nanos(Timestamp timestamp) {
    return Math.floorDiv(timestamp.getTime(), 1000L) * 1_000_000_000L + timestamp.getNanos();
  }
}
