package org.tidemark.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.market.Bar;

/**
 * Our side of {@code peers/compare.py}: holds the bars of some instruments in memory and, for each
 * line on standard input, folds all of them, two at a time on two threads, into arrays of floats.
 * {@code all} takes all 65 features, {@code without} leaves W09 out as the peers do; each answers
 * with the seconds it took. {@code write FILE} writes the last run's values, row by row,
 * little-endian.
 */
public final class KernelRunner {
  private static final String W09 = "garch_fitted_volatility";
  private static final int CORES = 2;

  private final List<List<Bar>> instruments = new ArrayList<>();
  private final List<float[]> results = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(CORES);
  private final FeatureSet all = FeatureSets.core65(Duration.ofMinutes(1));
  private final FeatureSet without =
      new FeatureSet(
          "core64",
          all.features().stream().filter(f -> !f.id().name().equals(W09)).toList(),
          all.sampler(),
          all.lateness());

  private KernelRunner(RecordedData data, List<Integer> years) {
    years.forEach(year -> instruments.add(data.bitcoin(year)));
  }

  /** Arguments: the years of BTCUSD, each an instrument. */
  public static void main(String[] args) throws Exception {
    List<Integer> years = new ArrayList<>();
    for (String arg : args) {
      years.add(Integer.valueOf(arg));
    }
    KernelRunner runner = new KernelRunner(RecordedData.ofProperty(), years);
    System.out.println(String.join(",", runner.without.outputNames()));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(runner.answer(line));
    }
    runner.threads.shutdown();
  }

  private String answer(String line) throws Exception {
    if (line.startsWith("write ")) {
      write(Path.of(line.substring(6)));
      return "written";
    }
    long begin = System.nanoTime();
    fold(line.equals("all") ? all : without);
    return Double.toString((System.nanoTime() - begin) / 1e9);
  }

  private void fold(FeatureSet set) throws Exception {
    List<Callable<float[]>> tasks = new ArrayList<>();
    instruments.forEach(bars -> tasks.add(() -> fold(set, bars)));
    results.clear();
    for (Future<float[]> result : threads.invokeAll(tasks)) {
      results.add(result.get());
    }
  }

  private static float[] fold(FeatureSet set, List<Bar> bars) {
    int width = set.width();
    float[] values = new float[bars.size() * width];
    int[] rows = {0};
    Replay replay = set.start();
    replay.onAll(
        bars,
        row -> System.arraycopy(row.values(), 0, values, rows[0]++ * width, width),
        late -> {
          throw new IllegalStateException("no bar is late: " + late);
        });
    return values;
  }

  private void write(Path file) throws IOException {
    int count = results.stream().mapToInt(values -> values.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] values : results) {
      bytes.asFloatBuffer().put(values);
      bytes.position(bytes.position() + values.length * Float.BYTES);
    }
    Files.write(file, bytes.array());
  }
}
