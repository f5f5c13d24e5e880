package org.tidemark.benchmarks.job;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Wall time and CPU time of the whole process for each of several jobs that take turns. */
final class Measured {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** One run of a job. */
  record Time(double wallSeconds, double cpuSeconds) {}

  private final Map<String, List<Time>> times = new LinkedHashMap<>();

  /** Runs a job now; collects garbage before, so that no job pays for another's. */
  void run(String job, Runnable work) {
    System.gc();
    long wall = System.nanoTime();
    long cpu = PROCESS.getProcessCpuTime();
    work.run();
    Time time =
        new Time((System.nanoTime() - wall) / 1e9, (PROCESS.getProcessCpuTime() - cpu) / 1e9);
    times.computeIfAbsent(job, k -> new ArrayList<>()).add(time);
    System.out.printf("%-24s wall %7.2f s, cpu %7.2f s%n", job, time.wallSeconds, time.cpuSeconds);
  }

  /** Forgets the runs so far: they were for the compiler. */
  void forgetWarmUp() {
    times.clear();
  }

  double wall(String job) {
    return median(job, Time::wallSeconds);
  }

  double cpu(String job) {
    return median(job, Time::cpuSeconds);
  }

  private double median(String job, ToDoubleFunction<Time> part) {
    double[] sorted = times.get(job).stream().mapToDouble(part).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The medians of every job, and their ratios to those of one. */
  void print(String base) {
    times
        .keySet()
        .forEach(
            job ->
                System.out.printf(
                    "%-24s median of %d: wall %7.2f s, cpu %7.2f s; to %s: wall %.2f, cpu %.2f%n",
                    job,
                    times.get(job).size(),
                    wall(job),
                    cpu(job),
                    base,
                    wall(job) / wall(base),
                    cpu(job) / cpu(base)));
  }
}
