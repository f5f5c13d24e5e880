package org.tidemark.jobs.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.dag.NightlyDag;
import org.tidemark.lakehouse.Tables;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.market.wire.WireWriter;
import org.tidemark.testkit.Prerequisite;
import org.tidemark.testkit.TestSpark;

/**
 * The whole nightly chain by spark-submit on a real standalone master with two workers leaves the
 * tables and models of a local run, bit for bit. The cluster's lake and the files to ingest are on
 * a file system that only {@code spark.hadoop.*} settings name, so these must reach driver and
 * tasks. Run by {@code .ci/cluster.sh}, with {@code SPARK_HOME} also by that Spark's own script.
 */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NightlyClusterIT {
  private static final LocalDate FIRST = LocalDate.parse("2024-01-01");
  private static final int DAYS = 4;
  private static final String LAKE = "viewfs://tidemark/lake";
  private static final String MOUNT = "spark.hadoop.fs.viewfs.mounttable.tidemark.link.";

  @TempDir static Path folder;
  private final Path home = Prerequisite.home();
  private String master;
  private LakeContent local;

  @BeforeAll
  void runLocally() throws Exception {
    master = System.getProperty("tidemark.master", "");
    Prerequisite.need("cluster", !master.isEmpty(), "no -Dtidemark.master");
    Path landing = Files.createDirectories(folder.resolve("landing"));
    MarketModel market =
        MarketModel.standard(11, 2)
            .withSpan(FIRST.atStartOfDay().toInstant(ZoneOffset.UTC), DAYS)
            .withTradesPerMinute(3);
    for (InstrumentId instrument : market.instruments()) {
      try (Writer out = Files.newBufferedWriter(landing.resolve(instrument.value() + ".jsonl"))) {
        for (Iterator<MarketEvent> it = market.events(instrument); it.hasNext(); ) {
          out.append(WireWriter.write(it.next())).append('\n');
        }
      }
    }
    Path lake = lake("local");
    List<String> command = new ArrayList<>(List.of(home.resolve("tidemark").toString()));
    command.addAll(List.of("--master", "local[*]", "--conf", "spark.driver.memory=2g"));
    command.addAll(List.of("--conf", MOUNT + "/landing=" + landing.toUri()));
    command.addAll(nightly(lake.toString()));
    run("local", "", command);
    local = new LakeContent(lake, lake.toString());
    assertThat(local.tables())
        .contains("market/trades", "features/bars40", "models/oof_predictions", "models/runs")
        .hasSizeGreaterThan(15);
    assertThat(local.rows("models/oof_predictions").count()).isGreaterThan(5_000);
  }

  private Path lake(String name) throws IOException {
    Path lake = Files.createDirectories(folder.resolve(name));
    // Of few rows, small and quick models; the settings are part of what is compared.
    Files.writeString(
        lake.resolve("nightly.properties"),
        """
        source.simulated=wire=viewfs://tidemark/landing/*.jsonl
        split=anchored:folds=2,train=0.5,embargo=PT30M
        xgboost.trees=20
        xgboost.depth=4
        xgboost.min.child.weight=50
        xgboost.row.share=0.5
        xgboost.column.share=0.5
        drift.days=2
        """);
    Files.createDirectories(lake.resolve("events"));
    return lake;
  }

  private static List<String> nightly(String lake) {
    return List.of("run", "nightly", "--lake", lake, "--as-of", FIRST.plusDays(DAYS).toString());
  }

  /** Options of spark-submit for the cluster; the lake is mounted as {@link #LAKE}. */
  private List<String> options(Path lake) {
    return List.of(
        "--properties-file",
        home.resolve("cluster-configs/standalone.conf").toString(),
        "--master",
        master,
        "--conf",
        MOUNT + "/landing=" + folder.resolve("landing").toUri(),
        "--conf",
        MOUNT + "/lake=" + lake.toUri(),
        "--conf",
        "spark.driver.host=127.0.0.1",
        "--conf",
        "spark.driver.memory=2g",
        "--conf",
        "spark.executor.memory=1g",
        "--conf",
        "spark.executor.cores=1",
        "--conf",
        "spark.ui.enabled=false",
        // For the question who did the work.
        "--conf",
        "spark.eventLog.enabled=true",
        "--conf",
        "spark.eventLog.compress=false",
        "--conf",
        "spark.eventLog.dir=" + lake.toUri() + "events",
        // Neither the local run's number nor a multiple of it.
        "--conf",
        "spark.sql.shuffle.partitions=3");
  }

  /** Runs a program, its lines shown as they come. */
  private void run(String name, String sparkHome, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TIDEMARK_BUILD", "never");
    builder.environment().remove("SPARK_HOME");
    if (!sparkHome.isEmpty()) {
      builder.environment().put("SPARK_HOME", sparkHome);
    }
    Process process = builder.start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (line.matches("(\\[| {6}).*")) {
          System.out.println(name + " " + line);
        }
      }
    }
    assertThat(process.waitFor())
        .as(() -> String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size())))
        .isZero();
  }

  /** How many tasks each executor ended, by Spark's own event log. */
  private static Map<String, Integer> tasksByExecutor(Path events) throws IOException {
    Pattern ended =
        Pattern.compile("\\{\"Event\":\"SparkListenerTaskEnd\".*?\"Executor ID\":\"([^\"]*)\".*");
    Map<String, Integer> tasks = new TreeMap<>();
    try (Stream<Path> files = Files.walk(events)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("events_")).toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          lines
              .map(ended::matcher)
              .filter(Matcher::matches)
              .forEach(m -> tasks.merge(m.group(1), 1, Integer::sum));
        }
      }
    }
    return tasks;
  }

  private void assertSameAsLocal(Path lake) throws Exception {
    LakeContent cluster = new LakeContent(lake, LAKE);
    assertThat(tasksByExecutor(lake.resolve("events")).keySet()).containsExactly("0", "1");
    assertThat(cluster.differences(local)).isEmpty();
    assertThat(cluster.artifacts()).isEqualTo(local.artifacts()).hasSizeGreaterThan(6);
    assertThat(
            TestSpark.session()
                .read()
                .format("delta")
                .load(lake.resolve("models/runs").toUri().toString())
                .where("environment like '%\"master\":\"" + master + "\"%'")
                .count())
        .isEqualTo(NightlyDag.DAG.tasks().size());
    assertThat(lake.resolve("_runs/nightly-direction/" + FIRST.plusDays(DAYS) + "/publish.json"))
        .exists();
    assertThat(lake.resolve("iceberg/models/" + Tables.FOLDS.name() + "/metadata")).isDirectory();
  }

  @Test
  void theLauncherOnTheClusterLeavesTheSameTables() throws Exception {
    Path lake = lake("cluster");
    List<String> command = new ArrayList<>(List.of(home.resolve("tidemark").toString()));
    command.addAll(options(lake));
    command.addAll(nightly(LAKE));
    run("cluster", "", command);
    assertSameAsLocal(lake);
  }

  @Test
  void sparkSubmitOfAnInstalledSparkLeavesTheSameTables() throws Exception {
    String sparkHome = System.getenv().getOrDefault("SPARK_HOME", "");
    Prerequisite.need("spark-home", !sparkHome.isEmpty(), "no SPARK_HOME");
    Path lake = lake("submitted");
    List<String> command = new ArrayList<>(List.of(sparkHome + "/bin/spark-submit"));
    command.addAll(options(lake));
    command.addAll(List.of("--class", "org.tidemark.jobs.Main"));
    command.add(home.resolve("dist/tidemark.jar").toString());
    command.addAll(nightly(LAKE));
    run("spark-submit", sparkHome, command);
    assertSameAsLocal(lake);
  }
}
