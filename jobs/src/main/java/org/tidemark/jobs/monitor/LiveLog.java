package org.tidemark.jobs.monitor;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.sql.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * What live queries have written that no earlier replay has seen, up to the as-of date: states to
 * begin with, ticks taken, rows closed.
 *
 * <p>As in batch, what is known at the date ends in each instrument's log before the first tick
 * that is later. Only micro-batches that {@code live.progress} counts are read: of one that is
 * being written some tables may still lack their part.
 */
final class LiveLog implements AutoCloseable {
  private static final String[] INSTRUMENT = {"query", "instrument"};

  /**
   * Micro-batches to read of one query.
   *
   * @param from the first one with a tick that no earlier replay has seen
   * @param kept the first one whose ticks are kept
   * @param to the last complete one
   */
  record Span(long from, long kept, long to) {}

  private final TableStore store;
  private final NightlyArgs args;
  private final Dataset<Row> starts;
  private final Map<String, Span> spans = new TreeMap<>();
  private final Dataset<Row> seen;
  // The first tick of each instrument that is not known at the date, and its micro-batch.
  private final Dataset<Row> ends;

  private LiveLog(TableStore store, NightlyArgs args) {
    this.store = store;
    this.args = args;
    Dataset<Row> beginnings =
        read(Tables.LIVE_BEGINNINGS)
            .selectExpr(
                "query",
                "instrument",
                "feature_set",
                "feature_set_hash",
                "sampler",
                "offset - 1 as last_offset",
                "batch_id as from_batch",
                "snapshot");
    Dataset<Row> states =
        read(Tables.PARITY_STATE)
            .where(col("until_date").lt(lit(Date.valueOf(args.asOf()))))
            .groupBy("query", "instrument")
            .agg(
                max_by(
                        struct(
                            "feature_set",
                            "feature_set_hash",
                            "sampler",
                            "last_offset",
                            "from_batch",
                            "snapshot"),
                        col("until_date"))
                    .as("newest"))
            .select("query", "instrument", "newest.*");
    Map<String, Long> kept = byQuery(beginnings.groupBy("query").agg(min("from_batch")));
    this.starts =
        states
            .union(beginnings.join(states, INSTRUMENT, "left_anti"))
            .persist(StorageLevel.MEMORY_AND_DISK());
    Map<String, Long> from = byQuery(starts.groupBy("query").agg(min("from_batch")));
    byQuery(read(Tables.PROGRESS).groupBy("query").agg(max("batch_id")))
        .forEach(
            (query, to) ->
                spans.put(
                    query,
                    new Span(
                        from.getOrDefault(query, 0L),
                        kept.getOrDefault(query, Long.MAX_VALUE),
                        to)));
    this.seen = local(starts.select("query", "instrument", "last_offset"));
    this.ends =
        local(
            read(Tables.LIVE_TICKS)
                .where(inSpans().and(col("event_time_nanos").gt(args.asOfNanos())))
                .groupBy("query", "instrument")
                .agg(min("offset").as("end_offset"), min("batch_id").as("end_batch")));
  }

  /** A few rows, computed once. */
  private Dataset<Row> local(Dataset<Row> rows) {
    return store.spark().createDataFrame(rows.collectAsList(), rows.schema());
  }

  static LiveLog of(TableStore store, NightlyArgs args) {
    return new LiveLog(store, args);
  }

  @Override
  public void close() {
    starts.unpersist();
  }

  /** A table as it is; one that is not there is not made. */
  private Dataset<Row> read(Table table) {
    return store.exists(table) ? store.read(table) : store.rows(table, List.of());
  }

  private static Map<String, Long> byQuery(Dataset<Row> rows) {
    Map<String, Long> found = new TreeMap<>();
    rows.collectAsList().forEach(row -> found.put(row.getString(0), row.getLong(1)));
    return found;
  }

  /** Whether no query has a complete micro-batch. */
  boolean isEmpty() {
    return spans.isEmpty();
  }

  /** Feature set and sampler of each query that has a state to begin with. */
  List<Row> sets() {
    return starts
        .select("query", "feature_set", "feature_set_hash", "sampler")
        .distinct()
        .collectAsList();
  }

