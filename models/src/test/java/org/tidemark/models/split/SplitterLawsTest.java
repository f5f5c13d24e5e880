package org.tidemark.models.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tidemark.features.causality.Fold;
import org.tidemark.features.causality.FoldCheck;
import org.tidemark.features.causality.LabelledRow;
import org.tidemark.features.causality.Verdict;
import org.tidemark.models.split.SplitCases.Case;
import org.tidemark.testkit.Seeds;

/** What holds for every splitter, whatever the rows and their labels. */
class SplitterLawsTest {
  private static final int SEEDS = 200;

  private interface Law {
    void check(Case one, List<Split> splits);
  }

  /** Checks the cases that can be split; most of the random ones can. */
  private static void forEach(Law law) {
    Map<String, Integer> checked = new TreeMap<>();
    Seeds.forEach(
        SEEDS,
        (seed, random) -> {
          Case one = SplitCases.random(random);
          one.splits()
              .ifPresent(
                  splits -> {
                    law.check(one, splits);
                    checked.merge(one.splitter().getClass().getSimpleName(), 1, Integer::sum);
                  });
        });
    if (Long.getLong("tidemark.seed") == null) {
      assertThat(checked).hasSize(4);
      assertThat(checked.values()).allMatch(n -> n >= 10);
    }
  }

  @Test
  void noTrainLabelSpanMeetsATestSpanOrTheEmbargo() {
    forEach(
        (one, splits) -> {
          for (Split split : splits) {
            assertThat(split.embargoNanos()).isNotNegative();
            for (long[] train : one.rows()) {
              if (!split.trains(train[0], train[1])) {
                continue;
              }
              assertThat(split.tests(train[0])).isFalse();
              assertThat(split.purges(train[0], train[1])).isFalse();
              for (long[] test : one.rows()) {
                if (split.tests(test[0])) {
                  boolean before = train[1] + split.embargoNanos() <= test[0];
                  boolean after = test[1] + split.embargoNanos() <= train[0];
                  if (!before && (!after || one.splitter().trainsOnThePastOnly())) {
                    assertThat(train).as("meets a test in %s", split).isEqualTo(test);
                  }
                }
              }
            }
          }
        });
  }

  /** The same judged by the detector, which knows nothing of windows. */
  @Test
  void theLookAheadDetectorFindsNothing() {
    forEach(
        (one, splits) -> {
          List<LabelledRow> rows =
              one.rows().stream().map(r -> new LabelledRow("X", r[0], r[1])).toList();
          FoldCheck.Order order =
              one.splitter().trainsOnThePastOnly()
                  ? FoldCheck.Order.FORWARD
                  : FoldCheck.Order.EITHER_SIDE;
          for (Split split : splits) {
            BitSet train = new BitSet();
            BitSet test = new BitSet();
            for (int i = 0; i < rows.size(); i++) {
              train.set(i, split.trains(rows.get(i).timeNanos(), rows.get(i).spanEndNanos()));
              test.set(i, split.tests(rows.get(i).timeNanos()));
            }
            assertThat(
                    new FoldCheck(order, split.embargoNanos())
                        .check("split", rows, List.of(new Fold(split.fold(), train, test))))
                .noneMatch(Verdict::leaks);
          }
        });
  }

  @Test
  void insideANestTheSameHolds() {
    int[] nests = {0};
    Seeds.forEach(
        100,
        (seed, random) -> {
          long length = SplitCases.DAY * 400;
          List<long[]> rows = SplitCases.rows(random, length, 200);
          Nested nested =
              new Nested(
                  random.nextBoolean()
                      ? SplitCases.walkForward(random, length)
                      : SplitCases.kFold(random, length),
                  SplitCases.splitter(random, length / 4) instanceof PurgedKFold k
                      ? k
                      : SplitCases.walkForward(random, length / 4));
          Optional<List<Nested.Nest>> found = nests(nested, SplitCases.times(rows));
          found.ifPresent(all -> all.forEach(nest -> inside(nest, rows)));
          nests[0] += found.map(List::size).orElse(0);
        });
    assertThat(nests[0]).isGreaterThan(Long.getLong("tidemark.seed") == null ? 40 : -1);
  }

