package org.tidemark.bench.gpu;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Grows the repository's standard trees (100 of depth 6, 65 features) on one GPU and on the CPU of
 * the same machine, compares speed and quality, and does the same for scoring and TreeSHAP.
 *
 * <p>{@code BoostBench OUTDIR THREADS DEVICE CASE...} with DEVICE {@code cuda} (or {@code cpu} for
 * a rehearsal without a GPU) and CASE {@code ROWS:DEVICE_REPEATS:CPU_REPEATS:CPU_LIMIT_SECONDS}.
 */
public final class BoostBench {
  private static final int ROUNDS = 100;
  private static final long SEED = 20_251_127;
  private static final long HELD_OUT_FROM = 1_000_000_000L;
  private static final int HELD_OUT = 1_000_000;
  private static final int SHAP_CPU_ROWS = 100_000;

  private final Meter meter;
  private final Signal signal = new Signal(SEED);
  private final int threads;
  private final String device;
  private final int heldOutRows;
  private final Signal.Rows heldOut;

  private BoostBench(Meter meter, int threads, String device, int heldOutRows) {
    this.meter = meter;
    this.threads = threads;
    this.device = device;
    this.heldOutRows = heldOutRows;
    this.heldOut = signal.rows(HELD_OUT_FROM, heldOutRows);
  }

  private record Case(int rows, int deviceRepeats, int cpuRepeats, double cpuLimit) {
    static Case parse(String text) {
      String[] part = text.split(":");
      return new Case(
          Integer.parseInt(part[0]),
          Integer.parseInt(part[1]),
          Integer.parseInt(part[2]),
          Double.parseDouble(part[3]));
    }
  }

  public static void main(String[] args) throws Exception {
    try (Meter meter = new Meter(Path.of(args[0], "boost.tsv"))) {
      int threads = Integer.parseInt(args[1]);
      List<Case> cases = new ArrayList<>();
      for (int i = 3; i < args.length; i++) {
        cases.add(Case.parse(args[i]));
      }
      int largest = cases.stream().mapToInt(Case::rows).max().orElseThrow();
      BoostBench bench = new BoostBench(meter, threads, args[2], Math.min(HELD_OUT, largest));
      bench.smoke();
      boolean explained = false;
      for (Case each : cases) {
        Trees trees = bench.compare(each);
        if (!explained && each.rows >= Math.min(HELD_OUT, largest)) {
          bench.score(trees);
          bench.explain(trees);
          explained = true;
        }
        trees.close();
      }
    }
  }

  /** First use of the device in this process, and the proof that the assertion on it can fail. */
  private void smoke() {
    DMatrix rows = matrix(signal.rows(0, 1_000));
    Meter.Timed<Trees> first = meter.time(() -> Trees.grow(rows, device, threads, 1, 60));
    meter.line("first-use", 1_000, first.value().device(), threads, first, "1 tree");
    first.value().close();
    Trees.grow(rows, "cpu", threads, 1, 60).close();
    try {
      Trees.grow(rows, "elsewhere", threads, 1, 60).close();
      throw new AssertionError("an unknown device was accepted");
    } catch (IllegalStateException e) {
      System.out.println(
          "an unknown device is refused: " + e.getMessage().lines().findFirst().get());
    }
  }

  /** Fits on both sides on the same rows and returns the last trees of the device. */
  private Trees compare(Case each) {
    Signal.Rows rows = meter.time(() -> signal.rows(0, each.rows)).value();
    Trees onDevice = null;
    Trees onCpu = null;
    List<Double> deviceWall = new ArrayList<>();
    List<Double> cpuWall = new ArrayList<>();
    List<String> models = new ArrayList<>();
    for (int i = 0; i < Math.max(each.deviceRepeats, each.cpuRepeats); i++) {
      Meter.Timed<DMatrix> matrix = meter.time(() -> matrix(rows));
      meter.line("matrix", each.rows, "cpu", threads, matrix, "same for both");
      if (i < each.deviceRepeats) {
        onDevice =
            replace(onDevice, fit("fit", each, matrix.value(), device, threads, 3_600, deviceWall));
        models.add(sha256(onDevice.model()));
        if (i == 0) {
          fit("refit", each, matrix.value(), device, threads, 3_600, new ArrayList<>()).close();
        }
      }
      if (i < each.cpuRepeats) {
        onCpu =
            replace(
                onCpu, fit("fit", each, matrix.value(), "cpu", threads, each.cpuLimit, cpuWall));
        if (i == 0 && each.rows <= 100_000) {
          fit("fit", each, matrix.value(), "cpu", 1, each.cpuLimit, new ArrayList<>()).close();
        }
      }
      matrix.value().dispose();
    }
    rows.features().dispose();
    double gpu = median(deviceWall);
    double cpu = median(cpuWall);
    int common = onCpu.rounds();
    meter.line(
        "median-fit",
        each.rows,
        device,
        threads,
        gpu,
        0,
        String.format(
            Locale.ROOT,
            "cpu %.4f s for %d trees, ratio per tree %.2f; %d fits gave %d different models",
            cpu,
            common,
            cpu / common / (gpu / ROUNDS),
            models.size(),
            models.stream().distinct().count()));
    quality(each, onDevice, onCpu, common);
    onCpu.close();
    return onDevice;
  }

  private Trees fit(
      String step,
      Case each,
      DMatrix matrix,
      String on,
      int nthread,
      double limit,
      List<Double> walls) {
    Meter.Timed<Trees> fit = meter.time(() -> Trees.grow(matrix, on, nthread, ROUNDS, limit));
    meter.line(
        step, each.rows, fit.value().device(), nthread, fit, fit.value().rounds() + " trees");
    walls.add(fit.wall());
    return fit.value();
  }

