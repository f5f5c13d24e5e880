package org.tidemark.streaming.cross;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.tidemark.features.spark.CrossTable;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.RowShape;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.feature.FoldRows;
import org.tidemark.streaming.feature.FoldTotals;
import org.tidemark.streaming.feature.LiveCross;
import org.tidemark.streaming.feature.SavedUniverse;
import org.tidemark.streaming.score.Birth;
import org.tidemark.streaming.score.HeldCheckpoint;
import org.tidemark.streaming.score.LiveScorer;
import org.tidemark.streaming.score.TakenBatches;
import org.tidemark.streaming.sink.MicroBatch;
import org.tidemark.streaming.sink.MicroBatches;
import org.tidemark.streaming.sink.Routed;

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
  private final TableStore store;
  private final CrossSettings settings;
  private final Table table;
  private final HeldCheckpoint checkpoint;
  private final MicroBatches batches;
  private LiveScorer.Gate gate = batch -> {};

  /** A query over the lake of a store; nothing runs yet. */
  public LiveUniverse(TableStore store, CrossSettings settings) {
    this.store = store;
    this.settings = settings;
    this.table = CrossTable.live(settings.set());
    this.batches = new MicroBatches(store);
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
    write(batches.at(batch, id));
  }

  private void write(MicroBatch batch) throws Exception {
    RowShape rows =
        RowShape.of(table, CrossRouter.wide(settings.set().outputNames()))
            .with("query", settings.query())
            .with("feature_set_hash", settings.set().hash())
            .withTime("event_time", "event_time_nanos")
            .with("batch_id", batch.id());
    RowShape dead =
        RowShape.of(Tables.DEAD_LETTERS, FoldRows.SCHEMA)
            .with("query", settings.query())
            .with("batch_id", batch.id());
    FoldTotals total;
    try (Routed<FoldTotals> routed =
        batch.route(List.of(table, Tables.DEAD_LETTERS), new CrossRouter(rows, dead))) {
      total = routed.totals().stream().reduce(FoldTotals.NONE, FoldTotals::plus);
      total.check(batch.id());
      batch.append(List.of(routed.part(table, "cross"), routed.part(Tables.DEAD_LETTERS)));
    }
    batch.append(
        Tables.PROGRESS, total.progress(settings.query(), batch.id(), 0, Optional.empty()));
  }
}
