package org.tidemark.models.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rank moves worked by hand, and what a shift is. */
class RankShiftTest {
  private static final List<String> FOUR = List.of("a", "b", "c", "d");

  private static List<Importance> ranking(List<String> features, double... scores) {
    return Importance.ranked(features, "gain", scores);
  }

  @Test
  void fourFeaturesByHand() {
    // Order a b c d, then b a c d: one of six pairs turned, tau = (5 - 1) / 6; Spearman 1 - 6 * 2 /
    // 60. Of 24 orders, one has no turned pair and three have one: p = 4 / 24.
    RankShift shift =
        RankShift.between(ranking(FOUR, 0.4, 0.3, 0.2, 0.1), ranking(FOUR, 0.3, 0.4, 0.2, 0.1));

    assertThat(shift.kendall()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(shift.spearman()).isCloseTo(0.8, within(1e-12));
    assertThat(shift.pValue()).isCloseTo(1.0 / 6, within(1e-12));
    assertThat(shift.moves())
        .containsExactly(
            new RankShift.Move("a", 1, 2),
            new RankShift.Move("b", 2, 1),
            new RankShift.Move("c", 3, 3),
            new RankShift.Move("d", 4, 4));
    assertThat(shift.moves().get(1).places()).isEqualTo(1);
    assertThat(shift.shifted()).isTrue(); // four features are too few to tell
  }

  @Test
  void manyFeaturesInTheSameOrderHaveNotShifted() {
    List<String> ten = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    List<Importance> before = ranking(ten, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
    RankShift same = RankShift.between(before, ranking(ten, 9, 10, 8, 7, 6, 5, 4, 3, 1, 2));
    RankShift reversed = RankShift.between(before, ranking(ten, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));

    assertThat(same.shifted()).isFalse();
    assertThat(same.pValue()).isLessThan(0.001);
    assertThat(reversed.kendall()).isEqualTo(-1);
    assertThat(reversed.shifted()).isTrue();
    assertThat(reversed.pValue()).isEqualTo(1);
  }

  @Test
  void onlyFeaturesOfBothAreCompared() {
    RankShift shift =
        RankShift.between(
            ranking(List.of("gone", "a", "b", "c"), 9, 3, 2, 1),
            ranking(List.of("a", "b", "c", "new"), 3, 2, 1, 9));

    assertThat(shift.kendall()).isEqualTo(1);
    assertThat(shift.moves()).extracting(RankShift.Move::feature).containsExactly("a", "b", "c");
    assertThatThrownBy(
            () ->
                RankShift.between(
                    ranking(List.of("a", "b"), 1, 2), ranking(List.of("a", "b"), 1, 2)))
        .hasMessageContaining("2 features are in both");
  }

  @Test
  void runsDifferWhenTheirFoldsDoMoreThanFoldsOfOneRun() {
    double[] up = {1, 2, 3, 4};
    double[] down = {4, 3, 2, 1};
    // Within 1, between -1. Of the 6 ways to hand out four folds this one and its mirror are as
    // far.
    assertThat(FoldShift.between(List.of(up, up), List.of(down, down)))
        .isEqualTo(new FoldShift(1, -1, 2.0 / 6, 6));
    assertThat(FoldShift.between(List.of(up, up, up), List.of(up, up, up)).pValue()).isEqualTo(1);
    assertThatThrownBy(() -> FoldShift.between(List.of(up), List.of(up, down)))
        .hasMessageContaining("each run needs 2");
  }
}
