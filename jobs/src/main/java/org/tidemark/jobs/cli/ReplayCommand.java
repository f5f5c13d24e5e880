package org.tidemark.jobs.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.expressions.Window;
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
      "  tidemark replay --lake lake --source market.trades --source market.books --to feed --speed"
          + " 0",
      "  tidemark replay --lake lake --source market.bars --from 2018-05-31T00:00:00Z \\",
      "      --to kafka://localhost:9092/ticks --speed 0",
      "  tidemark replay --lake lake --source market.quotes --to feed --speed 1000 --resume sent"
    })
public final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(
      names = "--source",
      required = true,
      paramLabel = "TABLE",
      description = "market.trades, market.quotes, market.books or market.bars; may be repeated.")
  private List<String> sources = new ArrayList<>();

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
      description = {
        "Seconds of market time per second; 0 is as fast as possible. Default: ${DEFAULT-VALUE}."
      })
  private double speed;

  @Mixin private KafkaSettings kafka;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description = {
        "Note here what has been sent, and go on from it when it is there. What a killed replay"
            + " had",
        "sent since its last note is sent again: the scorer refuses it as duplicates."
      })
  private Optional<Path> resume = Optional.empty();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    Set<EventKind> kinds = kinds();
    Iterator<StoredEvent> rows = rows(lake.store(), kinds).toLocalIterator();
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
    Optional<ReplayPosition> position = resume.map(ReplayPosition::new);
    Map<InstrumentId, Long> after = position.map(ReplayPosition::read).orElse(Map.of());
    boolean any = events.hasNext(); // sorting is not part of the replay's time
    long begun = System.nanoTime();
    try (TickSink sink = sink()) {
      TickReplayer.Summary summary =
          new TickReplayer(
                  sink,
                  Pace.of(speed, System::nanoTime, LockSupport::parkNanos),
                  sent -> {
                    out.printf("%,d ticks sent%n", sent);
                    out.flush();
                  },
                  offsets -> position.ifPresent(file -> file.write(offsets)))
              .replay(events, after);
      long elapsed = Math.max(1, System.nanoTime() - begun);
      out.printf("%,d ticks of %s sent to %s%n", summary.sent(), String.join(", ", sources), to);
      if (summary.skipped() > 0) {
        out.printf("%,d ticks had been sent before%n", summary.skipped());
      }
      if (any && summary.sent() > 0) {
        tell(summary, elapsed, out);
      }
      out.flush();
    }
    return 0;
  }

  private void tell(TickReplayer.Summary summary, long elapsedNanos, PrintWriter out) {
    double seconds = elapsedNanos / 1e9;
    out.printf(
        "speed asked %s, reached %.4gx: %.1f s of market time in %.1f s, %,.0f ticks/s%s%n",
        speed == 0 ? "as fast as possible" : "%.6gx".formatted(speed),
        summary.speed(elapsedNanos),
        (summary.lastEventTimeNanos() - summary.firstEventTimeNanos()) / 1e9,
        seconds,
        summary.sent() / seconds,
        speed == 0 ? "" : ", at most %.1f ms behind".formatted(summary.mostBehindNanos() / 1e6));
  }

  private Set<EventKind> kinds() {
    Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
    for (String source : sources) {
      kinds.add(
          Arrays.stream(EventKind.values())
              .filter(k -> k.table().qualifiedName().equals(source.toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "--source '"
                              + source
                              + "' must be market.trades, market.quotes, market.books or"
                              + " market.bars")));
    }
    return kinds;
  }

  private Dataset<StoredEvent> rows(TableStore store, Set<EventKind> kinds) {
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
    Column rows = wanted;
    Dataset<StoredEvent> events =
        kinds.stream()
            .map(kind -> EventRows.events(store.read(kind.table()).where(rows), kind))
            .reduce(Dataset::union)
            .orElseThrow();
    // A live feed gives an instrument's events in the order of its log, whatever their times; the
    // latest time so far says when an event's turn is among those of other instruments.
    return events
        .withColumn(
            "turn",
            max("eventTimeNanos")
                .over(
                    Window.partitionBy("instrument")
                        .orderBy("offset")
                        .rowsBetween(Window.unboundedPreceding(), Window.currentRow())))
        .orderBy("turn", "instrument", "offset")
        .drop("turn")
        .as(events.encoder());
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  private TickSink sink() {
    return KafkaAddress.matches(to)
        ? new KafkaSink(KafkaAddress.parse(to), kafka.all())
        : new FolderSink(Path.of(to), 10_000);
  }
}
