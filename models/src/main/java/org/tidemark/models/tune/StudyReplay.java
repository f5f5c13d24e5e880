package org.tidemark.models.tune;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One way through a study with the answers that its ledger has. */
final class StudyReplay {
  /** A step of a trial: what a ledger may hold once. */
  private record Key(int trial, int step) {}

  private final Study study;
  private final Map<Key, Report> answers = new HashMap<>();
  private final List<Trial> trials = new ArrayList<>();
  private final List<Work> next = new ArrayList<>();
  private int used;
  private int batchFrom;

  /**
   * @param settled trials of batches that are over
   * @param ledger the lines of later batches; some of settled ones may be among them
   */
  StudyReplay(Study study, List<Trial> settled, Collection<Report> ledger) {
    this.study = study;
    trials.addAll(settled);
    for (Report report : ledger) {
      Key key = new Key(report.work().trial(), report.work().step());
      Report other = answers.putIfAbsent(key, report);
      if (other != null && !other.equals(report)) {
        throw new IllegalArgumentException(
            place(key)
                + " ended with "
                + other.outcome()
                + " and with "
                + report.outcome()
                + "; keep one of the two lines");
      }
    }
  }

  Progress run() {
    used = (int) answers.values().stream().filter(this::isSettled).count();
    while (next.isEmpty() && trials.size() < study.trials()) {
      batchFrom = trials.size();
      trials.addAll(batch());
    }
    if (used < answers.size()) {
      throw new IllegalArgumentException(
          "the ledger of study "
              + study.id()
              + " holds "
              + (answers.size() - used)
              + " steps that it never gave out; its settings or its ledger were changed, so begin"
              + " a new study");
    }
    List<Report> open =
        answers.values().stream()
            .filter(report -> !next.isEmpty() && report.work().trial() >= batchFrom)
            .sorted(
                Comparator.<Report>comparingInt(report -> report.work().trial())
                    .thenComparingInt(report -> report.work().step()))
            .toList();
    return new Progress(study, trials, next, open);
  }

  /** Whether a line says again what a settled trial knows, or was done beside its failure. */
  private boolean isSettled(Report report) {
    Work work = report.work();
    if (work.trial() >= trials.size()) {
      return false;
    }
    Trial trial = trials.get(work.trial());
    boolean same =
        work.step() < trial.scores().size()
            && new Outcome.Scored(trial.scores().get(work.step())).equals(report.outcome());
    boolean beside = trial.state() instanceof Trial.Failed && work.step() >= trial.scores().size();
    return work.assignment().equals(trial.assignment()) && (same || beside);
  }

  private List<Trial> batch() {
    List<Trial> known = List.copyOf(trials);
    List<Trial> batch = new ArrayList<>();
    List<Assignment> beside = new ArrayList<>();
    int from = known.size();
    for (int n = from; n < Math.min(study.trials(), from + study.batch()); n++) {
      Assignment assignment =
          study
              .sampler()
              .propose(study.space(), study.goal(), study.seed(), n, known, List.copyOf(beside));
      beside.add(assignment);
      batch.add(new Trial(n, assignment, List.of(), new Trial.Running()));
    }
    for (int step = 0; step < study.steps(); step++) {
      advance(batch, step);
      if (step + 1 < study.steps() && study.pruner().decidesAfter(step + 1)) {
        if (!next.isEmpty()) {
          return batch; // the others of the batch are needed for the decision
        }
        prune(batch, step + 1, known);
      }
    }
    batch.replaceAll(this::ended);
    return batch;
  }

  private Trial ended(Trial trial) {
    boolean done = trial.state() instanceof Trial.Running && trial.scores().size() == study.steps();
    return done
        ? new Trial(trial.number(), trial.assignment(), trial.scores(), new Trial.Done())
        : trial;
  }

  /**
   * Takes the answers of a step. Of a trial that failed the steps before the failure are still
   * wanted, those after it no more: so its reason is that of its first step that fails, whichever
   * was done first.
   */
  private void advance(List<Trial> batch, int step) {
    for (int i = 0; i < batch.size(); i++) {
      Trial trial = batch.get(i);
      Work work = new Work(trial.number(), trial.assignment(), step);
      Report report = answers.get(new Key(trial.number(), step));
      boolean running = trial.state() instanceof Trial.Running;
      if (report != null && (running || trial.state() instanceof Trial.Failed)) {
        check(report.work(), work);
        used++; // steps that were done beside one that failed are no offence
      }
      if (running && report == null) {
        next.add(work);
      } else if (running) {
        batch.set(i, after(trial, report.outcome(), step));
      }
    }
  }

  private Trial after(Trial trial, Outcome outcome, int step) {
    List<Double> scores = new ArrayList<>(trial.scores());
    Trial.State state = trial.state();
    if (outcome instanceof Outcome.Failed failed) {
      state = new Trial.Failed("step " + step + ": " + failed.reason());
    } else if (scores.size() == step) { // else an earlier step is missing still
      scores.add(((Outcome.Scored) outcome).value());
    }
    return new Trial(trial.number(), trial.assignment(), scores, state);
  }

  private void prune(List<Trial> batch, int steps, List<Trial> known) {
    List<Trial> alive =
        batch.stream().filter(trial -> trial.state() instanceof Trial.Running).toList();
    List<Trial> earlier = known.stream().filter(trial -> trial.scores().size() >= steps).toList();
    if (alive.isEmpty()) {
      return;
    }
    Set<Integer> stops = study.pruner().stops(study.goal(), steps, alive, earlier);
    batch.replaceAll(
        trial ->
            stops.contains(trial.number())
                ? new Trial(trial.number(), trial.assignment(), trial.scores(), new Trial.Pruned())
                : trial);
  }

  private void check(Work done, Work given) {
    if (!done.equals(given)) {
      throw new IllegalArgumentException(
          place(new Key(done.trial(), done.step()))
              + " was done with "
              + done.assignment().text()
              + " but study "
              + study.id()
              + " gives out "
              + given.assignment().text()
              + "; its settings were changed, so begin a new study");
    }
  }

  private static String place(Key key) {
    return "trial " + key.trial() + ", step " + key.step();
  }
}
