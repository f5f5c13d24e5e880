package org.tidemark.models.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Studies and pruners worked out by hand. */
class StudyTest {
  private static final Space LINE = Space.parse("x=int(0,5)");

  private static Study study(String sampler, String pruner, int batch, int steps) {
    return new Study(
        "s", LINE, Sampler.parse(sampler), Pruner.parse(pruner), Goal.MINIMISE, 6, batch, steps, 1);
  }

  private static Report report(Work work, double value) {
    return new Report(work, Outcome.of(value));
  }

  @Test
  void halvingLetsTheBestOfABatchGoOn() {
    // grid 0, 1, 2 with cost x + step: after one step one of three goes on, then none is left over
    Study study = study("grid:points=6", "asha:reduction=3,first=1", 3, 3);
    List<Report> ledger = new ArrayList<>();
    assertThat(study.replay(ledger).next()).extracting(Work::trial).containsExactly(0, 1, 2);
    for (Work work : study.replay(ledger).next()) {
      ledger.add(report(work, work.assignment().number("x")));
    }
    // rungs are after 1 and 3 steps: steps 1 and 2 of the winner are ready together
    assertThat(study.replay(ledger).next())
        .extracting(Work::trial, Work::step)
        .containsExactly(Tuple.tuple(0, 1), Tuple.tuple(0, 2));
    for (Work work : study.replay(ledger).next()) {
      ledger.add(report(work, 0));
    }
    // second batch 3, 4, 5: of six at the first rung two go on, 0 and 1, so none of these
    for (Work work : study.replay(ledger).next()) {
      ledger.add(report(work, work.assignment().number("x")));
    }
    Progress end = study.replay(ledger);
    assertThat(end.finished()).isTrue();
    assertThat(end.count(Trial.Pruned.class)).isEqualTo(5);
    assertThat(end.best().orElseThrow().number()).isZero();
  }

  @Test
  void theMedianOfEarlierBatchesStopsWhatIsWorse() {
    Pruner pruner = Pruner.parse("median:trials=3,after=1");
    List<Trial> earlier = List.of(trial(0, 1), trial(1, 2), trial(2, 4), trial(3, 9));
    List<Trial> batch = List.of(trial(4, 3), trial(5, 3.5), trial(6, 0));
    // median of 1, 2, 4, 9 is 3
    assertThat(pruner.stops(Goal.MINIMISE, 1, batch, earlier)).containsExactly(5);
    assertThat(pruner.stops(Goal.MAXIMISE, 1, batch, earlier)).containsExactly(6);
    assertThat(pruner.stops(Goal.MINIMISE, 1, batch, earlier.subList(0, 2))).isEmpty();
    assertThat(Pruner.parse("median:after=2").decidesAfter(1)).isFalse();
  }

  @Test
  void rungsArePowers() {
    Pruner pruner = Pruner.parse("asha:reduction=3,first=2");
    assertThat(IntStream.rangeClosed(1, 60).filter(pruner::decidesAfter))
        .containsExactly(2, 6, 18, 54);
  }

  private static Trial trial(int number, double score) {
    return new Trial(number, LINE.at(new double[] {0}), List.of(score), new Trial.Running());
  }

  @Test
  void aFailureIsCountedAndItsFirstStepIsItsReason() {
    Study study = study("random", "none", 1, 3);
    List<Work> work = study.replay(List.of()).next();
    assertThat(work).hasSize(3);
    List<Report> ledger = new ArrayList<>();
    ledger.add(report(work.get(2), Double.NaN));
    // the steps before are still wanted
    assertThat(study.replay(ledger).next()).containsExactly(work.get(0), work.get(1));
    ledger.add(new Report(work.get(1), Outcome.of(new IllegalStateException("one class"))));
    ledger.add(report(work.get(0), 1));
    Progress progress = study.replay(ledger);
    assertThat(progress.trials().get(0).state())
        .isEqualTo(new Trial.Failed("step 1: java.lang.IllegalStateException: one class"));
    assertThat(progress.count(Trial.Failed.class)).isEqualTo(1);
    assertThat(progress.next()).extracting(Work::trial).containsOnly(1);
    assertThat(progress.best()).isEmpty();
  }

  @Test
  void settingsAreOneLine() {
    assertThat(study("tpe", "asha", 2, 3).settings())
        .isEqualTo(
            "space=x=int(0,5);sampler=tpe:start=10;pruner=asha:reduction=3,first=1;goal=minimise;"
                + "trials=6;batch=2;steps=3;seed=1");
  }

  @Test
  void aLedgerOfAnotherStudyIsRefused() {
    Study study = study("random", "none", 2, 1);
    Work work = study.replay(List.of()).next().get(0);
    long other = 5 - (long) work.assignment().number("x");
    Assignment changed = LINE.read("x=" + (other == 5 - other ? 0 : other));
    assertThatThrownBy(() -> study.replay(List.of(report(new Work(0, changed, 0), 1))))
        .hasMessageContaining("begin a new study");
    assertThatThrownBy(() -> study.replay(List.of(report(new Work(4, work.assignment(), 0), 1))))
        .hasMessageContaining("never gave out");
    assertThatThrownBy(() -> study.replay(List.of(report(work, 1), report(work, 2))))
        .hasMessageContaining("keep one of the two");
  }

  @Test
  void aGridIsGoneThroughOnceAndEndsTheStudy() {
    Space space = Space.parse("k=choice(a|b),n=int(1,2)@k=a,r=float(0,1),l=log(0.01,1)@k=b");
    GridSampler grid = new GridSampler(3);
    int size = grid.limit(space).orElseThrow();
    assertThat(size).isEqualTo(2 * 3 + 3 * 3);
    List<String> all =
        IntStream.range(0, size)
            .mapToObj(n -> grid.propose(space, Goal.MINIMISE, 0, n, List.of(), List.of()).text())
            .toList();
    assertThat(all).doesNotHaveDuplicates().contains("k=a,n=2,r=0.5", "k=b,r=1.0,l=0.1");
    Study study = new Study("g", space, grid, new Pruner.Never(), Goal.MINIMISE, 1000, 5, 1, 0);
    assertThat(study.trials()).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bayes",
        "tpe:begin=3",
        "tpe:start=x",
        "tpe:start=0",
        "tpe:start=1,start=2",
        "grid:points=0",
        "random:"
      })
  void otherSamplersAreRefused(String text) {
    assertThatThrownBy(() -> Sampler.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "half", "asha:reduction=1", "median:trials=0", "asha:first=0", "none:x=1"})
  void otherPrunersAreRefused(String text) {
    assertThatThrownBy(() -> Pruner.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
