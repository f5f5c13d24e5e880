package org.tidemark.streaming.score;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.sink.MicroBatches;
import org.tidemark.streaming.source.CheckpointLog;

/**
 * What tables have taken of a query, held against its checkpoint: both must be of one moment.
 * Without the checkpoint the query would write everything a second time; with one that is older,
 * tables would pass over the batches that they think they have, whose ticks are others now, and
 * those would be nowhere.
 */
public final class TakenBatches {
  private static final List<Table> WRITTEN =
      List.of(
          Tables.PROGRESS,
          Tables.LIVE_BEGINNINGS,
          Tables.LIVE_TICKS,
          Tables.LIVE_FEATURES,
          Tables.SCORES,
          Tables.PROVISIONAL_SCORES,
          Tables.LIVE_SIGNALS,
          Tables.DEAD_LETTERS);

  private final TableStore store;
  private final String query;
  private final String checkpoint;

  /** Of the query of that name, which has its checkpoint in that folder. */
  public TakenBatches(TableStore store, String query, String checkpoint) {
    this.store = store;
    this.query = query;
    this.checkpoint = checkpoint;
  }

  /**
   * Compares them.
   *
   * @throws IllegalStateException if the checkpoint is missing, one of both is older, or the last
   *     row of progress is gone
   */
  public void fit() {
    CheckpointLog log = new CheckpointLog(checkpoint, store.spark().sessionState().newHadoopConf());
    if (!log.begun()) {
      WRITTEN.forEach(this::knowsNone);
    }
    long planned = log.planned();
    log.queryId()
        .ifPresent(
            id -> {
              WRITTEN.stream()
                  .filter(store::exists)
                  .forEach(table -> notBeyond(planned, id, table));
              everyBatchIsThere(log.done(), id);
            });
  }

  /** Every batch has a row of progress, which is written before it is noted as done. */
  private void everyBatchIsThere(long done, String id) {
    long last = MicroBatches.lastTaken(store, id, Tables.PROGRESS).orElse(-1);
    if (last < done) {
      throw new IllegalStateException(
          "the checkpoint "
              + checkpoint
              + " has done batch "
              + done
              + " but live.progress ends at batch "
              + last
              + " of query "
              + query
              + ": the tables are older than it, and the batches since would be missing; put back"
              + " checkpoint and tables of the same moment (docs/how-to/recover.md), or start"
              + " under a new query name");
    }
    if (last >= 0 && rowsOfQuery(Tables.PROGRESS).where(col("batch_id").equalTo(last)).isEmpty()) {
      throw new IllegalStateException(
          "live.progress has taken batch "
              + last
              + " of query "
              + query
              + " but has no row of it: its rows were deleted, or the table was restored to an"
              + " older version without the others; restore it to the version before that, or put"
              + " back checkpoint and tables of the same moment (docs/how-to/recover.md)");
    }
  }

  private Dataset<Row> rowsOfQuery(Table table) {
    return store.read(table).where(col("query").equalTo(query));
  }

  private void knowsNone(Table table) {
    if (store.exists(table) && !rowsOfQuery(table).isEmpty()) {
      throw new IllegalStateException(
          "query "
              + query
              + " has batches in "
              + table.qualifiedName()
              + " but no checkpoint at "
              + checkpoint
              + "; restore the checkpoint, or start under a new query name");
    }
  }

  private void notBeyond(long planned, String id, Table table) {
    OptionalLong taken = MicroBatches.lastTaken(store, id, table);
    if (taken.isPresent() && taken.getAsLong() > planned) {
      throw new IllegalStateException(
          "the checkpoint "
              + checkpoint
              + " ends at batch "
              + planned
              + " but "
              + table.qualifiedName()
              + " has batch "
              + taken.getAsLong()
              + " of query "
              + query
              + ": it is older than its tables, and the ticks since would be lost; put back"
              + " checkpoint and tables of the same moment (docs/how-to/recover.md), or start"
              + " under a new query name");
    }
  }
}
