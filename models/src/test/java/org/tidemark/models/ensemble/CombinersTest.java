package org.tidemark.models.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.GoldenCase;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.form.Combiner;
import org.tidemark.testkit.Seeds;

/** Combiners learned: against SciPy and scikit-learn, and laws of time. */
class CombinersTest {
  static Stream<GoldenCase> cases() {
    return GoldenCase.read("ensemble", "combiners.txt").stream();
  }

  private static Predictions rows(
      Target target, double[] labels, double[] scores, long[] times, int span, int[] fold) {
    return new Predictions(
        target,
        times,
        Arrays.stream(times).map(t -> t + span).toArray(),
        new int[labels.length],
        fold,
        labels,
        scores,
        new double[labels.length]);
  }

  private static MemberScores scores(GoldenCase golden) {
    int outputs = (int) golden.number("outputs");
    Target target =
        outputs == 0
            ? new Target.Regression()
            : outputs == 1 ? new Target.Binary() : new Target.MultiClass(outputs);
    double[] labels = golden.array("labels");
    double[] all = golden.array("scores");
    int each = labels.length * target.width();
    List<Predictions> members = new ArrayList<>();
    for (int from = 0; from < all.length; from += each) {
      members.add(
          rows(
              target,
              labels,
              Arrays.copyOfRange(all, from, from + each),
              IntStream.range(0, labels.length).asLongStream().toArray(),
              1,
              new int[labels.length]));
    }
    return new MemberScores(members);
  }

