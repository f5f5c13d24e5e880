package org.tidemark.benchmarks.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.spark.FeatureDriver;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.Sessions;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Promise 1 on years of recorded data, one stage per call, because each takes minutes: ingests the
 * data, makes the feature rows in one run, in many runs, in a stream of few or many micro-batches
 * and in a stream whose process is killed again and again, and counts the bits that differ.
 */
public final class ParityRun {
  private static final FeatureSet SET = FeatureSets.named("core65");
  private static final LocalDate END = LocalDate.of(2019, 1, 2);
  private static final String USAGE =
      """
      usage: ParityRun FOLDER STAGE
        ingest DATA       the recorded files into FOLDER/full, and as ticks into FOLDER/ticks
        full              all features in one run
        incremental       the same in runs day by day of October 2013 and half year by half year of 2015-2018
        stream FILES      the same in a stream that takes that many of the tick files in a micro-batch
        killed SEED       the same in a stream whose process is halted at moments drawn from the seed
        compare PATH      incremental, stream-FILES or killed-SEED with full, bit by bit
      """;

  private final Path folder;
  private final String path;

  private ParityRun(Path folder, String path) {
    this.folder = folder;
    this.path = path;
  }

  /** Runs one stage. */
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.print(USAGE);
      System.exit(64);
    }
    Path folder = Path.of(args[0]).toAbsolutePath();
    String last = args[args.length - 1];
    long start = System.nanoTime();
    ParityRun run = new ParityRun(folder, folder.toString());
    switch (args[1]) {
      case "ingest" -> run.ingest(Path.of(last));
      case "full" -> System.out.println(new FeatureDriver(run.store("full"), SET).run(END));
      case "incremental" -> run.incremental();
      case "stream" -> run.stream("stream-" + last).run(Integer.parseInt(last));
      case "killed" -> KilledStream.run(folder, Long.parseLong(last));
      case "killed-once" -> run.killedOnce(Long.parseLong(args[2]), Integer.parseInt(last));
      case "compare" -> run.compare(last);
      default -> throw new IllegalArgumentException("no stage '" + args[1] + "'\n" + USAGE);
    }
    System.out.printf("%s took %d s%n", args[1], (System.nanoTime() - start) / 1_000_000_000L);
    System.exit(0);
  }

  private TableStore store(String name) {
    return new TableStore(Sessions.open(), Lake.at(folder.resolve(name).toString()));
  }

  private ParityStream stream(String name) {
    return new ParityStream(Sessions.open(), SET, folder.resolve("ticks"), folder.resolve(name));
  }

  private void ingest(Path data) throws IOException {
    TableStore store = store("full");
    for (String[] part :
        new String[][] {
          {"bitfinex-candles", "crypto-1m", ".csv.gz"},
          {"lean-equity-trades", "us-equity-ticks", "_trade.csv.gz"},
          {"lean-equity-quotes", "us-equity-ticks", "_quote.csv.gz"}
        }) {
      List<String> files = new ArrayList<>();
      try (Stream<Path> found = Files.list(data.resolve(part[1]))) {
        found.map(Path::toString).filter(f -> f.endsWith(part[2])).sorted().forEach(files::add);
      }
      System.out.println(new IngestJob().run(store, IngestArgs.of(part[0], "", files)));
    }
    System.out.println(new TickFiles(store).write(folder.resolve("ticks")));
  }

  private void incremental() throws IOException {
    if (!Files.isDirectory(folder.resolve("incremental/market"))) {
      FileUtils.copyDirectory(
          folder.resolve("full/market").toFile(), folder.resolve("incremental/market").toFile());
    }
    FeatureDriver driver = new FeatureDriver(store("incremental"), SET);
    List<LocalDate> dates = new ArrayList<>();
    for (int day = 8; day <= 12; day++) {
      dates.add(LocalDate.of(2013, 10, day));
    }
    LocalDate date = LocalDate.of(2015, 7, 1);
    for (; date.isBefore(END); date = date.plusMonths(6)) {
      dates.add(date);
    }
    dates.add(END);
    for (LocalDate until : dates) {
      System.out.println(until + " " + driver.run(until));
    }
  }

  private void killedOnce(long seed, int life) throws Exception {
    stream("killed-" + seed)
        .run(KilledStream.FILES_PER_BATCH, () -> KilledStream.haltSoon(seed, life));
  }

  private void compare(String name) {
    Dataset<Row> full = BitComparison.ofTable(store("full").read(FeatureTable.of(SET)), SET);
    Dataset<Row> other =
        name.equals("incremental")
            ? BitComparison.ofTable(store(name).read(FeatureTable.of(SET)), SET)
            : stream(name).rows();
    System.out.println(name + ": " + BitComparison.count(full, other));
    if (!name.equals("incremental")) {
      System.out.println(name + ": ticks refused " + stream(name).refused());
    }
  }
}
