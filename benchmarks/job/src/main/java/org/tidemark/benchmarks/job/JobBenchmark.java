package org.tidemark.benchmarks.job;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.spark.FeatureDriver;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.Sessions;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * The feature job from Delta to Delta against a plain copy of its output and against a query of
 * windows, in one session, taking turns after a warm-up.
 */
public final class JobBenchmark {
  private static final LocalDate END = LocalDate.of(2019, 1, 2);
  private static final String[][] FILES = {
    {"BTC17", "BTCUSD_2017.csv.gz"},
    {"BTC18", "BTCUSD_2018.csv.gz"},
    {"ETH18", "ETHUSD_2018.csv.gz"},
    {"LTC18", "LTCUSD_2018.csv.gz"}
  };

  private final SparkSession spark = Sessions.open();
  private final Path folder;
  private final FeatureSet set;
  private final Table wide;
  private TableStore store;

  private JobBenchmark(Path folder, FeatureSet set) {
    this.folder = folder;
    this.set = set;
    this.wide = FeatureTable.of(set);
    this.store = newStore();
  }

  /** Arguments: DATA FOLDER SET INSTRUMENTS ROUNDS QUERY_ROUNDS. */
  public static void main(String[] args) throws IOException {
    if (args.length != 6) {
      System.err.println("usage: JobBenchmark DATA FOLDER SET INSTRUMENTS ROUNDS QUERY_ROUNDS");
      System.exit(64);
    }
    JobBenchmark benchmark =
        new JobBenchmark(Path.of(args[1]).toAbsolutePath(), FeatureSets.named(args[2]));
    benchmark.ingest(Path.of(args[0]), Integer.parseInt(args[3]));
    benchmark.run(Integer.parseInt(args[4]), Integer.parseInt(args[5]));
    System.exit(0);
  }

  private TableStore newStore() {
    return new TableStore(spark, Lake.at(folder.resolve("lake").toString()));
  }

  private void ingest(Path data, int instruments) {
    if (!Files.isDirectory(folder.resolve("lake/market"))) {
      for (String[] file : List.of(FILES).subList(0, instruments)) {
        String path = data.resolve("crypto-1m").resolve(file[1]).toString();
        System.out.println(
            new IngestJob().run(store, IngestArgs.of("bitfinex-candles", file[0], List.of(path))));
      }
    }
  }

  private void run(int rounds, int queryRounds) throws IOException {
    Measured measured = new Measured();
    for (int warmUp = 0; warmUp < 2; warmUp++) {
      driver(measured);
      copy(measured);
    }
    measured.forgetWarmUp();
    for (int round = 0; round < rounds; round++) {
      driver(measured);
      copy(measured);
    }
    for (int round = 0; round < queryRounds; round++) {
      query(measured);
    }
    long rows = store.read(wide).count();
    System.out.printf(
        "%,d rows, %d features in %d columns; files of the feature table %d, of the copy %d%n",
        rows,
        set.features().size(),
        set.width(),
        files("lake/features/" + wide.name()),
        files("copy"));
    System.out.printf(
        "bytes of the feature table %,d, of the copy %,d%n",
        FileUtils.sizeOfDirectory(folder.resolve("lake/features/" + wide.name()).toFile()),
        FileUtils.sizeOfDirectory(folder.resolve("copy").toFile()));
    measured.print("copy");
    if (queryRounds > 0) {
      double share = (double) set.width() / WindowQuery.names().size();
      System.out.printf(
          "query of %d columns to driver of %d: wall %.1f, cpu %.1f; per column: wall %.1f, cpu"
              + " %.1f%n",
          WindowQuery.names().size(),
          set.width(),
          measured.wall("query") / measured.wall("driver"),
          measured.cpu("query") / measured.cpu("driver"),
          share * measured.wall("query") / measured.wall("driver"),
          share * measured.cpu("query") / measured.cpu("driver"));
      check();
    }
  }

  private void driver(Measured measured) {
    for (String table : List.of(wide.name(), "feature_sets", "feature_state")) {
      clear("lake/features/" + table);
    }
    store = newStore();
    measured.run("driver", () -> System.out.println(new FeatureDriver(store, set).run(END)));
  }

  private void copy(Measured measured) {
    clear("copy");
    Dataset<Row> rows = store.read(wide);
    measured.run(
        "copy", () -> rows.write().format("delta").save(folder.resolve("copy").toString()));
  }

  private void query(Measured measured) {
    clear("query");
    measured.run(
        "query",
        () ->
            WindowQuery.rows(store)
                .write()
                .format("delta")
                .save(folder.resolve("query").toString()));
  }

  private void clear(String name) {
    Path target = folder.resolve(name);
    DeltaLog.invalidateCache(spark, new org.apache.hadoop.fs.Path(target.toString()));
    try {
      FileUtils.deleteDirectory(target.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long files(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      return files.filter(f -> f.toString().endsWith(".parquet")).count();
    }
  }

  /** Values of the query and of the table agree to 1e-5, where both have one. */
  private void check() {
    Dataset<Row> ours = store.read(wide).as("a");
    Dataset<Row> theirs =
        spark.read().format("delta").load(folder.resolve("query").toString()).as("b");
    Dataset<Row> pairs =
        ours.join(
            theirs,
            col("a.instrument")
                .equalTo(col("b.instrument"))
                .and(col("a.offset").equalTo(col("b.offset"))));
    List<String> counts = new ArrayList<>();
    for (String name : WindowQuery.names()) {
      String both = "not isnan(a.%1$s) and b.%1$s is not null".formatted(name);
      counts.add("count_if(" + both + ")");
      counts.add(
          "count_if(%2$s and abs(a.%1$s - b.%1$s) > 1e-5 * (1 + abs(a.%1$s)))"
              .formatted(name, both));
    }
    Row row = pairs.selectExpr(counts.toArray(String[]::new)).head();
    long compared = 0;
    long far = 0;
    for (int i = 0; i < WindowQuery.names().size(); i++) {
      compared += row.getLong(2 * i);
      far += row.getLong(2 * i + 1);
      if (row.getLong(2 * i + 1) > 0) {
        System.out.println(WindowQuery.names().get(i) + " differs in " + row.getLong(2 * i + 1));
      }
    }
    System.out.printf(
        "%,d values of the query compared, %,d differ by more than 1e-5%n", compared, far);
  }
}
