package org.tidemark.streaming.cross;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.spark.CrossTable;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.feature.FoldRows;
import org.tidemark.streaming.feature.LiveCross;
import org.tidemark.streaming.feature.SavedUniverse;
import org.tidemark.streaming.score.Birth;
import org.tidemark.streaming.score.HeldCheckpoint;
import org.tidemark.streaming.score.LiveScorer;
import org.tidemark.streaming.score.TakenBatches;
import org.tidemark.streaming.sink.MicroBatch;

/**
 * The cross-instrument rows of a universe live: ticks in; rows into {@code live.cross_NAME}, ticks
 * that could not be used into {@code live.dead_letters}, one row a batch into {@code
 * live.progress}, which is written last. Ticks of instruments that are no members are not looked
 * at.
 *
 * <p>Exactly once, as {@link LiveScorer}: a batch that is repeated after a crash makes the same
 * rows of the same state, and each table takes no batch of a query twice. Together with the rows of
 * the night whose states it began with, the rows are those of one batch run over all ticks, bit for
 * bit.
 */
public final class LiveUniverse {
  private static final String EVENT_TIME =
      "timestamp_micros((event_time_nanos - pmod(event_time_nanos, 1000)) div 1000)";

  private final TableStore store;
  private final CrossSettings settings;
  private final Table table;
  private final HeldCheckpoint checkpoint;
  private LiveScorer.Gate gate = batch -> {};

  /** A query over the lake of a store; nothing runs yet. */
  public LiveUniverse(TableStore store, CrossSettings settings) {
    this.store = store;
    this.settings = settings;
    this.table = CrossTable.live(settings.set());
    this.checkpoint =
        new HeldCheckpoint(store, settings.query(), settings.checkpoint(), settings.source());
  }

  /**
   * Totals of a query over all its batches.
   *
   * @param batches micro-batches
   * @param consumed ticks of members read, and messages that are no ticks: {@code valid + dead}
   * @param valid ticks taken
   * @param dead ticks in {@code live.dead_letters}
   * @param rows cross-instrument rows written
   */
  public record Totals(long batches, long consumed, long valid, long dead, long rows) {}

  /** Puts a gate before each batch; before {@link #start}. */
  public LiveUniverse behind(LiveScorer.Gate someGate) {
    gate = someGate;
    return this;
  }

  /** The table that the rows are written into. */
  public Table table() {
    return table;
  }

  /**
   * Starts the query, or goes on where its checkpoint stands; of a topic, returns once a batch that
   * a crash has left unfinished is done again.
   *
   * @return the running query; {@code stop()} is safe at any moment
   * @throws IllegalStateException if another program runs on the checkpoint, or its offsets are of
   *     a topic made anew since
   */
  public StreamingQuery start() {
    return checkpoint.start(this::begin);
  }

  private StreamingQuery begin() {
    store.ensure(table);
    store.ensure(Tables.DEAD_LETTERS);
    store.ensure(Tables.PROGRESS);
    Birth birth = new Birth(store, settings.checkpoint(), settings.beginning());
    new TakenBatches(store, settings.query(), settings.checkpoint()).fit();
    checkpoint.checkSource();
    SavedUniverse saved =
        birth
            .states((version, until) -> SavedUniverse.newest(store, settings.set(), version, until))
            .orElseGet(() -> SavedUniverse.none(store.spark()));
    try {
      return new LiveCross(settings.set(), settings.limits())
          .of(settings.source().open(store.spark()), saved, settings.source().schema())
          .writeStream()
          .queryName(settings.query())
          .option("checkpointLocation", settings.checkpoint())
          .outputMode("append")
          .trigger(settings.schedule().trigger())
          .foreachBatch((VoidFunction2<Dataset<Row>, Long>) this::take)
          .start();
    } catch (TimeoutException e) {
      throw new IllegalStateException("query " + settings.query() + " did not start", e);
    }
  }

