package org.tidemark.benchmarks.job;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.io.FileUtils;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.spark.FeatureDriver;
import org.tidemark.jobs.Sessions;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * The nightly run for one new day of BTCUSD minutes, after one year and after four years of
 * history: one ingested file a day, one feature run a month, then the same new day.
 */
public final class IncrementBenchmark {
  private static final FeatureSet SET = FeatureSets.named("core65");
  private static final LocalDate NEW_DAY = LocalDate.of(2018, 12, 31);

  private final Path folder;

  private IncrementBenchmark(Path folder) {
    this.folder = folder;
  }

  /** Arguments: DATA FOLDER REPEATS. */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: IncrementBenchmark DATA FOLDER REPEATS");
      System.exit(64);
    }
    IncrementBenchmark benchmark = new IncrementBenchmark(Path.of(args[1]).toAbsolutePath());
    benchmark.days(Path.of(args[0]));
    benchmark.history("after 1 year", NEW_DAY.minusYears(1));
    benchmark.history("after 4 years", LocalDate.of(2015, 1, 1));
    Measured measured = new Measured();
    benchmark.night("after 1 year", measured);
    benchmark.night("after 4 years", measured);
    measured.forgetWarmUp();
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      benchmark.night("after 1 year", measured);
      benchmark.night("after 4 years", measured);
    }
    measured.print("after 1 year");
    System.exit(0);
  }

  private TableStore store(String name) {
    return new TableStore(Sessions.open(), Lake.at(folder.resolve(name).toString()));
  }

  private Path day(LocalDate date) {
    return folder.resolve("days").resolve("BTCUSD_" + date + ".csv");
  }

  /** Cuts the recorded years into one file a day. */
  private void days(Path data) throws IOException {
    if (Files.isDirectory(folder.resolve("days"))) {
      return;
    }
    TreeMap<LocalDate, List<String>> days = new TreeMap<>();
    String header = "";
    for (int year = 2015; year <= 2018; year++) {
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(
                      Files.newInputStream(data.resolve("crypto-1m/BTCUSD_" + year + ".csv.gz"))),
                  StandardCharsets.UTF_8))) {
        header = in.readLine();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          long seconds = Long.parseLong(line.substring(0, line.indexOf(','))) / 1_000;
          days.computeIfAbsent(
                  LocalDate.ofEpochDay(Math.floorDiv(seconds, 86_400L)), k -> new ArrayList<>())
              .add(line);
        }
      }
    }
    Files.createDirectories(folder.resolve("days"));
    for (LocalDate date : days.keySet()) {
      try (BufferedWriter out = Files.newBufferedWriter(day(date))) {
        out.write(header + "\n");
        for (String line : days.get(date)) {
          out.write(line + "\n");
        }
      }
    }
  }

  private void history(String name, LocalDate first) {
    if (Files.isDirectory(folder.resolve(name))) {
      return;
    }
    String building = name + ".part";
    TableStore store = store(building);
    LocalDate from = first;
    while (from.isBefore(NEW_DAY)) {
      LocalDate to = from.plusMonths(1).isBefore(NEW_DAY) ? from.plusMonths(1) : NEW_DAY;
      List<String> files = new ArrayList<>();
      for (LocalDate date = from; date.isBefore(to); date = date.plusDays(1)) {
        if (Files.exists(day(date))) {
          files.add(day(date).toString());
        }
      }
      if (!files.isEmpty()) {
        new IngestJob().run(store, IngestArgs.of("bitfinex-candles", "BTCUSD", files));
        System.out.println(name + " " + to + " " + new FeatureDriver(store, SET).run(to));
      }
      from = to;
    }
    try {
      Files.move(folder.resolve(building), folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void night(String name, Measured measured) throws IOException {
    Path lake = Files.createTempDirectory(folder, "night");
    FileUtils.copyDirectory(folder.resolve(name).toFile(), lake.toFile());
    TableStore store = store(lake.getFileName().toString());
    List<String> file = List.of(day(NEW_DAY).toString());
    measured.run(
        "ingest " + name,
        () -> new IngestJob().run(store, IngestArgs.of("bitfinex-candles", "BTCUSD", file)));
    LocalDate asOf = NEW_DAY.plusDays(1);
    measured.run(name, () -> System.out.println(new FeatureDriver(store, SET).run(asOf)));
    FileUtils.deleteDirectory(lake.toFile());
  }
}