  private static Optional<List<Nested.Nest>> nests(Nested nested, RowTimes times) {
    try {
      return Optional.of(nested.nests(times));
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).contains("; ");
      return Optional.empty();
    }
  }

  private static void inside(Nested.Nest nest, List<long[]> rows) {
    for (Split fold : nest.inner()) {
      for (long[] row : rows) {
        boolean trains = nest.trains(fold, row[0], row[1]);
        boolean tests = nest.tests(fold, row[0], row[1]);
        assertThat(trains && tests).isFalse();
        if (trains || tests) {
          assertThat(nest.outer().trains(row[0], row[1])).isTrue();
        }
        for (long[] test : rows) {
          boolean apart = row[1] <= test[0] || test[1] <= row[0];
          boolean inner = trains && nest.tests(fold, test[0], test[1]);
          boolean outer = (trains || tests) && nest.outer().tests(test[0]);
          if ((inner || outer) && !apart) {
            assertThat(row).as("meets a test in %s", nest).isEqualTo(test);
          }
        }
        Map<String, Long> values = Map.of("t", row[0], "e", row[1]);
        assertThat(SqlText.holds(nest.trainPredicateSql(fold, "t", "e"), values)).isEqualTo(trains);
        assertThat(SqlText.holds(nest.testPredicateSql(fold, "t", "e"), values)).isEqualTo(tests);
      }
    }
  }

  @Test
  void testsOfDifferentFoldsAreTheSameBlocksOrApart() {
    forEach(
        (one, splits) -> {
          List<Window> all =
              splits.stream().flatMap(s -> s.testing().stream()).map(TestWindow::window).toList();
          for (Window a : all.stream().distinct().toList()) {
            for (Window b : all.stream().distinct().toList()) {
              assertThat(
                      a.equals(b) || a.toNanos() <= b.fromNanos() || b.toNanos() <= a.fromNanos())
                  .isTrue();
            }
          }
          for (int i = 0; i < splits.size(); i++) {
            assertThat(splits.get(i).fold()).isEqualTo(i);
          }
        });
  }

  @Test
  void sqlSaysTheSame() {
    forEach(
        (one, splits) -> {
          for (Split split : splits.subList(0, Math.min(8, splits.size()))) {
            String train = split.trainPredicateSql("t", "f.span_end");
            String purge = split.purgePredicateSql("t", "f.span_end");
            String test = split.testPredicateSql("t");
            for (long[] row : one.rows().subList(0, 40)) {
              for (long nudge = -1; nudge <= 1; nudge++) {
                long time = row[0] + nudge;
                Map<String, Long> values = Map.of("t", time, "f.span_end", row[1] + 1);
                assertThat(SqlText.holds(train, values)).isEqualTo(split.trains(time, row[1] + 1));
                assertThat(SqlText.holds(purge, values)).isEqualTo(split.purges(time, row[1] + 1));
                assertThat(SqlText.holds(test, values)).isEqualTo(split.tests(time));
              }
            }
          }
        });
  }

  @Test
  void theOrderOfRowsIsIrrelevant() {
    forEach(
        (one, splits) -> {
          List<long[]> shuffled = new ArrayList<>(one.rows());
          Collections.shuffle(shuffled, new Random(7));
          assertThat(one.splitter().split(SplitCases.times(shuffled))).isEqualTo(splits);
        });
  }

  @Test
  void idsReadBack() {
    Seeds.forEach(
        SEEDS,
        (seed, random) -> {
          Splitter splitter = SplitCases.splitter(random, SplitCases.DAY * 100);
          assertThat(Splitter.parse(splitter.id())).isEqualTo(splitter);
        });
    for (String text : Splitter.EXAMPLES) {
      assertThat(Splitter.parse(text).id()).isEqualTo(text);
    }
  }

  @Test
  void cutsLieWhereTheySay() {
    forEach(
        (one, splits) -> {
          Splitter outer = one.splitter() instanceof Nested n ? n.outer() : one.splitter();
          Cut cut =
              outer instanceof WalkForward w
                  ? w.cut()
                  : outer instanceof PurgedKFold k ? k.cut() : ((CombinatorialPurged) outer).cut();
          List<Window> tests =
              splits.stream()
                  .flatMap(s -> s.testing().stream())
                  .map(TestWindow::window)
                  .distinct()
                  .toList();
          Timeline timeline = one.times().timeline();
          if (cut instanceof SessionCut sessions) {
            for (Window test : tests) {
              long from = test.fromNanos();
              assertThat(from == timeline.firstNanos() || opens(sessions, from)).isTrue();
              assertThat(
                      test.toNanos() == timeline.lastNanos() + 1 || opens(sessions, test.toNanos()))
                  .isTrue();
            }
          }
          if (cut instanceof EventCut) {
            long sameInstant =
                one.rows().stream()
                    .mapToLong(r -> one.rows().stream().filter(o -> o[0] == r[0]).count())
                    .max()
                    .orElseThrow();
            List<Long> counts = tests.stream().map(w -> inside(one, w)).toList();
            assertThat(Collections.max(counts) - Collections.min(counts))
                .isLessThanOrEqualTo(2 * sameInstant);
          }
        });
  }

  private static boolean opens(SessionCut cut, long nanos) {
    return cut.calendar().at(nanos).map(s -> s.openNanos() == nanos).orElse(false);
  }

  private static long inside(Case one, Window window) {
    return one.rows().stream().filter(r -> window.contains(r[0])).count();
  }
}
