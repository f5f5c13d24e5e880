package org.tidemark.bench.gpu;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.tidemark.models.drift.FrozenBins;

/** The rows and the queries that both sides of the SQL benchmark run. */
final class Queries {
  static final int FEATURES = 65;

  /** Columns that move by 0.3 in the second half of the rows; the others do not. */
  static final int DRIFTED = 5;

  private static final int INSTRUMENTS = 64;

  private Queries() {}

  static List<String> features() {
    return IntStream.range(0, FEATURES).mapToObj(i -> "f" + i).toList();
  }

  /** Made from hashes of the row number: the same rows in any number of partitions. */
  static Dataset<Row> rows(SparkSession spark, long count, int partitions) {
    List<Column> columns = new ArrayList<>();
    columns.add(expr("cast(id % " + INSTRUMENTS + " as int)").as("instrument"));
    columns.add(expr("(id div " + INSTRUMENTS + ") * 1000000000L").as("event_time_nanos"));
    columns.add(expr("100000L + pmod(xxhash64(id, 1), 2001) - 1000").as("ticks"));
    columns.add(expr("1L + pmod(xxhash64(id, 2), 500)").as("size"));
    columns.add(expr("id >= " + count / 2).as("current"));
    for (int i = 0; i < FEATURES; i++) {
      String hash = "xxhash64(id, " + (100 + i) + ")";
      String shift = i < DRIFTED ? " + if(id >= " + count / 2 + ", 0.3, 0.0)" : "";
      columns.add(
          expr("if(pmod("
                  + hash
                  + ", 97) = 0, float('NaN'), cast(pmod("
                  + hash
                  + ", 16777216) / 16777216D * 2 - 1"
                  + shift
                  + " as float))")
              .as("f" + i));
    }
    return spark.range(0, count, 1, partitions).select(columns.toArray(Column[]::new));
  }

  /**
   * One row: per feature the number of values that are NaN, then of values at or above each edge.
   * Exact counts, so they give {@link org.tidemark.models.drift.Profile}s on any engine. Spark
   * orders NaN above every number.
   */
  static Dataset<Row> counts(Dataset<Row> rows, List<FrozenBins> bins) {
    List<Column> counts = new ArrayList<>();
    counts.add(count(lit(1)).as("n"));
    for (int i = 0; i < FEATURES; i++) {
      Column value = col("f" + i);
      counts.add(count(when(isnan(value), 1)).as("nan" + i));
      double[] edges = bins.get(i).edges();
      for (int e = 0; e < edges.length; e++) {
        counts.add(count(when(value.cast("double").geq(edges[e]), 1)).as("c" + i + "_" + e));
      }
    }
    return rows.agg(counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new));
  }

  /** Counts per bin, NaN last, from the row of {@link #counts}. */
  static List<long[]> perBin(Row row, List<FrozenBins> bins) {
    List<long[]> all = new ArrayList<>();
    int at = 1;
    for (FrozenBins each : bins) {
      long[] counts = new long[each.size()];
      long nan = row.getLong(at++);
      long above = row.getLong(0);
      for (int e = 0; e < each.size() - 2; e++) {
        long next = row.getLong(at++);
        counts[e] = above - next;
        above = next;
      }
      counts[each.size() - 2] = above - nan;
      counts[each.size() - 1] = nan;
      all.add(counts);
    }
    return all;
  }

  /** One-minute bars: whole numbers are exact on any engine, the mean and deviation are not. */
  static Dataset<Row> bars(Dataset<Row> rows) {
    return rows.groupBy(col("instrument"), expr("event_time_nanos div 60000000000L").as("minute"))
        .agg(
            min_by(col("ticks"), col("event_time_nanos")).as("open"),
            max(col("ticks")).as("high"),
            min(col("ticks")).as("low"),
            max_by(col("ticks"), col("event_time_nanos")).as("close"),
            sum(col("size")).as("volume"),
            sum(col("ticks").multiply(col("size"))).as("turnover"),
            avg(col("ticks").cast("double").multiply(1e-4)).as("mean_price"),
            stddev_samp(col("ticks").cast("double").multiply(1e-4)).as("deviation"));
  }

  /** Rolling features of the last 20 rows of each instrument. */
  static Dataset<Row> windows(Dataset<Row> rows) {
    WindowSpec order = Window.partitionBy("instrument").orderBy("event_time_nanos");
    WindowSpec last = order.rowsBetween(-19, 0);
    Column price = col("ticks").cast("double").multiply(1e-4);
    return rows.select(
        col("instrument"),
        col("event_time_nanos"),
        col("ticks").minus(lag(col("ticks"), 1).over(order)).as("change"),
        max(col("ticks")).over(last).as("highest"),
        min(col("ticks")).over(last).as("lowest"),
        sum(col("size")).over(last).as("volume"),
        avg(price).over(last).as("mean_price"),
        stddev_samp(price).over(last).as("deviation"));
  }
}
