package org.tidemark.jobs.ingest;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.ingest.Accepted;
import org.tidemark.lakehouse.ingest.IngestReader;
import org.tidemark.lakehouse.ingest.Tally;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.market.MarketEvent;

/**
 * What one file holds, found by reading all of it before anything is written.
 *
 * @param file position in the list of files
 * @param spans what it holds per kind and instrument; kinds that do not occur are left out
 */
record Scan(int file, String sourceId, Tally tally, TreeMap<EventKind, TreeMap<String, Span>> spans)
    implements Serializable {

  static Scan of(int position, FileOnDisk file, IngestReader opened, Configuration hadoop) {
    TreeMap<EventKind, TreeMap<String, Span>> spans = new TreeMap<>();
    try (IngestReader reader = opened) {
      while (reader.hasNext()) {
        if (reader.next() instanceof Accepted accepted) {
          MarketEvent event = accepted.event();
          spans
              .computeIfAbsent(EventRows.kind(event), kind -> new TreeMap<>())
              .merge(event.instrument().value(), Span.of(event), Span::plus);
        }
      }
      TreeMap<String, Span> stretches = new TreeMap<>();
      spans
          .values()
          .forEach(kind -> kind.forEach((name, s) -> stretches.merge(name, s, Span::plus)));
      return new Scan(position, file.sourceId(stretches, hadoop), reader.tally(), spans);
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + file.uri(), e);
    }
  }
}
