package org.tidemark.jobs.cli;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.StoredEvent;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.streaming.source.FolderSink;
import org.tidemark.streaming.source.KafkaAddress;
import org.tidemark.streaming.source.KafkaSink;
import org.tidemark.streaming.source.Pace;
import org.tidemark.streaming.source.TickReplayer;
import org.tidemark.streaming.source.TickSink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends recorded events of the lake as a live feed. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Send recorded events as a live feed, at a multiple of the speed they happened.",
    footer = {
      "",
      "Examples:",
      "  tidemark replay --lake lake --source market.trades --instrument SPY --to feed --speed 100",
      "  tidemark replay --lake lake --source market.bars --from 2018-05-31T00:00:00Z \\",
      "      --to kafka://localhost:9092/ticks --speed 0"
    })
public final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(
      names = "--source",
      required = true,
      paramLabel = "TABLE",
      description = "market.trades, market.quotes or market.bars.")
  private String source;

  @Option(names = "--instrument", paramLabel = "ID", description = "Only these; may be repeated.")
  private List<String> instruments = new ArrayList<>();

  @Option(names = "--from", paramLabel = "INSTANT", description = "First event time, UTC.")
  private Optional<Instant> from = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "INSTANT",
      description = "Event time to stop before, UTC.")
  private Optional<Instant> until = Optional.empty();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR|kafka://HOST:PORT/TOPIC",
      description = "Folder of JSON-lines files, or a Kafka topic.")
  private String to;

  @Option(
      names = "--speed",
      defaultValue = "1",
      description = "Seconds of market time per second; 0 is as fast as possible.")
  private double speed;

  @Option(names = "--kafka-option", paramLabel = "KEY=VALUE", description = "Producer option.")
  private Map<String, String> kafka = new LinkedHashMap<>();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    EventKind kind = kind();
    Iterator<StoredEvent> rows = rows(lake.store(), kind).toLocalIterator();
    Iterator<MarketEvent> events =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return rows.hasNext();
          }

          @Override
          public MarketEvent next() {
            StoredEvent next = rows.next();
            return next.toEvent(new InstrumentId(next.getInstrument()));
          }
        };
    try (TickSink sink = sink()) {
      TickReplayer.Summary summary =
          new TickReplayer(
                  sink,
                  Pace.of(speed, System::nanoTime),
                  sent -> {
                    out.printf("%,d ticks sent%n", sent);
                    out.flush();
                  })
              .replay(events);
      out.printf("%,d ticks of %s sent to %s%n", summary.sent(), source, to);
      out.flush();
    }
    return 0;
  }

  private EventKind kind() {
    for (EventKind kind : EventKind.values()) {
      // The wire carries no books.
      if (kind.hasPrices()
          && kind.table().qualifiedName().equals(source.toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "--source '" + source + "' must be market.trades, market.quotes or market.bars");
  }

  private Dataset<StoredEvent> rows(TableStore store, EventKind kind) {
    Column wanted = col("event_time_nanos").isNotNull();
    if (!instruments.isEmpty()) {
      wanted = wanted.and(col("instrument").isin(instruments.toArray()));
    }
    if (from.isPresent()) {
      wanted = wanted.and(col("event_time_nanos").geq(nanos(from.get())));
    }
    if (until.isPresent()) {
      wanted = wanted.and(col("event_time_nanos").lt(nanos(until.get())));
    }
    return EventRows.events(store.read(kind.table()).where(wanted), kind)
        .orderBy("eventTimeNanos", "instrument", "offset");
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  private TickSink sink() {
    return KafkaAddress.matches(to)
        ? new KafkaSink(KafkaAddress.parse(to), kafka)
        : new FolderSink(Path.of(to), 10_000);
  }
}
