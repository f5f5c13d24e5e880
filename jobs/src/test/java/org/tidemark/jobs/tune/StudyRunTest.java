package org.tidemark.jobs.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.models.tune.Assignment;
import org.tidemark.models.tune.Goal;
import org.tidemark.models.tune.Outcome;
import org.tidemark.models.tune.Progress;
import org.tidemark.models.tune.Pruner;
import org.tidemark.models.tune.Report;
import org.tidemark.models.tune.Sampler;
import org.tidemark.models.tune.Space;
import org.tidemark.models.tune.Study;
import org.tidemark.models.tune.Trial;
import org.tidemark.models.tune.Work;
import org.tidemark.testkit.Seeds;

/** A study ends the same whoever works on it, and however often it is stopped. */
class StudyRunTest {
  private static final Space SPACE =
      Space.parse("kind=choice(tree|line),depth=int(1,8)@kind=tree,rate=log(0.001,1)");
  private static final int FOLDS = 3;

  /** What a lake would keep, in memory. */
  private static final class Memory implements StudyRun.Keeper {
    private final List<Row> rows = new ArrayList<>();
    private final Map<Integer, Trial.State> trials = new TreeMap<>();
    private final List<String> events = new ArrayList<>();
    private int stepsLeft;

    Memory(int stepsLeft) {
      this.stepsLeft = stepsLeft;
    }

    @Override
    public void turned(Progress at) {
      events.add("turned");
      at.trials().forEach(trial -> trials.put(trial.number(), trial.state()));
    }

    @Override
    public void ended(List<Step> steps, Progress at) {
      for (Step step : steps) {
        if (stepsLeft-- <= 0) {
          throw new IllegalStateException("the power is off");
        }
        events.add("step");
        rows.add(StepRows.row("s", step));
      }
    }

    List<Step> steps() {
      return rows.stream().map(row -> StepRows.of(row, SPACE)).toList();
    }

    List<Step> sorted() {
      return steps().stream()
          .sorted(Comparator.comparingInt(Step::trial).thenComparingInt(Step::fold))
          .toList();
    }
  }

  /** Steps take different times, so that later ones end first; some fail. */
  private static Step fit(Work work) {
    Assignment a = work.assignment();
    long mix = 31L * work.trial() + 7L * work.step();
    LockSupport.parkNanos(new SplittableRandom(mix).nextLong(300_000));
    boolean fails = a.has("depth") && a.number("depth") >= 6 && work.step() == 1;
    double value = StrictMath.log(a.number("rate")) + work.step() / 3.0;
    Outcome outcome = fails ? new Outcome.Failed("no rows") : new Outcome.Scored(value);
    PeriodReturns returns =
        fails ? PeriodReturns.NONE : new PeriodReturns(List.of(mix, mix + 1), List.of(value, 0.1));
    return new Step(new Report(work, outcome), 10 + work.step(), fails ? 0 : 5, returns);
  }

  private static Study study(String sampler, String pruner, long seed) {
    return new Study(
        "s",
        SPACE,
        Sampler.parse(sampler),
        Pruner.parse(pruner),
        Goal.MAXIMISE,
        11,
        4,
        FOLDS,
        seed);
  }

  private static Progress run(Study study, int workers, Memory memory) {
    return new StudyRun(study, workers, StudyRunTest::fit, memory, Duration.ZERO)
        .from(memory.steps());
  }

