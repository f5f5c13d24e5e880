package org.tidemark.jobs.dag;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.tidemark.jobs.RerunCommand;
import org.tidemark.jobs.dag.RunSummary.Entry;
import org.tidemark.jobs.dag.RunSummary.State;

/**
 * Runs a DAG in this process, one task after another in topological order, with timeouts and
 * resume. When a task fails its descendants are skipped and every other branch still runs. A task
 * is tried once: what fails here, on the same data and settings a moment ago, is a wrong setting or
 * bad data and would fail again. The retries of a task are for schedulers, which start another
 * process, later.
 */
public final class LocalRunner {
  /** What to do about successes that are on record. */
  public enum Start {
    /** Forget them and run everything. */
    FRESH,
    /** Keep them and run the rest, and whatever lies below the rest. */
    RESUME
  }

  private static final Duration STOPPING = Duration.ofSeconds(30);

  private final Dag dag;
  private final TaskRunner runner;
  private final RunLog log;
  private final InstantSource clock;
  private final Consumer<String> out;

  /**
   * @param out takes the progress lines
   */
  public LocalRunner(
      Dag dag, TaskRunner runner, RunLog log, InstantSource clock, Consumer<String> out) {
    this.dag = dag;
    this.runner = runner;
    this.log = log;
    this.clock = clock;
    this.out = out;
  }

  /**
   * Runs the DAG.
   *
   * @param values of the placeholders; checked for every task before the first one starts
   */
  public RunSummary run(Map<String, String> values, Start start) {
    List<Task> tasks = dag.topological();
    tasks.forEach(task -> task.arguments(values));
    if (start == Start.FRESH) {
      tasks.forEach(log::forget);
    }
    Map<String, State> states = new HashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Task task : tasks) {
      String label = "[%d/%d] %s".formatted(entries.size() + 1, tasks.size(), task.id());
      Entry entry = take(task, label, states, values);
      states.put(task.id(), entry.state());
      entries.add(entry);
    }
    RunSummary summary = new RunSummary(dag.id(), entries);
    summary.lines().forEach(out);
    if (summary.exitCode() != 0) {
      out.accept("mend the cause, then run again with --resume");
    }
    return summary;
  }

  /** Prints what {@link #run} would do, and does nothing. */
  public void plan(Map<String, String> values, Start start) {
    List<Task> tasks = dag.topological();
    Map<String, State> states = new HashMap<>();
    int at = 0;
    for (Task task : tasks) {
      boolean done = start == Start.RESUME && isDone(task, states);
      states.put(task.id(), done ? State.ALREADY_DONE : State.SUCCEEDED);
      out.accept(
          "[%d/%d] %s: %s%s"
              .formatted(
                  ++at,
                  tasks.size(),
                  task.id(),
                  done ? "already done: " : "",
                  "tidemark " + RerunCommand.line(task.arguments(values))));
      out.accept(
          "        after %s; at most %d min. %s"
              .formatted(
                  task.parents().isEmpty() ? "nothing" : String.join(", ", task.parents()),
                  task.timeout().toMinutes(),
                  task.purpose()));
    }
  }

  private Entry take(
      Task task, String label, Map<String, State> states, Map<String, String> values) {
    Optional<String> blocker =
        task.parents().stream()
            .filter(p -> states.get(p) == State.FAILED || states.get(p) == State.SKIPPED)
            .findFirst();
    if (blocker.isPresent()) {
      String why = blocker.get() + " " + states.get(blocker.get()).name().toLowerCase(Locale.ROOT);
      out.accept(label + " skipped: " + why);
      return new Entry(task.id(), State.SKIPPED, 0, Duration.ZERO, why);
    }
    if (isDone(task, states)) {
      out.accept(label + " already done");
      return new Entry(task.id(), State.ALREADY_DONE, 0, Duration.ZERO, "");
    }
    return once(task, label, task.arguments(values));
  }

  /** On record, and nothing above it is run again in this run. */
  private boolean isDone(Task task, Map<String, State> states) {
    return task.parents().stream().allMatch(p -> states.get(p) == State.ALREADY_DONE)
        && log.isDone(task);
  }

  private Entry once(Task task, String label, List<String> arguments) {
    forgetFrom(task);
    Instant begin = clock.instant();
    out.accept(label + " ...");
    Outcome outcome = attempt(task, arguments);
    Duration spent = Duration.between(begin, clock.instant());
    if (outcome instanceof Outcome.Failure failure) {
      out.accept("%s failed after %s: %s".formatted(label, seconds(spent), failure.reason()));
      return new Entry(task.id(), State.FAILED, 1, spent, failure.reason());
    }
    String message = ((Outcome.Success) outcome).message();
    log.recordSuccess(task, 1, spent);
    out.accept(
        "%s done in %s%s"
            .formatted(label, seconds(spent), message.isEmpty() ? "" : ": " + message));
    return new Entry(task.id(), State.SUCCEEDED, 1, spent, message);
  }

  // A crash after this task and before its descendants must not leave their old successes valid.
  private void forgetFrom(Task task) {
    dag.tasks().stream()
        .filter(t -> t.id().equals(task.id()) || dag.ancestors(t.id()).contains(task.id()))
        .forEach(log::forget);
  }

  // A thread of its own per task: a timeout can interrupt it, and thread-local settings of one
  // task never reach the next.
  private Outcome attempt(Task task, List<String> arguments) {
    if (Thread.currentThread().isInterrupted()) {
      return new Outcome.Failure("interrupted");
    }
    FutureTask<Outcome> work =
        new FutureTask<>(() -> Objects.requireNonNull(runner.run(task, arguments), "outcome"));
    Thread thread = new Thread(work, "task-" + task.id());
    thread.setDaemon(true);
    thread.start();
    try {
      return work.get(task.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return new Outcome.Failure(describe(e.getCause()));
    } catch (TimeoutException e) {
      thread.interrupt();
      return timedOut(task, thread);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return new Outcome.Failure("interrupted");
    }
  }

  // Given time to stop: another branch must not start beside a task that is still writing.
  private static Outcome timedOut(Task task, Thread thread) {
    String reason = "timed out after " + seconds(task.timeout());
    try {
      thread.join(STOPPING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failure(reason + ", then interrupted");
    }
    return new Outcome.Failure(thread.isAlive() ? reason + " and does not stop" : reason);
  }

  private static String describe(Throwable cause) {
    String message =
        cause.getMessage() == null ? "" : cause.getMessage().lines().findFirst().orElse("");
    return message.isBlank() ? cause.getClass().getSimpleName() : message;
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }
}
