package org.tidemark.jobs.ingest;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.ingest.Accepted;
import org.tidemark.lakehouse.ingest.IngestReader;
import org.tidemark.lakehouse.ingest.Ingested;
import org.tidemark.lakehouse.ingest.Tally;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.market.MarketEvent;

/**
 * What one file holds, found by reading all of it before anything is written.
 *
 * @param kinds table kinds found; at most one per file is supported
 * @param spans first and last offset per instrument
 */
record Scan(
    String sourceId,
    Tally tally,
    TreeSet<EventKind> kinds,
    TreeMap<String, Span> spans,
    long firstNanos,
    long lastNanos)
    implements Serializable {

  /** Offsets of one instrument in one file. */
  record Span(long first, long last) implements Serializable {
    Span with(long offset) {
      return new Span(Math.min(first, offset), Math.max(last, offset));
    }

    boolean meets(Span other) {
      return first <= other.last && other.first <= last;
    }
  }

  static Scan of(FileOnDisk file, Configuration hadoop) {
    TreeSet<EventKind> kinds = new TreeSet<>();
    TreeMap<String, Span> spans = new TreeMap<>();
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    try (IngestReader reader = file.open(hadoop)) {
      while (reader.hasNext()) {
        Ingested row = reader.next();
        if (row instanceof Accepted accepted) {
          MarketEvent event = accepted.event();
          kinds.add(EventRows.kind(event));
          Span one = new Span(event.offset(), event.offset());
          spans.merge(
              event.instrument().value(), one, (span, ignored) -> span.with(event.offset()));
          first = Math.min(first, event.eventTimeNanos());
          last = Math.max(last, event.eventTimeNanos());
        }
      }
      return new Scan(file.sourceId(spans, hadoop), reader.tally(), kinds, spans, first, last);
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + file.uri(), e);
    }
  }
}