  /** Rows of {@link LiveReplay#INPUT}, sorted as it says. */
  Dataset<Row> rows() {
    Dataset<Row> begun =
        starts.selectExpr(
            "query",
            "instrument",
            Long.MIN_VALUE + 1 + "L as place",
            LiveReplay.START + " as kind",
            "0L as event_time_nanos",
            "last_offset as offset",
            "snapshot as bytes",
            "cast(null as string) as wire");
    Dataset<Row> ticks =
        unseen(
            read(Tables.LIVE_TICKS)
                .where(inSpans())
                .selectExpr(
                    "query",
                    "instrument",
                    "offset as place",
                    LiveReplay.TICK + " as kind",
                    "event_time_nanos",
                    "offset",
                    "cast(null as binary) as bytes",
                    "wire"));
    Dataset<Row> closed =
        unseen(
            read(Tables.LIVE_FEATURES)
                .where(inSpans())
                .selectExpr(
                    "query",
                    "instrument",
                    "closed_by_offset as place",
                    LiveReplay.LIVE + " as kind",
                    "event_time_nanos",
                    "offset",
                    "features as bytes",
                    "cast(null as string) as wire"));
    long instruments = seen.count();
    return begun
        .union(ticks)
        .union(closed)
        .repartition((int) Math.max(1, Math.min(instruments, 200)), col("query"), col("instrument"))
        .sortWithinPartitions("query", "instrument", "place", "kind", "event_time_nanos", "offset");
  }

  private Column inSpans() {
    Column any = lit(false);
    for (Map.Entry<String, Span> span : spans.entrySet()) {
      any =
          any.or(
              col("query")
                  .equalTo(span.getKey())
                  .and(col("batch_id").geq(span.getValue().from()))
                  .and(col("batch_id").leq(span.getValue().to())));
    }
    return any;
  }

  private Dataset<Row> unseen(Dataset<Row> rows) {
    return rows.join(broadcast(seen), INSTRUMENT, "left")
        .join(broadcast(ends), INSTRUMENT, "left")
        .where(
            col("place")
                .gt(coalesce(col("last_offset"), lit(Long.MIN_VALUE)))
                .and(col("place").lt(coalesce(col("end_offset"), lit(Long.MAX_VALUE)))))
        .select(
            "query", "instrument", "place", "kind", "event_time_nanos", "offset", "bytes", "wire");
  }

  /** Rows of {@code features.parity_state} from those of {@link LiveReplay#OUTPUT}. */
  Dataset<Row> states(Dataset<Row> replayed) {
    Column after = lit(0L);
    for (Map.Entry<String, Span> span : spans.entrySet()) {
      after =
          when(col("query").equalTo(span.getKey()), lit(span.getValue().to() + 1)).otherwise(after);
    }
    return replayed
        .where(col("output").equalTo(LiveReplay.SUMMARY).and(col("snapshot").isNotNull()))
        .select(col("query"), col("instrument"), col("offset").as("last_offset"), col("snapshot"))
        .join(
            starts.select("query", "instrument", "feature_set", "feature_set_hash", "sampler"),
            INSTRUMENT)
        .join(broadcast(ends), INSTRUMENT, "left")
        .withColumn("until_date", lit(Date.valueOf(args.asOf())))
        .withColumn("from_batch", coalesce(col("end_batch"), after));
  }

  /** Micro-batches of which not all ticks that were taken are kept: query, batch, taken, kept. */
  List<Row> lossy() {
    Column any = lit(false);
    for (Map.Entry<String, Span> span : spans.entrySet()) {
      long from = Math.max(span.getValue().from(), span.getValue().kept());
      any =
          any.or(
              col("query")
                  .equalTo(span.getKey())
                  .and(col("batch_id").between(from, span.getValue().to())));
    }
    return read(Tables.PROGRESS)
        .where(any)
        .select("query", "batch_id", "valid")
        .join(
            read(Tables.LIVE_TICKS).where(any).groupBy("query", "batch_id").count(),
            new String[] {"query", "batch_id"},
            "left")
        .selectExpr("query", "batch_id", "valid", "coalesce(count, 0L) as kept")
        .where("valid <> kept")
        .orderBy("query", "batch_id")
        .collectAsList();
  }
}