  /** What the query has done so far, over all restarts. */
  public Totals totals() {
    Row sum =
        store
            .read(Tables.PROGRESS)
            .where(col("query").equalTo(settings.query()))
            .selectExpr(
                "count(*)",
                "coalesce(sum(consumed), 0L)",
                "coalesce(sum(valid), 0L)",
                "coalesce(sum(dead), 0L)",
                "coalesce(sum(bars), 0L)")
            .head();
    return new Totals(
        sum.getLong(0), sum.getLong(1), sum.getLong(2), sum.getLong(3), sum.getLong(4));
  }

  private void take(Dataset<Row> batch, long id) throws Exception {
    gate.pass(id);
    checkpoint.checkSourceBefore(id);
    try (MicroBatch into = MicroBatch.of(store, batch, id)) {
      write(into);
    }
  }

  private void write(MicroBatch batch) throws Exception {
    Dataset<Row> rows = batch.rows();
    Row sum =
        rows.selectExpr(
                "coalesce(sum(consumed), 0L)",
                "coalesce(sum(valid), 0L)",
                "count_if(kind = '" + FoldRows.DEAD + "')",
                "count_if(kind = '" + FoldRows.BAR + "')")
            .head();
    long consumed = sum.getLong(0);
    long valid = sum.getLong(1);
    long dead = sum.getLong(2);
    long made = sum.getLong(3);
    if (valid + dead != consumed) {
      throw new IllegalStateException(
          "batch "
              + batch.id()
              + ": "
              + valid
              + " ticks taken and "
              + dead
              + " dead are not the "
              + consumed
              + " read; nothing of it is written");
    }
    List<MicroBatch.Part> parts = new ArrayList<>();
    if (made > 0) {
      parts.add(new MicroBatch.Part(table, "cross", wide(rows, batch)));
    }
    if (dead > 0) {
      parts.add(
          MicroBatch.Part.of(
              Tables.DEAD_LETTERS,
              rows.where(col("kind").equalTo(FoldRows.DEAD))
                  .withColumn("query", lit(settings.query()))
                  .withColumn("batch_id", batch.idColumn())
                  .coalesce(1)));
    }
    batch.append(parts);
    Row progress =
        RowFactory.create(settings.query(), batch.id(), consumed, valid, dead, made, 0L, null);
    batch.append(
        MicroBatch.Part.of(Tables.PROGRESS, store.rows(Tables.PROGRESS, List.of(progress))));
  }

  private Dataset<Row> wide(Dataset<Row> rows, MicroBatch batch) {
    List<String> outputs = settings.set().outputNames();
    StructType schema =
        new StructType()
            .add("instrument", DataTypes.StringType, false)
            .add("event_time_nanos", DataTypes.LongType, false)
            .add("offset", DataTypes.LongType, false)
            .add("close", DataTypes.DoubleType, false);
    for (String output : outputs) {
      schema = schema.add(output, DataTypes.FloatType, false);
    }
    int width = outputs.size();
    return rows.where(col("kind").equalTo(FoldRows.BAR))
        .select("instrument", "event_time_nanos", "offset", "close", "features")
        .map((MapFunction<Row, Row>) row -> spread(row, width), Encoders.row(schema))
        .withColumn("query", lit(settings.query()))
        .withColumn("feature_set_hash", lit(settings.set().hash()))
        .withColumn("event_time", expr(EVENT_TIME))
        .withColumn("batch_id", batch.idColumn())
        .coalesce(1);
  }

  private static Row spread(Row row, int width) {
    Object[] values = new Object[4 + width];
    for (int i = 0; i < 4; i++) {
      values[i] = row.get(i);
    }
    ByteBuffer features = ByteBuffer.wrap(row.getAs(4));
    for (int i = 0; i < width; i++) {
      values[4 + i] = features.getFloat();
    }
    return RowFactory.create(values);
  }
}