  private static int[] all(MemberScores scores) {
    return IntStream.range(0, scores.rows().rows()).toArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void weightsAreThoseOfSciPy(GoldenCase golden) {
    MemberScores scores = scores(golden);
    double[] weights = SimplexFit.fit(scores, all(scores), OptionalDouble.empty());
    assertThat(weights).containsExactly(golden.array("weights"), within(2e-5));
    assertThat(loss(scores, weights)).isLessThanOrEqualTo(golden.number("loss") * (1 + 1e-7));
  }

  private static double loss(MemberScores scores, double[] weights) {
    double sum = 0;
    for (int i = 0; i < scores.rows().rows(); i++) {
      double mixed = 0;
      for (int m = 0; m < weights.length; m++) {
        mixed += weights[m] * scores.ofTruth(m, i);
      }
      double truth = scores.rows().labels()[i];
      sum +=
          scores.target() instanceof Target.Regression
              ? (mixed - truth) * (mixed - truth)
              : -Math.log(mixed);
    }
    return sum / scores.rows().rows();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void stacksAreThoseOfScikitLearn(GoldenCase golden) {
    MemberScores scores = scores(golden);
    Combiner.Stack stack = StackFit.fit(scores, all(scores));
    int width = scores.target().width();
    double[] expected = golden.array("stacked");
    float[] out = new float[width];
    for (int i = 0; i < scores.rows().rows(); i++) {
      stack.combine(scores.scores(i), 0, width, out, 0);
      for (int k = 0; k < width; k++) {
        assertThat((double) out[k]).isCloseTo(expected[i * width + k], within(1e-6));
      }
    }
    assertThat(Combiner.parse(stack.id()).id()).isEqualTo(stack.id());
    assertThat(StackFit.fit(scores, all(scores)).id()).isEqualTo(stack.id());
  }

  @Test
  void membersThatSayTheSameShareTheirWeight() {
    MemberScores some = scores(cases().findFirst().orElseThrow());
    Predictions first = some.each().get(0);
    double[] weights =
        SimplexFit.fit(
            new MemberScores(List.of(first, first, first)), all(some), OptionalDouble.empty());
    assertThat(weights).containsExactly(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, within(1e-6));
  }

  /** Two members over four folds: one good in the first half, the other in the second. */
  private static MemberScores inTime(SplittableRandom random, int rows) {
    double[] labels = new double[rows];
    double[][] said = new double[2][rows];
    long[] times = new long[rows];
    int[] fold = new int[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(2);
      times[i] = i;
      fold[i] = i * 4 / rows;
      for (int m = 0; m < 2; m++) {
        double skill = m == 0 == i < rows / 2 ? 0.2 : 0.15;
        said[m][i] =
            (float)
                Math.min(
                    0.98,
                    Math.max(
                        0.02, 0.5 + (labels[i] - 0.5) * skill * 2 + 0.2 * random.nextGaussian()));
      }
    }
    return new MemberScores(
        Stream.of(said).map(s -> rows(new Target.Binary(), labels, s, times, 5, fold)).toList(),
        Optional.of(regimes(rows)));
  }

  /** Three regimes in turn, and now and then none. */
  private static RegimeColumn regimes(int rows) {
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = i % 50 == 0 ? Float.NaN : i / 7 % 3;
    }
    return new RegimeColumn(0, values);
  }

  private static MemberScores cut(MemberScores scores, int rows) {
    int[] kept = IntStream.range(0, rows).toArray();
    return new MemberScores(
        scores.each().stream().map(p -> p.only(kept)).toList(), Optional.of(regimes(rows)));
  }

  /** Nothing that comes after a fold changes what the ensemble said in it or before. */
  @ParameterizedTest
  @EnumSource(CombineMethod.class)
  void whatComesLaterChangesNothingEarlier(CombineMethod method) {
    Seeds.forEach(
        3,
        (seed, random) -> {
          MemberScores scores = inTime(random, 2_000);
          CombinedInTime whole = CombinedInTime.of(scores, method);
          for (int folds = 1; folds <= 4; folds++) {
            double[] early =
                CombinedInTime.of(cut(scores, 500 * folds), method).predictions().scores();
            assertThat(early).isEqualTo(Arrays.copyOf(whole.predictions().scores(), 500 * folds));
          }
          // Other labels in a fold change no combiner of it or before it, but those after it.
          double[] turned = scores.rows().labels().clone();
          for (int i = 1_000; i < 1_500; i++) {
            turned[i] = 1 - turned[i];
          }
          MemberScores other =
              new MemberScores(
                  scores.each().stream()
                      .map(
                          p ->
                              rows(p.target(), turned, p.scores(), p.eventTimeNanos(), 5, p.fold()))
                      .toList(),
                  scores.regimes());
          CombinedInTime changed = CombinedInTime.of(other, method);
          for (int fold = 0; fold < 3; fold++) {
            assertThat(changed.combiners().get(fold).id())
                .isEqualTo(whole.combiners().get(fold).id());
          }
          assertThat(changed.combiners().get(3).id().equals(whole.combiners().get(3).id()))
              .isEqualTo(!method.learns());
        });
  }

  /** Labels that end after a fold has begun are not known in it. */
  @Test
  void labelsThatReachIntoAFoldAreNotLearnedFrom() {
    MemberScores scores = inTime(new SplittableRandom(1), 2_000);
    Combiner wanted =
        CombineMethod.WEIGHTED.fit(
            scores, IntStream.range(0, 1_000 - 4).toArray(), OptionalDouble.empty());
    Combiner found = CombinedInTime.of(scores, CombineMethod.WEIGHTED).combiners().get(2);
    assertThat(found.id()).isEqualTo(wanted.id());
    assertThat(CombinedInTime.of(scores, CombineMethod.STACKING).combiners().get(0).id())
        .isEqualTo(Combiner.equal(2).id());
  }

  @Test
  void whatCannotBeLearnedIsRefused() {
    MemberScores few = cut(inTime(new SplittableRandom(1), 2_000), 100);
    assertThatThrownBy(() -> CombineMethod.STACKING.fit(few)).hasMessageContaining("200");
    assertThat(CombineMethod.SOFT.fit(few).id()).isEqualTo("mean:0.5|0.5");
    assertThatThrownBy(() -> CombineMethod.of("median")).hasMessageContaining("stacking");
    assertThatThrownBy(() -> new MemberScores(List.of(few.rows(), cut(few, 50).rows())))
        .hasMessageContaining("not the same");
  }
}
