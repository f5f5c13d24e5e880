package org.tidemark.benchmarks.job;

import static org.apache.spark.sql.functions.col;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.Sessions;
import org.tidemark.jobs.feature.FeaturesJob;
import org.tidemark.jobs.feature.LabelsJob;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.jobs.serve.Serving;
import org.tidemark.jobs.train.ExportJob;
import org.tidemark.jobs.train.RegisterJob;
import org.tidemark.jobs.train.TrainJob;
import org.tidemark.jobs.validate.ValidateJob;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.market.wire.WireWriter;
import org.tidemark.streaming.score.Beginning;
import org.tidemark.streaming.score.LiveScorer;
import org.tidemark.streaming.score.Schedule;
import org.tidemark.streaming.score.ScorerSettings;
import org.tidemark.streaming.source.FolderSink;
import org.tidemark.streaming.source.TickFolder;

/**
 * What keeping {@code live.ticks} and {@code live.features} costs a micro-batch of the live scorer:
 * CPU time of the process for whole micro-batches, and for writing the same rows of the same
 * batches once more, each table alone, taking turns.
 */
public final class LiveWrites {
  private static final LocalDate NIGHT = LocalDate.of(2024, 1, 4);
  private static final int FILES = 24;
  private static final int WARM_UP = 8;
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Path folder;
  private final int instruments;
  private final int rate;
  private final TableStore store;
  private final List<Double> batches = new ArrayList<>();

  private LiveWrites(Path folder, int instruments, int rate) {
    this.folder = folder;
    this.instruments = instruments;
    this.rate = rate;
    this.store = new TableStore(Sessions.open(), Lake.at(folder.resolve("lake").toString()));
  }

  /** Arguments: FOLDER INSTRUMENTS TRADES_PER_MINUTE champion|nobody. */
  public static void main(String[] args) throws Exception {
    if (args.length != 4) {
      System.err.println("usage: LiveWrites FOLDER INSTRUMENTS TRADES_PER_MINUTE champion|nobody");
      System.exit(64);
    }
    LiveWrites writes =
        new LiveWrites(
            Files.createDirectories(Path.of(args[0])).toAbsolutePath(),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]));
    if (args[3].equals("champion")) {
      writes.model();
    }
    writes.feed();
    writes.score();
    writes.measure();
    System.exit(0);
  }

  private MarketModel market(Instant from, int days, double trades) {
    return MarketModel.standard(5, instruments).withSpan(from, days).withTradesPerMinute(trades);
  }

  /** A champion. */
  private void model() throws IOException {
    Path file = folder.resolve("trades.jsonl");
    List<String> lines = new ArrayList<>();
    market(Instant.parse("2024-01-01T00:00:00Z"), 3, 2)
        .events()
        .forEachRemaining(event -> lines.add(WireWriter.write(event)));
    Files.write(file, lines);
    new IngestJob().run(store, IngestArgs.of("wire", "", List.of(file.toString())));
    NightlyConfig config =
        NightlyConfig.of(Map.of("split", "anchored:folds=2,train=0.5,embargo=PT1H"));
    NightlyArgs args = new NightlyArgs(NIGHT, config, Progress.SILENT);
    List<Job<NightlyArgs, ?>> chain =
        List.of(
            new FeaturesJob(),
            new LabelsJob(),
            new ValidateJob(),
            new TrainJob(),
            new ExportJob(),
            new RegisterJob());
    chain.forEach(job -> job.run(store, args));
    if (store.read(Tables.MODEL_REGISTRY).where("alias = 'champion'").isEmpty()) {
      Serving serving = Serving.of(store, "direction");
      serving.promote(serving.promotion(NIGHT + "-xgboost", "for the benchmark"));
    }
  }

  /** One day of ticks after the night, in files of an hour each. */
  private void feed() {
    List<MarketEvent> events = new ArrayList<>();
    Iterator<MarketEvent> day = market(Instant.parse("2024-01-05T00:00:00Z"), 1, rate).events();
    day.forEachRemaining(events::add);
    try (FolderSink sink = new FolderSink(folder.resolve("feed"), Long.MAX_VALUE)) {
      for (int file = 0; file < FILES; file++) {
        events
            .subList(
                (int) ((long) events.size() * file / FILES),
                (int) ((long) events.size() * (file + 1) / FILES))
            .forEach(sink::send);
        sink.flush();
      }
    }
    System.out.printf(
        "%,d ticks of %d instruments in %d files%n", events.size(), instruments, FILES);
  }

  /** The scorer as it is, a file a batch; the CPU time between the ends of two batches is one's. */
  private void score() throws Exception {
    long[] last = {PROCESS.getProcessCpuTime()};
    ScorerSettings settings =
        ScorerSettings.of(
                store.lake(),
                "writes",
                "direction",
                TickFolder.at(folder.resolve("feed").toString()).withMaxFiles(1),
                FeaturesJob.set(
                    store, new NightlyArgs(NIGHT, NightlyConfig.of(Map.of()), Progress.SILENT)),
                new Schedule.UntilIdle())
            .beginningWith(new Beginning.Cold());
    new LiveScorer(store, settings)
        .observedBy(
            batch -> {
              long now = PROCESS.getProcessCpuTime();
              batches.add((now - last[0]) / 1e6);
              last[0] = now;
            })
        .start()
        .awaitTermination();
  }

  /** Writes the rows of each batch once more, from memory as the scorer does. */
  private void measure() {
    TableStore again = new TableStore(store.spark(), Lake.at(folder.resolve("again").toString()));
    List<Table> tables =
        List.of(Tables.LIVE_TICKS, Tables.LIVE_FEATURES, Tables.SCORES, Tables.PROGRESS);
    tables.forEach(again::ensure);
    double[][] cpu = new double[tables.size()][batches.size()];
    long[] rows = new long[tables.size()];
    for (int batch = 0; batch < batches.size(); batch++) {
      for (int turn = 0; turn < tables.size(); turn++) {
        int t = (turn + batch) % tables.size();
        Dataset<Row> part =
            store.read(tables.get(t)).where(col("batch_id").equalTo(batch)).coalesce(1).persist();
        rows[t] += part.count();
        long before = PROCESS.getProcessCpuTime();
        again.appendOnce(tables.get(t), part, "again/" + t, batch);
        cpu[t][batch] = (PROCESS.getProcessCpuTime() - before) / 1e6;
        part.unpersist();
      }
    }
    double whole = median(batches.stream().mapToDouble(b -> b).toArray());
    System.out.printf(
        "whole micro-batch: median cpu %.0f ms of %d%n", whole, batches.size() - WARM_UP);
    for (int t = 0; t < tables.size(); t++) {
      double alone = median(cpu[t]);
      System.out.printf(
          "%-14s %,7d rows a batch: median cpu %.0f ms, %.1f %% of the micro-batch%n",
          tables.get(t).name(), rows[t] / batches.size(), alone, 100 * alone / whole);
    }
  }

  /** Of what comes after the warm-up. */
  private static double median(double[] times) {
    double[] sorted = Arrays.copyOfRange(times, WARM_UP, times.length);
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
