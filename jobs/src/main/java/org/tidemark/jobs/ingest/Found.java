package org.tidemark.jobs.ingest;

import java.io.Serializable;
import java.util.Map;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.ingest.Tally;

/** A file and what its scan found. */
record Found(FileOnDisk file, Scan scan) implements Serializable {
  String sourceId() {
    return scan.sourceId();
  }

  Tally tally() {
    return scan.tally();
  }

  Map<String, Scan.Span> spans() {
    return scan.spans();
  }

  long firstNanos() {
    return scan.firstNanos();
  }

  long lastNanos() {
    return scan.lastNanos();
  }

  /** The one kind of event in the file. */
  EventKind kind() {
    if (scan.kinds().size() > 1) {
      throw new IllegalStateException(
          file.uri()
              + " mixes events of kinds "
              + scan.kinds()
              + "; split it into one file per kind");
    }
    return scan.kinds().first();
  }
}
