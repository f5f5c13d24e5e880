package org.tidemark.jobs.validate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.fold.FoldCounts;
import org.tidemark.jobs.fold.FoldPicture;
import org.tidemark.jobs.report.Fold;
import org.tidemark.jobs.report.Plan;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.jobs.train.TrainingWindow;
import org.tidemark.jobs.train.WindowFits;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.BacktestPaths;
import org.tidemark.models.split.Nested;
import org.tidemark.models.split.RowTimes;
import org.tidemark.models.split.SortedRowTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;
import org.tidemark.models.split.Window;
import org.tidemark.models.weight.SampleWeights;

/** Cuts and counts the folds that {@link ValidateJob} would fit, and fits nothing. */
public final class PlanJob implements Job<NightlyArgs, Plan> {
  /** Instants that stand for the rows of a plan without a lake. */
  private static final int EVEN_ROWS = 10_000;

  /** Counts the rows of some folds; the outer fold is empty for the outer folds themselves. */
  private interface Counter {
    List<FoldCounts> count(Optional<Split> outer, List<Split> folds);
  }

  @Override
  public String name() {
    return "plan";
  }

  /** The plan for the labelled rows of a lake. */
  @Override
  public Plan run(TableStore store, NightlyArgs args) {
    try (TrainingFrame frame = TrainingFrame.load(store, args)) {
      return plan(
          args,
          frame.times(),
          frame.count(),
          (outer, folds) -> FoldCounts.of(inside(frame.rows(), outer), folds),
          folds -> execution(args, frame, folds));
    }
  }

  /** Where each learner is fitted, and why there: the size of the frame and its weights decide. */
  private static List<String> execution(NightlyArgs args, TrainingFrame frame, int folds) {
    Optional<SampleWeights> weights = TrainingWindow.weights(args.config());
    int cores = frame.rows().sparkSession().sparkContext().defaultParallelism();
    return LearnerChoice.of(args.config(), frame).stream()
        .map(
            learner ->
                String.format(
                    Locale.ROOT,
                    "%s: %d, %d at a time; %s",
                    learner.name(),
                    folds,
                    Math.min(folds, Math.max(1, cores / slots(learner))),
                    WindowFits.explain(
                        WindowFits.place(frame, learner, weights), learner, args.config(), frame)))
        .toList();
  }

  private static int slots(WindowLearner learner) {
    return learner instanceof WindowLearner.OnWorkers several ? several.learner().workers() : 1;
  }

  private static Dataset<Row> inside(Dataset<Row> rows, Optional<Split> outer) {
    return outer
        .map(o -> rows.where(o.trainPredicateSql("event_time_nanos", "span_end_nanos")))
        .orElse(rows);
  }

  /**
   * The plan for dates alone, as if rows stood there evenly; no rows are counted.
   *
   * @param dates from the first row to the last
   */
  public static Plan of(NightlyArgs args, Window dates) {
    long[] times =
        LongStream.range(0, EVEN_ROWS)
            .map(i -> dates.fromNanos() + dates.lengthNanos() / EVEN_ROWS * i)
            .toArray();
    times[EVEN_ROWS - 1] = dates.toNanos() - 1;
    long horizon = horizon(args).toNanos();
    RowTimes even = SortedRowTimes.of(times, LongStream.of(times).map(t -> t + horizon).toArray());
    return plan(
        args,
        even,
        0,
        (outer, folds) -> Collections.nCopies(folds.size(), new FoldCounts(0, 0, 0)),
        folds -> List.of());
  }

  private static Duration horizon(NightlyArgs args) {
    return Labeler.parse(args.config().text("label")).horizon();
  }

  private static Plan plan(
      NightlyArgs args,
      RowTimes times,
      long rows,
      Counter counter,
      IntFunction<List<String>> execution) {
    Splitter splitter = Splitter.parse(args.config().text("split"));
    List<Split> splits = splitter.split(times);
    List<FoldCounts> counts = counter.count(Optional.empty(), splits);
    List<Nested.Nest> nests =
        splitter instanceof Nested nested
            ? nested.nests(times)
            : splits.stream().map(s -> new Nested.Nest(s, List.of())).toList();
    List<Plan.Nest> drawn = new ArrayList<>();
    for (int i = 0; i < nests.size(); i++) {
      List<Split> inner = nests.get(i).inner();
      drawn.add(
          new Plan.Nest(
              FoldPicture.of(splits.get(i), counts.get(i), horizon(args)),
              inner.isEmpty()
                  ? List.of()
                  : pictures(
                      args, inner, counter.count(Optional.of(nests.get(i).outer()), inner))));
    }
    BacktestPaths paths = BacktestPaths.of(splits);
    Window hull = new Window(times.timeline().firstNanos(), times.timeline().lastNanos());
    return new Plan(
        splitter.id(),
        rows,
        hull.from(),
        hull.to(),
        horizon(args),
        drawn,
        IntStream.range(0, paths.count()).mapToObj(paths::foldsOf).toList(),
        execution.apply(splits.size()),
        rows == 0 ? Optional.empty() : FoldCounts.problem(splits, counts));
  }

  private static List<Fold> pictures(
      NightlyArgs args, List<Split> splits, List<FoldCounts> counts) {
    return IntStream.range(0, splits.size())
        .mapToObj(i -> FoldPicture.of(splits.get(i), counts.get(i), horizon(args)))
        .toList();
  }
}
