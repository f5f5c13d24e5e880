package org.tidemark.models.split;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tidemark.market.session.Continuous;
import org.tidemark.market.session.NewYork;

/** Random rows and splitters that fit them, or do not. */
final class SplitCases {
  static final long DAY = 86_400_000_000_000L;
  private static final long START = 1_000_000_000_000_000_000L; // September 2001

  /**
   * One case.
   *
   * @param rows event time and label span end of each
   */
  record Case(Splitter splitter, List<long[]> rows, RowTimes times) {
    /** The folds; empty where the splitter refuses the rows. */
    Optional<List<Split>> splits() {
      try {
        return Optional.of(splitter.split(times));
      } catch (IllegalArgumentException e) {
        if (!e.getMessage().contains("; ")) {
          throw new AssertionError("a refusal without a remedy: " + e.getMessage(), e);
        }
        return Optional.empty();
      }
    }
  }

  private SplitCases() {}

  static RowTimes times(List<long[]> rows) {
    return SortedRowTimes.of(
        rows.stream().mapToLong(r -> r[0]).toArray(), rows.stream().mapToLong(r -> r[1]).toArray());
  }

  static Case random(SplittableRandom random) {
    long length = DAY * random.nextLong(40, 400);
    List<long[]> rows = rows(random, length, 60 + random.nextInt(240));
    return new Case(splitter(random, length), rows, times(rows));
  }

  static List<long[]> rows(SplittableRandom random, long length, int count) {
    List<long[]> rows = new ArrayList<>();
    long grid = random.nextBoolean() ? DAY / 4 : 1; // many rows at the same instants, or few
    long longest = 1 + random.nextLong(length / (random.nextInt(4) == 0 ? 5 : 100));
    for (int i = 0; i < count; i++) {
      long time = START + random.nextLong(length) / grid * grid;
      rows.add(new long[] {time, time + 1 + random.nextLong(longest)});
    }
    return rows;
  }

  static Splitter splitter(SplittableRandom random, long length) {
    return switch (random.nextInt(7)) {
      case 0, 1 -> walkForward(random, length);
      case 2, 3 -> kFold(random, length);
      case 4, 5 -> combinatorial(random, length);
      default ->
          new Nested(
              random.nextBoolean() ? walkForward(random, length) : kFold(random, length),
              random.nextBoolean() ? kFold(random, length / 3) : walkForward(random, length / 3));
    };
  }

  static WalkForward walkForward(SplittableRandom random, long length) {
    return new WalkForward(
        random.nextBoolean() ? WalkForward.Kind.ANCHORED : WalkForward.Kind.ROLLING,
        1 + random.nextInt(8),
        random.nextBoolean()
            ? new TrainLength.Share(random.nextDouble(0.05, 0.7))
            : new TrainLength.Span(Duration.ofNanos(random.nextLong(1, length / 2))),
        embargo(random, length),
        cut(random));
  }

  static PurgedKFold kFold(SplittableRandom random, long length) {
    return new PurgedKFold(2 + random.nextInt(6), embargo(random, length), cut(random));
  }

  static CombinatorialPurged combinatorial(SplittableRandom random, long length) {
    int groups = 2 + random.nextInt(7);
    return new CombinatorialPurged(
        groups, 1 + random.nextInt(groups - 1), embargo(random, length), cut(random));
  }

  static Duration embargo(SplittableRandom random, long length) {
    return random.nextBoolean()
        ? Duration.ZERO
        : Duration.ofNanos(random.nextLong(1, length / (random.nextInt(4) == 0 ? 4 : 60)));
  }

  static Cut cut(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> new EventCut();
      case 1 -> new SessionCut(new NewYork());
      case 2 -> new SessionCut(new Continuous());
      default -> Cut.TIME;
    };
  }
}
