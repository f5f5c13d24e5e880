package org.tidemark.jobs.tune;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.compare.RunQuantile;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.train.RunBlend;
import org.tidemark.jobs.train.TrainingEvents;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.jobs.train.TrainingWindow;
import org.tidemark.jobs.train.WindowFits;
import org.tidemark.jobs.validate.OutOfFold;
import org.tidemark.jobs.validate.StoredPredictions;
import org.tidemark.models.FormedModel;
import org.tidemark.models.evaluate.Backtest;
import org.tidemark.models.evaluate.Evaluation;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.learn.SharedFrame;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.BacktestPaths;
import org.tidemark.models.split.Split;
import org.tidemark.models.tune.Objective;
import org.tidemark.models.tune.Outcome;
import org.tidemark.models.tune.Report;
import org.tidemark.models.tune.Work;

/**
 * Fits one trial on the training rows of one fold and measures it on the test rows, as validation
 * does, but keeps neither model nor predictions.
 */
final class StepFit implements StudyRun.Trainer {
  private final NightlyArgs args;
  private final Objective objective;
  private final TrainingFrame frame;
  private final List<Split> folds;
  private final List<TrainingWindow> windows;
  private final WindowFits fits;
  private final BacktestPaths paths;

  /**
   * @param frame the rows that the study sees, and no others
   * @param windows what each fold trains on, weighed as the settings of the run say
   * @param fits of that frame
   */
  StepFit(
      NightlyArgs args,
      Objective objective,
      TrainingFrame frame,
      List<Split> folds,
      List<TrainingWindow> windows,
      WindowFits fits) {
    this.args = args;
    this.objective = objective;
    this.frame = frame;
    this.folds = folds;
    this.windows = List.copyOf(windows);
    this.fits = fits;
    this.paths = BacktestPaths.of(folds);
  }

  /** {@inheritDoc} What throws in a fit is a failed step, unless Spark itself has gone. */
  @Override
  public Step run(Work work) {
    try {
      return fitted(work);
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      if (frame.rows().sparkSession().sparkContext().isStopped()
          || Thread.currentThread().isInterrupted()
          || e instanceof InterruptedException) {
        throw new IllegalStateException("the Spark session ended under " + work, e);
      }
      return new Step(
          new Report(work, new Outcome.Failed(reason(e))),
          windows.get(work.step()).count(),
          0,
          PeriodReturns.NONE);
    }
  }

  /**
   * The innermost cause: the messages around it name stages and tasks, whose numbers differ from
   * run to run.
   */
  static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = Optional.ofNullable(cause.getMessage()).orElse("");
    return cause.getClass().getSimpleName()
        + ": "
        + message.lines().findFirst().orElse("(nothing)");
  }

  private Step fitted(Work work) {
    NightlyConfig config = TunedSettings.of(args.config(), work.assignment());
    WindowLearner learner = LearnerChoice.named(TunedSettings.learner(config), config, frame);
    Split fold = folds.get(work.step());
    TrainingWindow window = windows.get(work.step());
    SharedFrame.Tested tested = tested(config, learner, fold, window);
    Predictions scored = tested.predictions();
    TradingRule rule = config.tradingRule();
    Outcome outcome = objective.of(Evaluation.of(scored, rule, RunQuantile.level(config)));
    return new Step(
        new Report(work, outcome),
        window.count(),
        scored.rows(),
        returns(scored, rule),
        TrainingEvents.of(tested.model()));
  }

  /** A learner that cannot score where it fits has the rows of the test read for it. */
  private SharedFrame.Tested tested(
      NightlyConfig config, WindowLearner learner, Split fold, TrainingWindow window) {
    SharedFrame.Finish finish = RunBlend.finish(config, frame.columns().features(), learner.name());
    long seed = config.whole("seed");
    return fits.fitAndTest(learner, fold, window, seed, finish)
        .orElseGet(
            () -> {
              FormedModel own = fits.fit(learner, fold, window, seed);
              Predictions scored =
                  StoredPredictions.read(
                          OutOfFold.score(
                              frame,
                              frame.rows().where(fold.testPredicateSql("event_time_nanos")),
                              finish.of(own),
                              learner.name(),
                              fold.fold(),
                              args.runId()),
                          frame.target())
                      .orElseThrow();
              return new SharedFrame.Tested(own, scored);
            });
  }

  /** Of the first backtest path, so that a row that several folds test is traded once. */
  private PeriodReturns returns(Predictions scored, TradingRule rule) {
    int[] first =
        IntStream.range(0, scored.rows())
            .filter(i -> paths.pathOf(scored.fold()[i], scored.eventTimeNanos()[i]) == 0)
            .toArray();
    return first.length == 0
        ? PeriodReturns.NONE
        : PeriodReturns.of(Backtest.of(scored.only(first), rule));
  }
}