  @ParameterizedTest
  @CsvSource({
    "tpe:start=4, none",
    "tpe:start=4, 'asha:reduction=2,first=1'",
    "random, 'median:trials=3,after=1'",
    "grid:points=3, 'asha:reduction=2,first=1'"
  })
  void aStudyThatIsStoppedAnywhereEndsAsAnUnbrokenOne(String sampler, String pruner) {
    Seeds.forEach(
        4,
        (seed, random) -> {
          Study study = study(sampler, pruner, seed);
          Memory whole = new Memory(Integer.MAX_VALUE);
          Progress end = run(study, 1, whole);
          assertThat(end.finished()).isTrue();
          for (int workers : List.of(1, 3)) {
            Memory broken = new Memory(random.nextInt(whole.rows.size()));
            assertThatThrownBy(() -> run(study, workers, broken)).hasMessageContaining("power");
            broken.stepsLeft = random.nextInt(whole.rows.size() - broken.rows.size());
            assertThatThrownBy(() -> run(study, workers, broken)).hasMessageContaining("power");
            broken.stepsLeft = Integer.MAX_VALUE;
            assertThat(run(study, workers, broken)).isEqualTo(end);
            assertThat(broken.sorted()).isEqualTo(whole.sorted());
            assertThat(broken.trials).isEqualTo(whole.trials);
          }
        });
  }

  @Test
  void someTrialsFailAndTheOthersGoOn() {
    Progress end = run(study("random", "none", 1), 3, new Memory(Integer.MAX_VALUE));
    assertThat(end.count(Trial.Failed.class)).isBetween(1L, 10L);
    assertThat(end.count(Trial.Done.class) + end.count(Trial.Failed.class)).isEqualTo(11);
    assertThat(StudyRun.Extent.of(end).done()).isEqualTo(StudyRun.Extent.of(end).most());
  }

  @Test
  void aBatchIsMadeKnownBeforeAnyOfItIsFitted() {
    Study study = study("random", "none", 1);
    Memory memory = new Memory(Integer.MAX_VALUE);
    List<Integer> unknown = new ArrayList<>();
    new StudyRun(
            study,
            1,
            work -> {
              if (!memory.trials.containsKey(work.trial())) {
                unknown.add(work.trial());
              }
              return fit(work);
            },
            memory,
            Duration.ofHours(1))
        .from(List.of());
    assertThat(unknown).isEmpty();
    // However seldom steps are kept, all are by the end of a batch.
    Memory often = new Memory(Integer.MAX_VALUE);
    run(study, 2, often);
    assertThat(memory.sorted()).isEqualTo(often.sorted());
    assertThat(memory.trials).isEqualTo(often.trials);
    assertThat(memory.events.get(0)).isEqualTo("turned");
    assertThat(memory.events).endsWith("turned").filteredOn("turned"::equals).hasSize(4);
    assertThat(memory.trials.values()).noneMatch(Trial.Running.class::isInstance);
  }

  @Test
  void aStudyThatIsDoneFitsNothing() {
    Study study = study("random", "none", 1);
    Memory memory = new Memory(Integer.MAX_VALUE);
    Progress end = run(study, 2, memory);
    Progress again =
        new StudyRun(
                study,
                2,
                work -> {
                  throw new AssertionError("nothing is left to do, but " + work);
                },
                memory,
                Duration.ZERO)
            .from(memory.steps());
    assertThat(again).isEqualTo(end);
  }

  @Test
  void whatIsNotTheTrialsFaultBreaksOff() {
    StudyRun run =
        new StudyRun(
            study("random", "none", 1),
            2,
            work -> {
              throw new OutOfMemoryError("heap");
            },
            new Memory(Integer.MAX_VALUE),
            Duration.ZERO);
    assertThatThrownBy(() -> run.from(List.of()))
        .hasMessageContaining("study s broke off: java.lang.OutOfMemoryError: heap")
        .hasMessageContaining("the same command goes on");
  }

  @Test
  void whatWouldStillBeDoneIsCounted() {
    Study study = study("random", "none", 1);
    assertThat(StudyRun.Extent.of(study.replay(List.of())))
        .isEqualTo(new StudyRun.Extent(0, 11 * FOLDS));
    Work first = study.replay(List.of()).next().get(0);
    Report failed = new Report(first, new Outcome.Failed("no rows"));
    assertThat(StudyRun.Extent.of(study.replay(List.of(failed))))
        .isEqualTo(new StudyRun.Extent(1, 10 * FOLDS + 1));
  }
}
