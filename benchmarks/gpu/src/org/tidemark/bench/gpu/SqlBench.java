package org.tidemark.bench.gpu;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.not;

import com.nvidia.spark.rapids.ExplainPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tidemark.jobs.train.ReferenceProfile;
import org.tidemark.models.drift.Drift;
import org.tidemark.models.drift.FrozenBins;
import org.tidemark.models.drift.Profile;

/**
 * Drift counts, one-minute bars and rolling features by Spark SQL, on the GPU through RAPIDS and on
 * the CPU of the same machine, with an audit of equality.
 *
 * <p>{@code SqlBench explain OUTDIR ROWS} needs no GPU: it asks the plugin which part of each plan
 * would stay on the CPU and fails if any would. {@code SqlBench rehearse OUTDIR ROWS} runs both
 * sides on the CPU. {@code SqlBench run OUTDIR ROWS} needs the plugin and a GPU.
 */
public final class SqlBench {
  private static final int REPEATS = 3;
  private static final int SAMPLE = 20_000;
  private static final int BINS = 10;
  // The same sums in another order: RAPIDS promises no order.
  private static final long ULPS = 1L << 20;

  private final SparkSession spark;
  private final Meter meter;
  private final Path out;
  private final long rows;
  private final Dataset<Row> table;
  private final List<FrozenBins> bins = new ArrayList<>();

  private SqlBench(SparkSession spark, Meter meter, Path out, long rows) {
    this.spark = spark;
    this.meter = meter;
    this.out = out;
    this.rows = rows;
    String path = out.resolve("rows.parquet").toString();
    onCpu(true);
    Meter.Timed<String> made =
        meter.time(
            () -> {
              Queries.rows(spark, rows, 32).write().mode("overwrite").parquet(path);
              return path;
            });
    meter.line("generate", rows, "cpu", threads(), made, "written as Parquet");
    this.table = spark.read().parquet(path);
    long keep = Math.max(1, rows / 2 / SAMPLE);
    List<Row> sample =
        table
            .where(
                not(col("current")).and(expr("pmod(xxhash64(event_time_nanos), " + keep + ") = 0")))
            .collectAsList();
    for (String feature : Queries.features()) {
      double[] values = sample.stream().mapToDouble(r -> r.<Float>getAs(feature)).toArray();
      bins.add(FrozenBins.ofQuantiles(values, BINS));
    }
  }

  public static void main(String[] args) throws Exception {
    Path out = Path.of(args[1]);
    long rows = Long.parseLong(args[2]);
    SparkSession.Builder builder = SparkSession.builder().appName("gpu-sql");
    try (Meter meter = new Meter(out.resolve("sql.tsv"))) {
      Meter.Timed<SparkSession> session = meter.time(builder::getOrCreate);
      meter.line("session", 0, "cpu", 0, session, "start of the Spark session");
      SparkSession spark = session.value();
      try {
        SqlBench bench = new SqlBench(spark, meter, out, rows);
        switch (args[0]) {
          case "explain" -> bench.explain();
          case "rehearse" -> bench.compare("cpu");
          case "run" -> {
            bench.smoke();
            bench.compare("cuda");
          }
          default -> throw new IllegalArgumentException("explain, rehearse or run, not " + args[0]);
        }
      } finally {
        spark.stop();
      }
    }
  }

  private int threads() {
    return spark.sparkContext().defaultParallelism();
  }

  private void onCpu(boolean cpu) {
    spark.conf().set("spark.rapids.sql.enabled", Boolean.toString(!cpu));
  }

  private record Query(String name, UnaryOperator<Dataset<Row>> plan, List<String> keys) {}

  private List<Query> queries() {
    return List.of(
        new Query("drift-counts", t -> Queries.counts(t.where(col("current")), bins), List.of()),
        new Query("bars", Queries::bars, List.of("instrument", "minute")),
        new Query("windows", Queries::windows, List.of("instrument", "event_time_nanos")));
  }

