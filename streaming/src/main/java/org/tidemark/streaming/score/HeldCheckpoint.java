package org.tidemark.streaming.score;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.source.CheckpointFiles;
import org.tidemark.streaming.source.CheckpointLog;
import org.tidemark.streaming.source.RepeatedBatch;
import org.tidemark.streaming.source.TickSource;
import org.tidemark.streaming.source.WholeCheckpoint;

/**
 * The checkpoint of a query over its life: one program at a time has it, its offsets are of the
 * source that is read, and a batch that a crash has left unfinished is done again.
 */
public final class HeldCheckpoint {
  private final TableStore store;
  private final String query;
  private final String folder;
  private final TickSource source;
  private final Configuration configuration;
  private final SourceNote note;
  private final MannerNote manner;

  /** The checkpoint in a folder; nothing is taken or read yet. */
  public HeldCheckpoint(TableStore store, String query, String folder, TickSource source) {
    this.store = store;
    this.query = query;
    this.folder = folder;
    this.source = source;
    this.configuration = store.spark().sessionState().newHadoopConf();
    this.note = new SourceNote(folder, source, configuration);
    this.manner = new MannerNote(folder, source, configuration);
  }

  /**
   * Takes the checkpoint for as long as the query runs, and starts it; of a topic, returns once a
   * batch that a crash has left unfinished is done again.
   *
   * @param begin starts the query, or goes on where its checkpoint stands
   * @throws IllegalStateException if another program has the checkpoint
   */
  public StreamingQuery start(Supplier<StreamingQuery> begin) {
    Optional<CheckpointHold> hold =
        CheckpointHold.take(
            folder,
            "query " + query + " of application " + store.spark().sparkContext().applicationId());
    Optional<StreamingQuery> running = Optional.empty();
    try {
      CheckpointFiles.choose(store.spark(), folder);
      new CheckpointLog(folder, configuration).dropHalfWritten();
      WholeCheckpoint.demand(folder, configuration);
      running = Optional.of(RepeatedBatch.started(source, folder, configuration, begin));
      return running.get();
    } finally { // Spark throws checked exceptions that it does not declare
      Optional<StreamingQuery> started = running;
      hold.ifPresent(held -> started.ifPresentOrElse(held::until, held::release));
    }
  }

  /**
   * Notes the source that a new query reads; of an older one, compares it with the note. To be
   * called where a query begins.
   *
   * @throws IllegalStateException if the source is another one or was made anew, or is to be read
   *     in another manner by a batch that must be done again
   */
  public void checkSource() {
    note.atStart();
    manner.atStart();
  }

  /** The same in the running query, before some of its batches. */
  public void checkSourceBefore(long batch) {
    note.beforeBatch(batch);
  }
}
