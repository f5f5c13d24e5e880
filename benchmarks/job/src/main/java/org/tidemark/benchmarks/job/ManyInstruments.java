package org.tidemark.benchmarks.job;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.spark.FeatureDriver;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.Sessions;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.market.wire.WireWriter;
import org.tidemark.streaming.source.FolderSink;

/**
 * All 65 features of many simulated instruments in one batch job, in one resumed batch job and in
 * one stream, each in a process of its own whose largest resident memory is printed.
 */
public final class ManyInstruments {
  private static final FeatureSet SET = FeatureSets.named("core65");
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
  private static final int DAYS = 2;
  private static final int SHARDS = 4;
  private static final int TICK_FILES = 24;
  private static final int FILES_PER_BATCH = 3;
  private static final int CHECKED = 20;

  private final Path folder;
  private final MarketModel market;

  private ManyInstruments(Path folder, MarketModel market) {
    this.folder = folder;
    this.market = market;
  }

  /** Arguments: FOLDER INSTRUMENTS SEED and prepare, batch DAY, stream or check. */
  public static void main(String[] args) throws Exception {
    if (args.length < 4) {
      System.err.println(
          "usage: ManyInstruments FOLDER INSTRUMENTS SEED prepare | batch DAY | stream | check");
      System.exit(64);
    }
    MarketModel market =
        MarketModel.standard(Long.parseLong(args[2]), Integer.parseInt(args[1]))
            .withSpan(START, DAYS)
            .withTradesPerMinute(0.25)
            .withContent(MarketModel.Content.TRADES_AND_QUOTES);
    ManyInstruments run = new ManyInstruments(Path.of(args[0]).toAbsolutePath(), market);
    Measured measured = new Measured();
    switch (args[3]) {
      case "prepare" -> run.prepare();
      case "batch" -> {
        LocalDate asOf =
            START.atZone(ZoneOffset.UTC).toLocalDate().plusDays(Integer.parseInt(args[4]));
        measured.run(
            "batch", () -> System.out.println(new FeatureDriver(run.store(), SET).run(asOf)));
      }
      case "stream" -> run.stream().run(FILES_PER_BATCH);
      case "check" -> run.check();
      default -> throw new IllegalArgumentException("no stage '" + args[3] + "'");
    }
    System.out.println("largest resident memory: " + residentPeak());
    System.exit(0);
  }

  private static String residentPeak() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .orElse("unknown");
  }

  private TableStore store() {
    return new TableStore(Sessions.open(), Lake.at(folder.resolve("lake").toString()));
  }

  private ParityStream stream() {
    return new ParityStream(
        Sessions.open(), SET, folder.resolve("ticks"), folder.resolve("stream"));
  }

  /** The events as files of a day and a part of the instruments, and as ticks in time order. */
  private void prepare() throws IOException {
    long dayNanos = 86_400_000_000_000L;
    long start = START.getEpochSecond() * 1_000_000_000L;
    List<String> files = new ArrayList<>();
    Files.createDirectories(folder.resolve("files"));
    for (int shard = 0; shard < SHARDS; shard++) {
      List<BufferedWriter> days = new ArrayList<>();
      for (int day = 0; day < DAYS; day++) {
        Path file = folder.resolve("files/day%d-%d.jsonl".formatted(day, shard));
        files.add(file.toString());
        days.add(Files.newBufferedWriter(file));
      }
      for (int i = shard; i < market.instruments().size(); i += SHARDS) {
        for (Iterator<MarketEvent> it = market.events(market.instruments().get(i));
            it.hasNext(); ) {
          MarketEvent event = it.next();
          BufferedWriter out = days.get((int) ((event.eventTimeNanos() - start) / dayNanos));
          out.write(WireWriter.write(event) + "\n");
        }
      }
      for (BufferedWriter out : days) {
        out.close();
      }
    }
    long span = DAYS * dayNanos / TICK_FILES;
    long end = start + span;
    try (FolderSink sink = new FolderSink(folder.resolve("ticks"), Long.MAX_VALUE)) {
      for (Iterator<MarketEvent> it = market.events(); it.hasNext(); ) {
        MarketEvent event = it.next();
        while (event.eventTimeNanos() >= end) {
          sink.flush();
          end += span;
        }
        sink.send(event);
      }
    }
    System.out.println(new IngestJob().run(store(), IngestArgs.of("wire", "", files)));
  }

  /** The table against the stream in every bit, and against a plain loop for some instruments. */
  private void check() {
    Dataset<Row> table = store().read(FeatureTable.of(SET));
    System.out.println(
        "stream and table: "
            + BitComparison.count(BitComparison.ofTable(table, SET), stream().rows()));
    System.out.println("ticks refused: " + stream().refused());
    System.out.println(
        store()
            .read(Tables.FEATURE_STATE)
            .selectExpr(
                "count(*) states", "max(length(snapshot)) largest", "sum(length(snapshot)) bytes")
            .head());
    long rows = 0;
    long differing = 0;
    int step = Math.max(1, market.instruments().size() / CHECKED);
    for (int i = 0; i < market.instruments().size(); i += step) {
      InstrumentId instrument = market.instruments().get(i);
      List<Row> stored =
          BitComparison.ofTable(table.where("instrument = '" + instrument + "'"), SET)
              .orderBy("offset")
              .collectAsList();
      List<float[]> replayed = new ArrayList<>();
      Replay replay = SET.start();
      for (Iterator<MarketEvent> it = market.events(instrument); it.hasNext(); ) {
        replay.on(it.next(), row -> replayed.add(row.values()), late -> {});
      }
      rows += replayed.size();
      differing += Math.abs(replayed.size() - stored.size());
      for (int r = 0; r < Math.min(replayed.size(), stored.size()); r++) {
        ByteBuffer bytes = ByteBuffer.wrap(stored.get(r).getAs(4));
        for (float value : replayed.get(r)) {
          differing += Float.floatToRawIntBits(value) == bytes.getInt() ? 0 : 1;
        }
      }
    }
    System.out.printf(
        "plain replay of every %dth instrument: %,d rows, %d differing%n", step, rows, differing);
  }
}
