package org.tidemark.jobs.tune;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.train.TrainingEvents;
import org.tidemark.jobs.validate.TrialBook;
import org.tidemark.jobs.validate.ValidationTrial;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.overfit.TrialIdentity;
import org.tidemark.models.tune.Progress;
import org.tidemark.models.tune.Space;
import org.tidemark.models.tune.Trial;

/**
 * Keeps a study in the lake. Its steps are kept as they end, before anything follows from them. Its
 * trials enter the ledger of their model before the first of them is fitted and again when they
 * have ended: a study that is killed has hidden none.
 */
final class StudyStore implements StudyRun.Keeper {
  private final TableStore store;
  private final NightlyArgs args;
  private final StoredStudy study;
  private final Map<Integer, List<Step>> steps = new TreeMap<>();
  private final Set<Integer> entered = new HashSet<>();

  /**
   * @param kept steps of the study that are in the lake
   */
  StudyStore(TableStore store, NightlyArgs args, StoredStudy study, Collection<Step> kept) {
    this.store = store;
    this.args = args;
    this.study = study;
    kept.forEach(this::remember);
  }

  /** The study of that name, if the lake has it. */
  static Optional<StoredStudy> find(TableStore store, String study) {
    return rows(store, Tables.STUDIES, study).stream().findFirst().map(StoredStudy::of);
  }

  /** The steps of a study that the lake has. */
  static List<Step> steps(TableStore store, String study, Space space) {
    return rows(store, Tables.STUDY_STEPS, study).stream()
        .map(row -> StepRows.of(row, space))
        .toList();
  }

  private static List<Row> rows(TableStore store, Table table, String study) {
    if (!store.exists(table)) {
      return List.of(); // who only looks creates no table
    }
    return store
        .read(table)
        .where(col("study").equalTo(study))
        .select(table.columnNames().stream().map(functions::col).toArray(Column[]::new))
        .collectAsList();
  }

  private void remember(Step step) {
    steps.computeIfAbsent(step.trial(), trial -> new ArrayList<>()).add(step);
  }

  @Override
  public void ended(List<Step> ended, Progress at) {
    ended.forEach(this::remember);
    growth(ended);
    store.insertNew(
        Tables.STUDY_STEPS,
        store.rows(
            Tables.STUDY_STEPS,
            ended.stream().map(step -> StepRows.row(study.study().id(), step)).toList()),
        "study",
        "trial",
        "step");
    StudyRun.Extent extent = StudyRun.Extent.of(at);
    args.progress().step(extent.done(), extent.most(), "fits");
  }

  /** Before the steps: one that is not kept is fitted again, one that is kept never is. */
  private void growth(List<Step> ended) {
    List<Row> rows = new ArrayList<>();
    for (Step step : ended) {
      NightlyConfig config = TunedSettings.of(args.config(), step.report().work().assignment());
      step.growth()
          .ifPresent(
              growth ->
                  rows.add(
                      TrainingEvents.ofStudy(
                          study.study().id(),
                          step.trial(),
                          study.origin().runId(),
                          config,
                          TunedSettings.learner(config),
                          step.fold(),
                          growth)));
    }
    if (!rows.isEmpty()) {
      store.insertNew(
          Tables.TRAINING_EVENTS,
          store.rows(Tables.TRAINING_EVENTS, rows),
          "study",
          "trial",
          "fold");
    }
  }

  /** {@inheritDoc} The ledger first: who stops here has seen no more than it says. */
  @Override
  public void turned(Progress at) {
    TrialBook book = new TrialBook(store, args);
    List<Row> ended = new ArrayList<>();
    for (Trial trial : at.trials()) {
      if (trial.state() instanceof Trial.Running) {
        book.begun(identity(trial), learner(trial));
      } else if (entered.add(trial.number())) {
        enter(book, trial);
        ended.add(row(trial));
      }
    }
    book.write();
    if (!ended.isEmpty()) {
      store.upsert(Tables.TRIALS, store.rows(Tables.TRIALS, ended), "study", "trial");
    }
    store.settleFew(Tables.STUDIES, List.of(study.row(at)), "study = '" + study.study().id() + "'");
  }

  private void enter(TrialBook book, Trial trial) {
    TrialIdentity identity = identity(trial);
    if (trial.state() instanceof Trial.Failed failed) {
      book.failed(identity, learner(trial), failed.reason());
      return;
    }
    PeriodReturns returns =
        PeriodReturns.joined(
            steps.getOrDefault(trial.number(), List.of()).stream()
                .sorted(Comparator.comparingInt(Step::fold))
                .map(Step::returns)
                .toList());
    if (trial.state() instanceof Trial.Pruned) {
      book.pruned(identity, learner(trial), stopped(trial), returns.ends(), returns.values());
    } else {
      book.completed(identity, learner(trial), returns.ends(), returns.values());
    }
  }

  private String stopped(Trial trial) {
    return "pruned after " + trial.scores().size() + " of " + study.study().steps() + " folds";
  }

  private TrialIdentity identity(Trial trial) {
    return ValidationTrial.studied(config(trial), learner(trial), study.origin().seen());
  }

  private String learner(Trial trial) {
    return TunedSettings.learner(config(trial));
  }

  private NightlyConfig config(Trial trial) {
    return TunedSettings.of(args.config(), trial.assignment());
  }

  private Row row(Trial trial) {
    Map<String, String> parameters = new LinkedHashMap<>();
    trial.assignment().values().forEach((name, value) -> parameters.put(name, value.text()));
    boolean done = trial.state() instanceof Trial.Done;
    boolean pruned = trial.state() instanceof Trial.Pruned;
    String reason =
        trial.state() instanceof Trial.Failed failed
            ? failed.reason()
            : pruned ? stopped(trial) : null;
    return RowFactory.create(
        study.study().id(),
        trial.number(),
        study.origin().runId(),
        learner(trial),
        Json.line(parameters),
        (long) args.config().whole("seed"),
        done ? trial.value() : null,
        done ? "done" : pruned ? "pruned" : "failed",
        trial.scores().size(),
        reason);
  }
}
