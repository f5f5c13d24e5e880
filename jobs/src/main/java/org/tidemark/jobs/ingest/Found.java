package org.tidemark.jobs.ingest;

import java.io.Serializable;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
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

  /** The kinds of event in the file, in the order of their declaration. */
  Set<EventKind> kinds() {
    return scan.spans().keySet();
  }

  /** What the file holds of a kind, per instrument. */
  Map<String, Span> spans(EventKind kind) {
    return scan.spans().get(kind);
  }

  /** What the file holds of a kind, over all instruments. */
  Span span(EventKind kind) {
    Collection<Span> spans = scan.spans().get(kind).values();
    return spans.stream().reduce(Span::plus).orElseThrow();
  }
}
