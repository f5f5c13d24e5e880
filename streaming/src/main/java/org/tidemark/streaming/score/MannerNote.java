package org.tidemark.streaming.score;

import org.apache.hadoop.conf.Configuration;
import org.tidemark.streaming.source.CheckpointLog;
import org.tidemark.streaming.source.TickSource;

/**
 * Notes beside a checkpoint how its source is read. Of a batch that a crash has left unfinished
 * some tables may have rows: done again with another schema, a tick could be in two of them, or in
 * none. Between batches the manner may change.
 */
final class MannerNote {
  private final CheckpointNote file;
  private final CheckpointLog log;
  private final TickSource source;

  MannerNote(String checkpoint, TickSource source, Configuration configuration) {
    this.file = new CheckpointNote(checkpoint, "manner", configuration);
    this.log = new CheckpointLog(checkpoint, configuration);
    this.source = source;
  }

  /**
   * Refuses another manner for a batch that must be done again, and notes the one of the next.
   *
   * @throws IllegalStateException if it is another one
   */
  void atStart() {
    String now = source.manner();
    String noted = file.read().map(String::strip).orElse(now);
    if (log.begun() && log.unfinished() && !noted.equals(now)) {
      throw new IllegalStateException(
          "batch "
              + log.planned()
              + " was begun with messages read as "
              + noted
              + " and must be done again so, not as "
              + now
              + "; start once with that --schema and isolation level, then with the new ones (where "
              + file
              + " is damaged, delete it)");
    }
    if (file.read().isEmpty() || !noted.equals(now)) {
      file.write(now + "\n");
    }
  }
}
