package org.tidemark.benchmarks.job;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A stream whose process is halted, as by a power cut, and started again until it is through. */
final class KilledStream {
  static final int FILES_PER_BATCH = 8;
  private static final int HALTED = 137;
  private static final int LONGEST_SECONDS = 30;

  private KilledStream() {}

  /** Starts processes until one ends by itself; says how many were halted. */
  static void run(Path folder, long seed) throws IOException, InterruptedException {
    int halted = 0;
    while (true) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(ParityRun.class.getName(), folder.toString(), "killed-once"));
      command.addAll(List.of(Long.toString(seed), Integer.toString(halted)));
      int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (exit == 0) {
        System.out.println("halted " + halted + " times");
        return;
      } else if (exit != HALTED) {
        throw new IllegalStateException("the stream failed by itself with exit code " + exit);
      }
      halted++;
    }
  }

  /**
   * Halts this process at a moment drawn from the seed and the number of its life, up to half a
   * minute from now: within a batch, within a write or between them. Called when a first batch is
   * through, so that every life gets on.
   */
  static void haltSoon(long seed, int life) {
    double share = new SplittableRandom(seed * 1_000 + life).nextDouble();
    long millis = (long) (1_000 * share * LONGEST_SECONDS);
    Thread reaper =
        new Thread(
            () -> {
              try {
                Thread.sleep(millis);
              } catch (InterruptedException e) {
                return;
              }
              System.out.println("halted " + millis + " ms after the first batch");
              System.out.flush();
              Runtime.getRuntime().halt(HALTED);
            });
    reaper.setDaemon(true);
    reaper.start();
  }
}