  /**
   * What would not run on a GPU; the write of the result is part of the plan that is asked about.
   */
  private void explain() {
    List<String> left = new ArrayList<>();
    for (Query query : queries()) {
      String plan = ExplainPlan.explainPotentialGpuPlan(query.plan.apply(table), "NOT_ON_GPU");
      List<String> stays = plan.lines().filter(line -> line.strip().startsWith("!")).toList();
      System.out.println(query.name + ": " + (stays.isEmpty() ? "all on the GPU" : plan));
      left.addAll(stays);
    }
    Dataset<Row> product =
        table
            .select(col("f0"))
            .mapPartitions(
                (org.apache.spark.api.java.function.MapPartitionsFunction<Row, Long>)
                    it -> List.of(1L).iterator(),
                org.apache.spark.sql.Encoders.LONG())
            .toDF();
    String refused = ExplainPlan.explainPotentialGpuPlan(product, "NOT_ON_GPU");
    if (refused.lines().noneMatch(line -> line.strip().startsWith("!"))) {
      throw new AssertionError("a mapPartitions was called eligible, so this check sees nothing");
    }
    if (!left.isEmpty()) {
      throw new AssertionError("stays on the CPU: " + left);
    }
  }

  /** A plan with any CPU operator fails in this mode of the plugin. */
  private void smoke() {
    onCpu(false);
    spark.conf().set("spark.rapids.sql.test.enabled", "true");
    Meter.Timed<List<Row>> first =
        meter.time(() -> table.groupBy("instrument").agg(count("size")).collectAsList());
    meter.line("first-use", rows, "cuda", threads(), first, first.value().size() + " groups");
    spark.conf().set("spark.rapids.sql.test.enabled", "false");
  }

  private void compare(String device) {
    drift(device);
    for (Query query : queries().subList(1, queries().size())) {
      Dataset<Row> there = written(query, device, device.equals("cpu"));
      Dataset<Row> here = written(query, "cpu", true);
      onCpu(true);
      Audit audit = Audit.of(there, here, query.keys);
      audit
          .columns()
          .forEach(
              c ->
                  meter.line("audit", audit.rows(), device, threads(), 0, 0, query.name + " " + c));
      audit.require(ULPS);
    }
  }

  /** From Parquet to Parquet, the median of some runs. */
  private Dataset<Row> written(Query query, String device, boolean cpu) {
    String path = out.resolve(query.name + (cpu ? "-cpu" : "-" + device)).toString();
    onCpu(cpu);
    median(
        query.name,
        device,
        () -> {
          query.plan.apply(table).write().mode("overwrite").parquet(path);
          return path;
        });
    return spark.read().parquet(path);
  }

  private <T> T median(String name, String device, java.util.function.Supplier<T> step) {
    double[] wall = new double[REPEATS];
    double cores = 0;
    Meter.Timed<T> timed = meter.time(step);
    meter.line(
        name + "-first", rows, device, threads(), timed, "first run, code is still compiled");
    for (int i = 0; i < REPEATS; i++) {
      timed = meter.time(step);
      wall[i] = timed.wall();
      cores += timed.cores() / REPEATS;
    }
    meter.line(name, rows, device, threads(), Meter.median(wall), cores, "median of " + REPEATS);
    return timed.value();
  }

  /** Counts by SQL there and here, and by the drift job's own pass over rows; PSI from each. */
  private void drift(String device) {
    Dataset<Row> now = table.where(col("current"));
    List<long[]> reference =
        ReferenceProfile.count(table.where(not(col("current"))), Queries.features(), bins);
    onCpu(device.equals("cpu"));
    List<long[]> there =
        median("drift-sql", device, () -> Queries.perBin(Queries.counts(now, bins).head(), bins));
    onCpu(true);
    List<long[]> sql =
        median("drift-sql", "cpu", () -> Queries.perBin(Queries.counts(now, bins).head(), bins));
    List<long[]> job =
        median("drift-job", "cpu", () -> ReferenceProfile.count(now, Queries.features(), bins));
    int drifted = 0;
    for (int i = 0; i < bins.size(); i++) {
      Profile before = Profile.ofCounts(bins.get(i), reference.get(i));
      double psi = psi(before, job.get(i));
      for (long[] other : List.of(there.get(i), sql.get(i))) {
        if (!java.util.Arrays.equals(job.get(i), other) || psi != psi(before, other)) {
          throw new AssertionError("counts of f" + i + " differ from the job's");
        }
      }
      drifted += psi > org.tidemark.models.drift.DriftLevel.DRIFTED_ABOVE ? 1 : 0;
      if (psi > 0.01 != i < Queries.DRIFTED) {
        throw new AssertionError("f" + i + " has PSI " + psi);
      }
    }
    meter.line(
        "drift-audit",
        rows,
        device,
        threads(),
        0,
        0,
        String.format(
            Locale.ROOT,
            "%d columns: every count equal and every PSI the same double; %d above 0.3",
            bins.size(),
            drifted));
  }

  private static double psi(Profile before, long[] counts) {
    return Drift.between(before, Profile.ofCounts(before.bins(), counts)).psi();
  }
}
