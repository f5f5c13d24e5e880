package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.fold.FoldCounts;
import org.tidemark.jobs.fold.StoredFolds;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;

/**
 * Validation: every learner on every fold of the split, side by side as Spark tasks; predictions
 * out of fold, metrics with intervals per fold, per backtest path and overall.
 */
public final class ValidateJob implements Job<NightlyArgs, ValidateJob.Summary> {
  /**
   * What came out.
   *
   * @param auc out-of-sample area under the curve per learner
   */
  public record Summary(int folds, long rows, long predictions, Map<String, Double> auc) {}

  @Override
  public String name() {
    return "validate";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    List<WindowLearner> learners = LearnerChoice.of(args.config());
    try (TrainingFrame frame = TrainingFrame.load(store, args)) {
      List<Split> splits = Splitter.parse(args.config().text("split")).split(frame.times());
      List<FoldCounts> counts = FoldCounts.of(frame.rows(), splits);
      FoldCounts.requireRows(splits, counts);
      TrialBook book = new TrialBook(store, args);
      List<FoldWork> works = fit(store, args, frame, splits, counts, learners, book);
      StoredFolds folds = new StoredFolds(splits, counts);
      folds.write(store, args); // before the scores, which cannot be read without them
      List<Dataset<Row>> predicted = new ArrayList<>();
      works.forEach(w -> predicted.add(OutOfFold.predict(frame, w, args.runId())));
      store.replace(
          Tables.OOF_PREDICTIONS,
          predicted.stream().reduce(Dataset::unionByName).orElseThrow(),
          args.mine());
      Measured measured = new Measured(args);
      for (WindowLearner learner : learners) {
        measured.add(
            learner.name(),
            StoredPredictions.of(store, args, learner.name(), frame.target(), folds.paths()),
            splits);
      }
      measured.traded().forEach(book::completed);
      book.write();
      measured.judge(book.ledger());
      measured.write(store);
      Comparison.write(store, args, frame.target(), measured.overall());
      return new Summary(splits.size(), frame.count(), measured.predictions(), measured.auc());
    }
  }

  /** The trading rule that a run's settings state. */
  public static TradingRule rule(NightlyArgs args) {
    return rule(args.config());
  }

  /** The same from the settings alone. */
  public static TradingRule rule(NightlyConfig config) {
    return new TradingRule(
        config.number("trade.threshold"),
        config.number("cost.bps"),
        java.time.Duration.ofDays(1),
        config.number("trade.days.per.year"));
  }

  private static List<FoldWork> fit(
      TableStore store,
      NightlyArgs args,
      TrainingFrame frame,
      List<Split> splits,
      List<FoldCounts> counts,
      List<WindowLearner> learners,
      TrialBook book) {
    ModelFiles files = new ModelFiles(store);
    int slots = Math.max(1, store.spark().sparkContext().defaultParallelism());
    ExecutorService pool = Executors.newFixedThreadPool(slots);
    List<FoldWork> done = new ArrayList<>();
    try {
      List<Future<FoldWork>> running = new ArrayList<>();
      for (WindowLearner learner : learners) {
        for (Split split : splits) {
          long rows = counts.get(split.fold()).trained();
          running.add(pool.submit(() -> fit(files, args, frame, split, rows, learner)));
        }
      }
      for (Future<FoldWork> work : running) {
        done.add(work.get());
        args.progress().step(done.size(), running.size(), "fits");
      }
      return done;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("validation was interrupted", e);
    } catch (ExecutionException e) {
      IllegalStateException failure =
          new IllegalStateException("a fold could not be fitted: " + e.getCause(), e);
      try {
        // It was tried: a run that is mended by leaving the learner out must not hide it.
        book.failed(learners.get(done.size() / splits.size()).name(), e.getCause().toString());
        book.write();
      } catch (RuntimeException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    } finally {
      pool.shutdownNow();
    }
  }

  private static FoldWork fit(
      ModelFiles files,
      NightlyArgs args,
      TrainingFrame frame,
      Split split,
      long rows,
      WindowLearner learner) {
    Dataset<Row> window =
        frame.rows().where(split.trainPredicateSql("event_time_nanos", "span_end_nanos"));
    FormedModel model =
        learner.fit(window, frame.columns(), frame.target(), rows, args.config().whole("seed"));
    files.write(ModelFiles.fold(args.runId(), learner.name(), split.fold()), model.nativeBytes());
    return new FoldWork(split, learner, rows, model);
  }
}
