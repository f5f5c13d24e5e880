package org.tidemark.models.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tidemark.testkit.Seeds;

/** What holds for every sampler with every pruner, however the work is done. */
class StudyLawsTest {
  private static final Space SPACE =
      Space.parse(
          "kind=choice(tree|line),depth=int(1,8)@kind=tree,rate=log(0.001,1)@kind=tree,"
              + "penalty=log(0.0001,10)@kind=line,share=float(0.2,1)");
  private static final List<String> SAMPLERS = List.of("random", "grid:points=3", "tpe:start=4");
  private static final List<String> PRUNERS =
      List.of("none", "median:trials=3,after=1", "asha:reduction=2,first=1");

  private static Study study(String sampler, String pruner, int batch, long seed) {
    return new Study(
        "laws",
        SPACE,
        Sampler.parse(sampler),
        Pruner.parse(pruner),
        Goal.MAXIMISE,
        18,
        batch,
        4,
        seed);
  }

  private static List<Study> studies(SplittableRandom random) {
    List<Study> studies = new ArrayList<>();
    for (String sampler : SAMPLERS) {
      for (String pruner : PRUNERS) {
        studies.add(study(sampler, pruner, random.nextInt(1, 7), random.nextLong()));
      }
    }
    return studies;
  }

  /** Some fail, by value or by exception; the others differ by fold. */
  private static Outcome run(Work work) {
    Assignment a = work.assignment();
    if (a.number("share") < 0.3 && work.step() == 2) {
      return Outcome.of(new ArithmeticException("no rows"));
    }
    double rate = a.has("rate") ? a.number("rate") : a.number("penalty") / 10;
    double value = StrictMath.log(rate) * (1 + a.number("share")) + work.step();
    return Outcome.of(a.has("depth") && a.number("depth") == 8 ? Double.NaN : value);
  }

  /** All ready work at once. */
  private static List<Report> plain(Study study) {
    List<Report> ledger = new ArrayList<>();
    for (Progress at = study.replay(ledger); !at.finished(); at = study.replay(ledger)) {
      at.next().forEach(work -> ledger.add(new Report(work, run(work))));
    }
    return ledger;
  }

  @Test
  void everyKindIsUnderTheseLaws() {
    assertThat(SAMPLERS.stream().<Class<?>>map(s -> Sampler.parse(s).getClass()).toList())
        .containsExactlyInAnyOrder(Sampler.class.getPermittedSubclasses());
    assertThat(PRUNERS.stream().<Class<?>>map(p -> Pruner.parse(p).getClass()).toList())
        .containsExactlyInAnyOrder(Pruner.class.getPermittedSubclasses());
    SAMPLERS.forEach(text -> assertThat(Sampler.parse(text).id()).isEqualTo(text));
    PRUNERS.forEach(text -> assertThat(Pruner.parse(text).id()).isEqualTo(text));
  }

  /** One worker or many, whichever is quicker: the same trials with the same values. */
  @Test
  void completionOrderDoesNotMatter() {
    Seeds.forEach(
        5,
        (seed, random) -> {
          for (Study study : studies(random)) {
            Progress expected = study.replay(plain(study));
            List<Report> ledger = new ArrayList<>();
            List<Work> taken = new ArrayList<>(); // by workers that are still busy
            Progress at = study.replay(ledger);
            while (!at.finished()) {
              at.next().stream().filter(work -> !taken.contains(work)).forEach(taken::add);
              Work done = taken.remove(random.nextInt(taken.size()));
              ledger.add(new Report(done, run(done)));
              at = at.after(ledger.subList(ledger.size() - 1, ledger.size()));
              assertThat(random.nextInt(20) > 0 || at.equals(study.replay(ledger))).isTrue();
            }
            assertThat(at.trials()).as(study.toString()).isEqualTo(expected.trials());
          }
        });
  }

  /** A study that was killed anywhere goes on to the same end. */
  @Test
  void aLedgerCutAnywhereIsResumed() {
    Seeds.forEach(
        5,
        (seed, random) -> {
          for (Study study : studies(random)) {
            List<Report> whole = plain(study);
            List<Report> ledger =
                new ArrayList<>(whole.subList(0, random.nextInt(whole.size() + 1)));
            Collections.shuffle(ledger, new Random(seed));
            if (!ledger.isEmpty()) {
              ledger.add(ledger.get(0)); // written twice
            }
            for (Progress at = study.replay(ledger); !at.finished(); at = study.replay(ledger)) {
              at.next().forEach(work -> ledger.add(new Report(work, run(work))));
            }
            assertThat(study.replay(ledger)).isEqualTo(study.replay(whole));
          }
        });
  }

  @Test
  void everyTrialIsAccountedForAndInsideTheSpace() {
    Seeds.forEach(
        5,
        (seed, random) -> {
          for (Study study : studies(random)) {
            Progress end = study.replay(plain(study));
            assertThat(end.trials()).hasSize(study.trials());
            long counted =
                end.count(Trial.Done.class)
                    + end.count(Trial.Pruned.class)
                    + end.count(Trial.Failed.class);
            assertThat(counted).isEqualTo(study.trials());
            for (Trial trial : end.trials()) {
              assertThat(SPACE.read(trial.assignment().text())).isEqualTo(trial.assignment());
              if (trial.state() instanceof Trial.Failed) {
                assertThat(trial.value()).isNaN();
              }
            }
            double best = end.best().map(Trial::value).orElse(Double.NaN);
            end.trials().stream()
                .filter(t -> t.state() instanceof Trial.Done)
                .forEach(t -> assertThat(t.value()).isLessThanOrEqualTo(best));
          }
        });
  }

  /** Results of a batch do not reach its own proposals, and another seed gives other ones. */
  @Test
  void proposalsDependOnDeclaredResultsAlone() {
    Study study = study("tpe:start=4", "none", 6, 5);
    List<Report> ledger = plain(study);
    List<Report> other =
        ledger.stream()
            .map(r -> r.work().trial() < 6 ? r : new Report(r.work(), new Outcome.Scored(1)))
            .filter(r -> r.work().trial() < 12)
            .toList();
    List<Report> same = ledger.stream().filter(r -> r.work().trial() < 12).toList();
    assertThat(assignments(study.replay(other), 12)).isEqualTo(assignments(study.replay(same), 12));
    assertThat(study.replay(other).next()).isNotEqualTo(study.replay(same).next());
    Study reseeded = study("tpe:start=4", "none", 6, 6);
    assertThat(assignments(reseeded.replay(List.of()), 6))
        .doesNotContainAnyElementsOf(assignments(study.replay(List.of()), 6));
  }

  private static List<String> assignments(Progress progress, int count) {
    return progress.trials().stream()
        .limit(count)
        .map(trial -> trial.assignment().text())
        .collect(Collectors.toList());
  }
}
