package org.tidemark.features.causality;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** The instants at which the detector divides past from future. */
final class Cuts {
  private static final long DAY = 86_400_000_000_000L;

  private Cuts() {}

  /**
   * One drawn row in each of {@code count} equal stretches of rows, plus the last row of each UTC
   * day (up to {@code count} of them, evenly spread), where leaks between days show. The last row
   * of all has no future and is no cut.
   */
  static List<Long> ofRows(List<Answer> answers, int count, long seed) {
    long[] due = answers.stream().mapToLong(Answer::dueNanos).distinct().sorted().toArray();
    SplittableRandom random = new SplittableRandom(seed);
    TreeSet<Long> cuts = new TreeSet<>();
    int usable = due.length - 1;
    for (int k = 0; k < count && usable > 0; k++) {
      int from = (int) ((long) usable * k / count);
      int to = (int) ((long) usable * (k + 1) / count);
      cuts.add(due[to > from ? random.nextInt(from, to) : from]);
    }
    long[] ends = dayEnds(due);
    int shown = Math.min(count, ends.length);
    for (int k = 0; k < shown; k++) {
      cuts.add(ends[(int) ((long) ends.length * k / shown)]);
    }
    return List.copyOf(cuts);
  }

  /**
   * The day of an instant is the one that ends with it: a bar closing at midnight is yesterday's.
   */
  private static long[] dayEnds(long[] due) {
    TreeSet<Long> ends = new TreeSet<>();
    for (int i = 0; i + 1 < due.length; i++) {
      if (Math.floorDiv(due[i] - 1, DAY) != Math.floorDiv(due[i + 1] - 1, DAY)) {
        ends.add(due[i]);
      }
    }
    return ends.stream().mapToLong(Long::longValue).toArray();
  }

  /** The last instants at which some drawn facts, published later than stamped, were unknown. */
  static <E> List<Long> beforePublication(List<Fact<E>> log, int count, long seed) {
    long[] instants =
        log.stream()
            .filter(f -> f.knownAtNanos() > f.timeNanos())
            .mapToLong(f -> f.knownAtNanos() - 1)
            .distinct()
            .sorted()
            .toArray();
    SplittableRandom random = new SplittableRandom(seed ^ 0x5bd1e995L);
    TreeSet<Long> cuts = new TreeSet<>();
    int wanted = Math.min(count, instants.length);
    for (int k = 0; k < wanted; k++) {
      int from = (int) ((long) instants.length * k / wanted);
      int to = (int) ((long) instants.length * (k + 1) / wanted);
      cuts.add(instants[random.nextInt(from, to)]);
    }
    return List.copyOf(cuts);
  }
}
