package org.tidemark.streaming.realtime;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.tidemark.streaming.source.CheckpointLog;
import org.tidemark.streaming.source.TopicOffsets;

/**
 * How far a checkpoint of Spark stands: the next offset of each partition after the last batch that
 * was committed. In real-time mode the entry of a batch in {@code offsets} is written at its end.
 */
final class Committed {
  private Committed() {}

  /** Next offsets by partition; empty before the first commit. */
  static Optional<Map<Integer, Long>> read(Path checkpoint) {
    CheckpointLog log = new CheckpointLog(checkpoint.toUri().toString(), new Configuration());
    long last = log.done();
    if (last < 0) {
      return Optional.empty();
    }
    return Optional.of(
        log.offsets(last)
            .map(TopicOffsets::parse)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        checkpoint.resolve("offsets/" + last)
                            + " is damaged; restore the checkpoint, or start under a new query"
                            + " name")));
  }
}
