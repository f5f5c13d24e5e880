package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.fold.FoldCounts;
import org.tidemark.jobs.fold.StoredFolds;
import org.tidemark.jobs.train.GraphSize;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.train.OutOfFoldIntervals;
import org.tidemark.jobs.train.RegisterJob;
import org.tidemark.jobs.train.RunBlend;
import org.tidemark.jobs.train.RunEnsemble;
import org.tidemark.jobs.train.TrainingEvents;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.jobs.train.TrainingWindow;
import org.tidemark.jobs.train.WindowFits;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.ensemble.CombineMethod;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;
import org.tidemark.models.weight.SampleWeights;

/**
 * Validation: every learner on every fold of the split, side by side as Spark tasks; predictions
 * out of fold, metrics with intervals per fold, per backtest path and overall, by instrument,
 * regime and month, at several costs, and on rows fitted on.
 */
public final class ValidateJob implements Job<NightlyArgs, ValidateJob.Summary> {
  /**
   * What came out.
   *
   * @param takenOver fits of an earlier try that was stopped
   * @param rounds boosting rounds kept, in order of the folds, by each learner that was to stop
   *     early
   * @param auc out-of-sample area under the curve per learner
   */
  public record Summary(
      int folds,
      int takenOver,
      long rows,
      long predictions,
      Map<String, List<Integer>> rounds,
      Map<String, Double> auc) {}

  @Override
  public String name() {
    return "validate";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    Optional<SampleWeights> weights = TrainingWindow.weights(args.config());
    Optional<CombineMethod> ensemble = RunEnsemble.method(args.config());
    OutOfFoldIntervals.method(args.config()); // refuses now what it would after all fits
    RegisterJob.tests(args.config()); // likewise
    GraphSize.check(args.config());
    try (TrainingFrame frame = TrainingFrame.load(store, args)) {
      ensemble.ifPresent(method -> RunEnsemble.need(method, args, frame)); // before any fit
      List<WindowLearner> learners = LearnerChoice.of(args.config(), frame);
      RunBlend.of(args.config(), frame.columns().features()); // likewise
      List<Split> splits = Splitter.parse(args.config().text("split")).split(frame.times());
      List<FoldCounts> counts = FoldCounts.of(frame.rows(), splits);
      FoldCounts.requireRows(splits, counts);
      TrialBook book = new TrialBook(store, args);
      UnfinishedFits unfinished = UnfinishedFits.of(store, args, frame, splits, learners);
      FoldFits.Fitted fitted;
      StoredFolds folds;
      try (FoldWindows windows = FoldWindows.of(frame, splits, counts, weights);
          WindowFits fits = WindowFits.of(frame, learners, weights)) {
        fitted = new FoldFits(args, frame, fits, unfinished).run(learners, splits, windows, book);
        folds = new StoredFolds(splits, windows.counts());
      }
      List<FoldWork> works = fitted.works();
      folds.write(store, args); // before the scores, which cannot be read without them
      List<Dataset<Row>> predicted = new ArrayList<>();
      works.forEach(w -> predicted.add(OutOfFold.predict(frame, w, args.runId())));
      store.replace(
          Tables.OOF_PREDICTIONS,
          predicted.stream().reduce(Dataset::unionByName).orElseThrow(),
          args.mine());
      ensemble.ifPresent(method -> EnsembleRows.write(store, args, method, frame));
      Measured measured = new Measured(args, Regimes.of(frame));
      works.forEach(measured::inSample);
      for (String model : RunEnsemble.models(args.config())) {
        measured.add(
            model, StoredPredictions.of(store, args, model, frame.target(), folds.paths()), splits);
      }
      IntervalRows.write(store, args, frame.target()).forEach(measured::add);
      measured.traded().forEach(book::completed);
      book.write();
      measured.judge(book.ledger());
      measured.write(store);
      Comparison.write(store, args, frame.target(), measured.overall(), measured.contestants());
      Map<String, List<Integer>> rounds = events(store, args, works);
      unfinished.finished();
      return new Summary(
          splits.size(),
          fitted.takenOver(),
          frame.count(),
          measured.predictions(),
          rounds,
          measured.auc());
    }
  }

  /** Writes how fits went that were to stop early; the rounds that they kept. */
  private static Map<String, List<Integer>> events(
      TableStore store, NightlyArgs args, List<FoldWork> works) {
    TrainingEvents events = new TrainingEvents(args);
    Map<String, List<Integer>> rounds = new LinkedHashMap<>();
    for (FoldWork work : works) {
      String learner = work.learner().name();
      work.growth()
          .ifPresent(
              growth -> {
                events.add(learner, work.split().fold(), growth);
                rounds.computeIfAbsent(learner, k -> new ArrayList<>()).add(growth.kept());
              });
    }
    events.writeFolds(store);
    return rounds;
  }
}
