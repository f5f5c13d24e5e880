package org.tidemark.jobs.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.models.tune.Outcome;
import org.tidemark.models.tune.Report;
import org.tidemark.models.tune.Space;
import org.tidemark.models.tune.Work;

/** Which steps of a trial are let through when. */
class InOrderTest {
  private static Step step(int trial, int fold, Outcome outcome) {
    Work work = new Work(trial, Space.parse("x=int(0,9)").read("x=3"), fold);
    return new Step(new Report(work, outcome), 1, 1, PeriodReturns.NONE);
  }

  private static Step done(int trial, int fold) {
    return step(trial, fold, new Outcome.Scored(fold));
  }

  @Test
  void aLaterFoldWaitsForAnEarlierOneOfItsTrialAlone() {
    InOrder order = new InOrder(List.of());
    assertThat(order.add(done(0, 1))).isEmpty();
    assertThat(order.add(done(1, 0))).containsExactly(done(1, 0));
    assertThat(order.add(done(0, 0))).containsExactly(done(0, 0), done(0, 1));
  }

  @Test
  void nothingOfATrialFollowsItsFailure() {
    InOrder order = new InOrder(List.of());
    Step failed = step(0, 0, new Outcome.Failed("no rows"));
    assertThat(order.add(done(0, 1))).isEmpty();
    assertThat(order.add(failed)).containsExactly(failed);
    assertThat(order.add(done(0, 2))).isEmpty();
    assertThat(new InOrder(List.of(failed)).add(done(0, 1))).isEmpty();
  }

  @Test
  void whatIsKeptCountsAndAHoleIsFilled() {
    InOrder order = new InOrder(List.of(done(0, 0), done(1, 1)));
    assertThat(order.add(done(0, 1))).containsExactly(done(0, 1));
    assertThat(order.add(done(1, 2))).isEmpty();
    assertThat(order.add(done(1, 0))).containsExactly(done(1, 0), done(1, 2));
  }
}
