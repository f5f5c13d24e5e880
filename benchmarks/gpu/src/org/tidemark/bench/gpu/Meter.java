package org.tidemark.bench.gpu;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Times steps and writes one line for each, to the screen and to a table of tab-separated values.
 */
final class Meter implements AutoCloseable {
  private final long start = System.nanoTime();
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final PrintStream table;

  Meter(Path file) throws java.io.IOException {
    table = new PrintStream(Files.newOutputStream(file), true);
    table.println("step\trows\tdevice\tthreads\twall_s\tcpu_core_s\tnote");
  }

  /** What a step gave, how long it took and how many core-seconds the process spent. */
  record Timed<T>(T value, double wall, double cores) {}

  <T> Timed<T> time(Supplier<T> step) {
    long cpu = system.getProcessCpuTime();
    long wall = System.nanoTime();
    T value = step.get();
    return new Timed<>(
        value, (System.nanoTime() - wall) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
  }

  void line(String step, long rows, String device, int threads, Timed<?> timed, String note) {
    line(step, rows, device, threads, timed.wall, timed.cores, note);
  }

  void line(
      String step, long rows, String device, int threads, double wall, double cores, String note) {
    String text =
        String.format(
            Locale.ROOT,
            "%s\t%d\t%s\t%d\t%.4f\t%.3f\t%s",
            step,
            rows,
            device,
            threads,
            wall,
            cores,
            note);
    table.println(text);
    System.out.printf(Locale.ROOT, "%6.1f  %s%n", sinceStart(), text.replace("\t", "  "));
  }

  double sinceStart() {
    return (System.nanoTime() - start) / 1e9;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  @Override
  public void close() {
    table.close();
  }
}
