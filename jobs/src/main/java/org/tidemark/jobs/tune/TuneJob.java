package org.tidemark.jobs.tune;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.Environment;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.compare.RunQuantile;
import org.tidemark.jobs.fold.FoldCounts;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.jobs.train.TrainingWindow;
import org.tidemark.jobs.train.WindowFits;
import org.tidemark.jobs.validate.FoldWindows;
import org.tidemark.lakehouse.spark.Fingerprint;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.split.RowTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Window;
import org.tidemark.models.tune.Progress;
import org.tidemark.models.tune.Trial;
import org.tidemark.models.weight.SampleWeights;

/**
 * Searches for the best settings of a learner: trials on the folds of the rows that the study may
 * see, which are read once. The same arguments go on with a study that was stopped; one that is
 * done is left as it is.
 */
public final class TuneJob implements Job<TuneArgs, TuneJob.Summary> {
  /** A commit a fit would cost the driver more than the fit, where fits are small. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /**
   * What came out.
   *
   * @param fits steps that were kept, of this call and of earlier ones
   * @param best settings of the best trial by name, with its number and value; nothing when no
   *     trial did every fold
   */
  public record Summary(
      String study,
      int trials,
      long done,
      long pruned,
      long failed,
      int fits,
      Map<String, String> best) {}

  /** The rows and folds of a study, and what is in the lake of it. */
  private record Ready(
      TrainingFrame frame,
      SeenRows seen,
      List<FoldCounts> counts,
      StoredStudy study,
      List<Step> kept) {}

  @Override
  public String name() {
    return "tune";
  }

  @Override
  public Summary run(TableStore store, TuneArgs args) {
    return with(
        store,
        args,
        ready -> {
          int workers = Math.max(1, store.spark().sparkContext().defaultParallelism());
          StudyStore keeper = new StudyStore(store, args.nightly(), ready.study(), ready.kept());
          Optional<SampleWeights> weights = TrainingWindow.weights(args.nightly().config());
          List<Split> folds = ready.seen().folds();
          try (FoldWindows windows = FoldWindows.of(ready.frame(), folds, ready.counts(), weights);
              WindowFits fits =
                  WindowFits.of(
                      ready.frame(),
                      LearnerChoice.of(args.nightly().config(), ready.frame()),
                      weights)) {
            StepFit fit =
                new StepFit(
                    args.nightly(),
                    args.objective(),
                    ready.frame(),
                    folds,
                    windows.windows(),
                    fits);
            return summary(
                new StudyRun(ready.study().study(), workers, fit, keeper, PAUSE)
                    .from(ready.kept()));
          }
        });
  }

  /** The study without its fits; writes nothing. */
  public TunePlan plan(TableStore store, TuneArgs args) {
    return with(store, args, ready -> plan(args.nightly().config(), ready));
  }

  private static <T> T with(TableStore store, TuneArgs args, Function<Ready, T> use) {
    try (TrainingFrame all = TrainingFrame.load(store, args.nightly())) {
      if (!args.objective().appliesTo(all.target(), RunQuantile.level(args.nightly().config()))) {
        throw new IllegalArgumentException(
            "metric "
                + args.objective().metric().id()
                + " does not apply to label "
                + args.nightly().config().text("label")
                + "; sharpe applies to every label");
      }
      SeenRows seen = SeenRows.of(args.splitter(), args.outerFold(), all.times());
      Dataset<Row> rows =
          seen.outer()
              .map(o -> all.rows().where(o.trainPredicateSql("event_time_nanos", "span_end_nanos")))
              .orElse(all.rows());
      RowTimes times = seen.outer().map(all.times()::trainedBy).orElse(all.times());
      TrainingFrame frame = new TrainingFrame(rows, all.columns(), all.target(), times);
      List<FoldCounts> counts = FoldCounts.of(rows, seen.folds());
      FoldCounts.requireRows(seen.folds(), counts);
      StoredStudy asked =
          new StoredStudy(args.study(seen.folds().size()), origin(args, seen, frame));
      Optional<StoredStudy> stored = StudyStore.find(store, args.study());
      StoredStudy study = stored.map(s -> s.resumedAs(asked)).orElse(asked);
      List<Step> kept =
          stored.isEmpty() ? List.of() : StudyStore.steps(store, args.study(), args.space());
      return use.apply(new Ready(frame, seen, counts, study, kept));
    }
  }

  private static Origin origin(TuneArgs args, SeenRows seen, TrainingFrame frame) {
    NightlyArgs nightly = args.nightly();
    Map<String, String> settings = new TreeMap<>(nightly.config().overrides());
    settings.keySet().removeIf(key -> key.startsWith("source."));
    long first = frame.times().timeline().firstNanos();
    long last = frame.times().timeline().lastNanos();
    return new Origin(
        nightly.config().text("model"),
        nightly.runId(),
        nightly.asOf(),
        Json.line(settings),
        args.objective().metric().id(),
        args.splitter().id(),
        seen.words(),
        frame.count(),
        first,
        last,
        frame.times().latestSpanEnds(List.of(new Window(first, last + 1)))[0],
        Fingerprint.of(frame.rows()).hash(),
        Environment.codeVersion());
  }

  private static Summary summary(Progress at) {
    Map<String, String> best = new TreeMap<>();
    at.best()
        .ifPresent(
            trial -> {
              trial.assignment().values().forEach((name, v) -> best.put(name, v.text()));
              best.put("trial", Integer.toString(trial.number()));
              best.put("value", Double.toString(trial.value()));
            });
    return new Summary(
        at.study().id(),
        at.trials().size(),
        at.count(Trial.Done.class),
        at.count(Trial.Pruned.class),
        at.count(Trial.Failed.class),
        StudyRun.Extent.of(at).done(),
        best);
  }

  private static List<String> places(NightlyConfig config, TrainingFrame frame) {
    Optional<SampleWeights> weights = TrainingWindow.weights(config);
    return LearnerChoice.of(config, frame).stream()
        .map(
            learner ->
                learner.name()
                    + ": "
                    + WindowFits.explain(
                        WindowFits.place(frame, learner, weights), learner, config, frame))
        .toList();
  }

  private static TunePlan plan(NightlyConfig config, Ready ready) {
    Progress at = ready.study().study().replay(StudyRun.reports(ready.kept()));
    StudyRun.Extent extent = StudyRun.Extent.of(at);
    Origin origin = ready.study().origin();
    return new TunePlan(
        at.study(),
        origin.metric(),
        origin.rows(),
        origin.seen(),
        Instant.EPOCH.plusNanos(origin.fromNanos()),
        Instant.EPOCH.plusNanos(origin.toNanos()),
        Instant.EPOCH.plusNanos(origin.labelsToNanos()),
        ready.seen().advice(),
        ready.counts(),
        places(config, ready.frame()),
        at.trials().stream().filter(trial -> trial.state() instanceof Trial.Running).toList(),
        extent.done(),
        extent.most());
  }
}
