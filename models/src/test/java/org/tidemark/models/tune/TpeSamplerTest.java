package org.tidemark.models.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the sampler makes of failed, pruned and repeated trials. */
class TpeSamplerTest {
  private static final TpeSampler TPE = new TpeSampler(4);
  private static final Space LINE = Space.parse("x=float(0,1)");

  private static Trial trial(int number, Space space, String text, Trial.State state, double v) {
    return new Trial(number, space.read(text), List.of(v), state);
  }

  /** Share of 200 proposals below one half. */
  private static double low(List<Trial> known) {
    int low = 0;
    for (int seed = 0; seed < 200; seed++) {
      Assignment a = TPE.propose(LINE, Goal.MAXIMISE, seed, known.size(), known, List.of());
      low += a.number("x") < 0.5 ? 1 : 0;
    }
    return low / 200.0;
  }

  private static List<Trial> halves(Trial.State below, Trial.State above, double lowScore) {
    List<Trial> known = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      double x = (i + 0.5) / 20;
      Trial.State state = x < 0.5 ? below : above;
      known.add(trial(i, LINE, "x=" + x, state, x < 0.5 ? lowScore : 0));
    }
    return known;
  }

  @Test
  void itGoesWhereValuesAreBetter() {
    assertThat(low(halves(new Trial.Done(), new Trial.Done(), 1))).isGreaterThan(0.9);
    assertThat(low(halves(new Trial.Done(), new Trial.Done(), -1))).isLessThan(0.1);
  }

  @Test
  void failedAndPrunedTrialsAreWorseThanAnyThatIsDone() {
    Trial.State failed = new Trial.Failed("no rows");
    assertThat(low(halves(failed, new Trial.Done(), 9))).isLessThan(0.1);
    assertThat(low(halves(new Trial.Pruned(), new Trial.Done(), 9))).isLessThan(0.1);
    assertThat(low(halves(failed, new Trial.Pruned(), 9))).isLessThan(0.1);
  }

  @Test
  void whatWasTriedIsNotProposedAgainWhileThereIsAnythingElse() {
    Space space = Space.parse("n=int(1,8),w=choice(a|b)");
    Set<Assignment> seen = new HashSet<>();
    List<Trial> known = new ArrayList<>();
    for (int n = 0; n < 13; n++) {
      Assignment a = TPE.propose(space, Goal.MINIMISE, 11, n, known, List.of());
      seen.add(a);
      known.add(new Trial(n, a, List.of(a.number("n")), new Trial.Done()));
    }
    assertThat(seen).hasSizeGreaterThanOrEqualTo(12); // the four uniform ones may repeat
  }

  /** Trials of one batch do not crowd on one point. */
  @Test
  void proposalsBesideOneAnotherDiffer() {
    List<Trial> known = halves(new Trial.Done(), new Trial.Done(), 1);
    List<Assignment> beside = new ArrayList<>();
    for (int n = 20; n < 28; n++) {
      beside.add(TPE.propose(LINE, Goal.MAXIMISE, 1, n, known, List.copyOf(beside)));
    }
    assertThat(new HashSet<>(beside)).hasSize(8);
  }
}
