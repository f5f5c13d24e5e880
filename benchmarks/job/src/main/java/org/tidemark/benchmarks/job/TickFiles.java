package org.tidemark.benchmarks.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.StoredEvent;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.streaming.source.FolderSink;

/** The events of a lake as a feed: files of ticks, each with a part of every instrument's log. */
final class TickFiles {
  static final int FILES = 120;

  private final TableStore store;

  TickFiles(TableStore store) {
    this.store = store;
  }

  /** Writes the files, and says how many ticks of each instrument they have. */
  Map<String, Integer> write(Path target) {
    Map<String, List<MarketEvent>> logs = new TreeMap<>();
    Set<EventKind> kinds = EnumSet.of(EventKind.BARS, EventKind.TRADES, EventKind.QUOTES);
    Dataset<StoredEvent> events =
        kinds.stream()
            .map(kind -> EventRows.events(store.read(kind.table()), kind))
            .reduce(Dataset::union)
            .orElseThrow();
    for (Iterator<StoredEvent> rows = events.toLocalIterator(); rows.hasNext(); ) {
      StoredEvent row = rows.next();
      List<MarketEvent> log = logs.computeIfAbsent(row.getInstrument(), k -> new ArrayList<>());
      log.add(row.toEvent(log.isEmpty() ? id(row) : log.get(0).instrument()));
    }
    Map<String, Integer> sent = new TreeMap<>();
    logs.forEach((name, log) -> sent.put(name, log.size()));
    logs.values().forEach(log -> log.sort((a, b) -> Long.compare(a.offset(), b.offset())));
    try (FolderSink sink = new FolderSink(target, Long.MAX_VALUE)) {
      for (long file = 0; file < FILES; file++) {
        for (List<MarketEvent> log : logs.values()) {
          int from = (int) (log.size() * file / FILES);
          log.subList(from, (int) (log.size() * (file + 1) / FILES)).forEach(sink::send);
        }
        sink.flush();
      }
    }
    return sent;
  }

  private static InstrumentId id(StoredEvent row) {
    return new InstrumentId(row.getInstrument());
  }
}
