package org.tidemark.streaming.score;

import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.streaming.source.CheckpointLog;
import org.tidemark.streaming.source.TickSource;

/**
 * Holds the ticks that batches counted against the offsets of the topic that Spark noted for them:
 * a count that does not come from the rows. Fewer ticks than offsets are no error by themselves, as
 * markers of transactions and compaction take offsets too, so people are told.
 */
final class CoveredOffsets {
  private static final Logger LOG = LoggerFactory.getLogger(CoveredOffsets.class);
  static final String RULE = "offsets-without-ticks";

  private final TickSource source;
  private final CheckpointLog log;
  private final ScorerAlerts alerts;

  CoveredOffsets(TickSource source, CheckpointLog log, ScorerAlerts alerts) {
    this.source = source;
    this.log = log;
    this.alerts = alerts;
  }

  /**
   * Compares, before anything of the batch is written.
   *
   * @param consumed ticks that it counted
   * @throws IllegalStateException if these are more than there are offsets
   */
  void check(long batch, long consumed) {
    OptionalLong covered = source.covered(log, batch);
    if (covered.isEmpty() || covered.getAsLong() == consumed) {
      return;
    }
    String what =
        "batch "
            + batch
            + " covers "
            + covered.getAsLong()
            + " offsets of "
            + source.label()
            + " and has "
            + consumed
            + " ticks";
    if (consumed > covered.getAsLong()) {
      throw new IllegalStateException(what + ": some came twice; nothing of it is written");
    }
    if (source.everyOffsetHasATick()) {
      String message =
          what
              + ": ends of transactions have none (read such a topic with --kafka"
              + " kafka.isolation.level=read_committed), nor what was compacted; else it is a loss";
      LOG.warn(message);
      alerts.shownByBatch(batch, RULE, source.name(), message);
    }
  }
}
