package org.tidemark.streaming.score;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.streaming.source.TickSource;

/**
 * Notes beside a checkpoint which source its offsets are of, and refuses another one under the same
 * name. A topic made anew begins at offset 0 again: without this a query would pass over what lies
 * below its old offsets and say nothing.
 *
 * <p>Looked at when the query starts and before every {@value #EVERY}th batch. A topic made anew
 * and filled beyond the old offsets between two looks is seen at the next; one that is shorter than
 * the offsets Spark itself refuses at once. A checkpoint of a program before this note gets it at
 * its next start.
 */
final class SourceNote {
  private static final Logger LOG = LoggerFactory.getLogger(SourceNote.class);
  private static final int EVERY = 16;

  private final CheckpointNote file;
  private final TickSource source;

  SourceNote(String checkpoint, TickSource source, Configuration configuration) {
    this.file = new CheckpointNote(checkpoint, "source", configuration);
    this.source = source;
  }

  /**
   * Refuses a source that is not the one noted, and notes it where none is or no query has begun.
   *
   * @throws IllegalStateException if the source was made anew
   */
  void atStart() {
    Optional<String> now = source.identity();
    if (now.isEmpty()) {
      return;
    }
    Optional<String> noted = file.begun() ? file.read() : Optional.empty();
    if (noted.isEmpty()) {
      file.write(now.get() + "\n");
    } else {
      same(noted.get(), now.get());
    }
  }

  /**
   * The same in a running query. A broker that does not answer is being restarted, perhaps, which a
   * query outlives: a later batch asks again.
   */
  void beforeBatch(long id) {
    if (id % EVERY != 0) {
      return;
    }
    Optional<String> now;
    try {
      now = source.identity();
    } catch (IllegalStateException unanswered) {
      LOG.warn("whether the source is still the same was not told: {}", unanswered.getMessage());
      return;
    }
    now.ifPresent(its -> file.read().ifPresent(noted -> same(noted, its)));
  }

  private void same(String noted, String now) {
    if (!noted.strip().equals(now)) {
      throw new IllegalStateException(
          "the offsets of this query are of "
              + noted.strip()
              + ", but there is "
              + now
              + " now: the topic was made anew. Start under a new query name; or, if it holds the"
              + " same records at the same offsets, delete "
              + file
              + " and start again");
    }
  }
}
