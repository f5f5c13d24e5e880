package org.tidemark.jobs.tune;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.tidemark.jobs.train.FitPool;
import org.tidemark.models.tune.Progress;
import org.tidemark.models.tune.Report;
import org.tidemark.models.tune.Study;
import org.tidemark.models.tune.Trial;
import org.tidemark.models.tune.Work;

/**
 * Runs a study to its end, its steps side by side. What is kept of it is the same at any number of
 * workers, and however often it was stopped in between.
 */
final class StudyRun {
  /** Does one step; called by several threads. A step that fails is a step; see {@link Step}. */
  interface Trainer {
    Step run(Work work);
  }

  /** Keeps what happened; called by one thread. */
  interface Keeper {
    /** Before the first step of a batch, and after the last one. */
    void turned(Progress at);

    /** Steps that are done since the last call; before {@link #turned} where that follows. */
    void ended(List<Step> steps, Progress at);
  }

  private static final Duration FOREVER = Duration.ofDays(365);

  private final Study study;
  private final int workers;
  private final Trainer trainer;
  private final Keeper keeper;
  private final Duration pause;

  /**
   * @param workers steps at a time, 1 or more
   * @param pause least time between two calls of {@link Keeper#ended} while no batch begins or
   *     ends; steps of so long are done again after a stop
   */
  StudyRun(Study study, int workers, Trainer trainer, Keeper keeper, Duration pause) {
    this.study = study;
    this.workers = workers;
    this.trainer = trainer;
    this.keeper = keeper;
    this.pause = pause;
  }

  /**
   * Goes on from what is kept.
   *
   * @throws IllegalArgumentException if the study never gave out what is kept
   * @throws IllegalStateException if a trainer or the keeper broke off; what was kept stays good
   */
  Progress from(Collection<Step> kept) {
    Progress at = study.replay(reports(kept));
    keeper.turned(at);
    Progress told = at;
    long since = System.nanoTime();
    List<Step> ended = new ArrayList<>();
    InOrder order = new InOrder(kept);
    Set<Work> given = new HashSet<>();
    try (FitPool pool = new FitPool(workers)) {
      CompletionService<Step> running = new ExecutorCompletionService<>(pool.threads());
      while (!at.finished()) {
        for (Work work : at.next()) {
          if (given.add(work)) {
            running.submit(() -> trainer.run(work));
          }
        }
        List<Step> now = done(running, order, ended.isEmpty() ? FOREVER : pause);
        at = now.isEmpty() ? at : at.after(reports(now));
        ended.addAll(now);
        boolean turns = at.finished() || at.trials().size() > told.trials().size();
        if (!ended.isEmpty() && (turns || System.nanoTime() - since >= pause.toNanos())) {
          keeper.ended(List.copyOf(ended), at);
          if (turns) {
            keeper.turned(at);
          }
          ended.clear();
          told = at;
          since = System.nanoTime();
        }
      }
      return at;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("study " + study.id() + " was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "study " + study.id() + " broke off: " + e.getCause() + "; the same command goes on", e);
    }
  }

  /** Steps that are done and stand in order; waits for one. */
  private static List<Step> done(CompletionService<Step> running, InOrder order, Duration longest)
      throws InterruptedException, ExecutionException {
    List<Step> done = new ArrayList<>();
    for (Future<Step> next = running.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
        next != null;
        next = running.poll()) {
      done.addAll(order.add(next.get()));
    }
    return done;
  }

  static List<Report> reports(Collection<Step> steps) {
    return steps.stream().map(Step::report).toList();
  }

  /** Steps that are done, and those that will be if no further trial stops early. */
  record Extent(int done, int most) {
    static Extent of(Progress at) {
      int done = 0;
      int most = (at.study().trials() - at.trials().size()) * at.study().steps();
      for (Trial trial : at.trials()) {
        int steps = trial.scores().size() + (trial.state() instanceof Trial.Failed ? 1 : 0);
        done += steps;
        most += trial.state() instanceof Trial.Running ? at.study().steps() : steps;
      }
      return new Extent(done, most);
    }
  }
}
