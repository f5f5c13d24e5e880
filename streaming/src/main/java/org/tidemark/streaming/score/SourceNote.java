package org.tidemark.streaming.score;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.streaming.source.CheckpointLog;
import org.tidemark.streaming.source.KafkaTopic;
import org.tidemark.streaming.source.TickFolder;
import org.tidemark.streaming.source.TickSource;

/**
 * Notes beside a checkpoint which source its offsets are of, and refuses another one. A topic made
 * anew begins at offset 0 again: without this a query would pass over what lies below its old
 * offsets and say nothing. Files that lie in another folder would all be read again.
 *
 * <p>Looked at when the query starts and before every {@value #EVERY}th batch. A topic made anew
 * and filled beyond the old offsets between two looks is seen at the next; one that is shorter than
 * the offsets Spark itself refuses at once. A checkpoint of a program before this note gets it at
 * its next start, if its offsets can be of the source.
 */
final class SourceNote {
  private static final Logger LOG = LoggerFactory.getLogger(SourceNote.class);
  private static final int EVERY = 16;

  private final CheckpointNote file;
  private final CheckpointLog log;
  private final TickSource source;

  SourceNote(String checkpoint, TickSource source, Configuration configuration) {
    this.file = new CheckpointNote(checkpoint, "source", configuration);
    this.log = new CheckpointLog(checkpoint, configuration);
    this.source = source;
  }

  /**
   * Refuses a source that is not the one noted, and notes it where none is or no offset is of any.
   *
   * @throws IllegalStateException if it is another one, or was made anew
   */
  void atStart() {
    String now = source.identity();
    // What an earlier start wanted to note counts only where a query has begun.
    boolean bound = log.begun() && log.bound();
    Optional<String> noted = bound ? file.read() : Optional.empty();
    if (noted.isPresent()) {
      same(noted.get().strip(), now);
      return;
    }
    Optional<String> offsets = bound ? log.offsets() : Optional.empty();
    if (offsets.isPresent() && !source.owns(offsets.get())) {
      throw new IllegalStateException(
          "the offsets of this query are " + offsets.get() + ", which is no " + now + another());
    }
    file.write(now + "\n");
  }

  /**
   * The same in a running query of a topic; a folder stays what it is. A broker that does not
   * answer is being restarted, perhaps, which a query outlives: a later batch asks again.
   */
  void beforeBatch(long id) {
    if (id % EVERY != 0 || source instanceof TickFolder) {
      return;
    }
    String now;
    try {
      now = source.identity();
    } catch (IllegalStateException unanswered) {
      LOG.warn("whether the source is still the same was not told: {}", unanswered.getMessage());
      return;
    }
    file.read().ifPresent(noted -> same(noted.strip(), now));
  }

  private void same(String noted, String now) {
    if (!noted.equals(now)) {
      String what = "the offsets of this query are of " + noted + ", but there is " + now + " now";
      throw new IllegalStateException(
          source instanceof KafkaTopic && noted.startsWith(source.label() + " ")
              ? what
                  + ": the topic was made anew. Start under a new query name; or, if it holds the"
                  + " same records at the same offsets, delete "
                  + file
                  + " and start again"
              : what + another());
    }
  }

  private String another() {
    return "; give the source that the query began with, or start under a new query name (where "
        + file
        + " is damaged, delete it)";
  }
}