  private static Trees replace(Trees before, Trees after) {
    if (before != null) {
      before.close();
    }
    return after;
  }

  private void quality(Case each, Trees onDevice, Trees onCpu, int rounds) {
    Auc best = Auc.of(heldOut.logOdds(), heldOut.labels());
    float[] a = margins(onDevice, rounds);
    float[] b = margins(onCpu, rounds);
    Auc deviceAuc = Auc.of(a, heldOut.labels());
    Auc cpuAuc = Auc.of(b, heldOut.labels());
    double difference = Math.abs(deviceAuc.value() - cpuAuc.value());
    double mean = 0;
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      double d = Math.abs(a[i] - b[i]);
      mean += d / a.length;
      largest = Math.max(largest, d);
    }
    meter.line(
        "auc",
        each.rows,
        onDevice.device(),
        threads,
        0,
        0,
        String.format(
            Locale.ROOT,
            "held out %d, %d trees: %s %.6f cpu %.6f difference %.2e standard error %.2e best"
                + " possible %.6f; margins differ mean %.2e largest %.2e",
            heldOutRows,
            rounds,
            device,
            deviceAuc.value(),
            cpuAuc.value(),
            difference,
            cpuAuc.standardError(),
            best.value(),
            mean,
            largest));
    // Small fits may settle on other splits; from a million rows the two must agree within noise.
    if (each.rows >= 1_000_000 && difference > 2 * cpuAuc.standardError()) {
      throw new AssertionError("AUC differs by more than two standard errors: " + difference);
    }
  }

  /**
   * Whole batches from rows in memory to margins in memory, the matrix and the transfer included.
   */
  private void score(Trees trees) {
    for (int rows : new int[] {1, 100, 10_000, Math.min(heldOutRows, 1_000_000)}) {
      Signal.Rows batch = signal.rows(HELD_OUT_FROM, rows);
      for (String on : new String[] {device, "cpu"}) {
        trees.set("device", on);
        int repeats = rows <= 10_000 ? 31 : 5;
        double[] wall = new double[repeats];
        double cores = 0;
        for (int i = -3; i < repeats; i++) {
          Meter.Timed<float[]> timed =
              meter.time(
                  () -> {
                    DMatrix matrix = matrix(batch);
                    float[] out = trees.margins(matrix, 0);
                    matrix.dispose();
                    return out;
                  });
          if (i >= 0) {
            wall[i] = timed.wall();
            cores += timed.cores() / repeats;
          }
        }
        double median = Meter.median(wall);
        meter.line(
            "score",
            rows,
            trees.device(),
            threads,
            median,
            cores,
            String.format(Locale.ROOT, "median of %d, %.0f rows/s", repeats, rows / median));
      }
      batch.features().dispose();
    }
    trees.set("device", device);
  }

  /**
   * TreeSHAP on both sides: speed, that contributions add up to the margin, and that both agree.
   */
  private void explain(Trees trees) {
    int few = Math.min(SHAP_CPU_ROWS, heldOutRows);
    Signal.Rows some = signal.rows(HELD_OUT_FROM, few);
    float[] ofDevice = shap(trees, device, some);
    float[] ofCpu = shap(trees, "cpu", some);
    double largest = 0;
    for (int i = 0; i < ofCpu.length; i++) {
      largest = Math.max(largest, Math.abs(ofCpu[i] - ofDevice[i]));
    }
    meter.line(
        "shap-agree",
        few,
        device,
        threads,
        0,
        0,
        String.format(Locale.ROOT, "largest difference between %s and cpu %.2e", device, largest));
    some.features().dispose();
    shap(trees, device, heldOut);
    trees.set("device", device);
  }

  private float[] shap(Trees trees, String on, Signal.Rows rows) {
    trees.set("device", on);
    DMatrix matrix = matrix(rows);
    Meter.Timed<float[]> timed = meter.time(() -> trees.contributions(matrix));
    float[] margins = trees.margins(matrix, 0);
    double largest = 0;
    int width = Signal.FEATURES + 1;
    for (int i = 0; i < margins.length; i++) {
      double sum = 0;
      for (int c = 0; c < width; c++) {
        sum += timed.value()[i * width + c];
      }
      largest = Math.max(largest, Math.abs(sum - margins[i]));
    }
    matrix.dispose();
    meter.line(
        "shap",
        rows.count(),
        trees.device(),
        threads,
        timed,
        String.format(
            Locale.ROOT,
            "%.0f rows/s, sum misses the margin by at most %.2e",
            rows.count() / timed.wall(),
            largest));
    if (largest > 1e-3) {
      throw new AssertionError("contributions do not add up to the margin: " + largest);
    }
    return timed.value();
  }

  /** A new matrix each time: a booster remembers the predictions of one it has seen. */
  private float[] margins(Trees trees, int rounds) {
    DMatrix matrix = matrix(heldOut);
    float[] out = trees.margins(matrix, rounds);
    matrix.dispose();
    return out;
  }

  private static DMatrix matrix(Signal.Rows rows) {
    try {
      DMatrix matrix = new DMatrix(rows.features(), Float.NaN);
      matrix.setLabel(rows.labels());
      return matrix;
    } catch (XGBoostError e) {
      throw new IllegalStateException(e);
    }
  }

  private static double median(List<Double> values) {
    return Meter.median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
