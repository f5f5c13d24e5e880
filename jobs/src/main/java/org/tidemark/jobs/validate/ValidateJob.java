package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.evaluate.Evaluation;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;

/**
 * Walk-forward validation: every learner on every fold, side by side as Spark tasks; predictions
 * out of fold, metrics with intervals per fold and overall.
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
      List<Split> splits = Splitter.parse(args.config().text("split")).split(frame.timeline());
      List<FoldCounts> counts = FoldCounts.of(frame, splits);
      List<FoldWork> works = fit(store, args, frame, splits, counts, learners);
      List<Dataset<Row>> predicted = new ArrayList<>();
      works.forEach(w -> predicted.add(OutOfFold.predict(frame, w, args.runId())));
      store.replace(
          Tables.OOF_PREDICTIONS,
          predicted.stream().reduce(Dataset::unionByName).orElseThrow(),
          args.mine());
      writeFolds(store, args, splits, counts);
      Map<String, Double> auc = new LinkedHashMap<>();
      long rows = 0;
      List<Row> metrics = new ArrayList<>();
      Map<String, Evaluation> overall = new LinkedHashMap<>();
      for (WindowLearner learner : learners) {
        Map<Integer, Predictions> byFold =
            StoredPredictions.read(store, args, learner.name(), frame.target());
        for (Map.Entry<Integer, Predictions> fold : byFold.entrySet()) {
          Evaluation evaluation = Evaluation.of(fold.getValue(), rule(args));
          evaluation.metrics().forEach(m -> metrics.add(metric(args, learner, fold.getKey(), m)));
          if (fold.getKey() < 0) {
            overall.put(learner.name(), evaluation);
            rows += fold.getValue().rows();
            evaluation.find(Metric.AUC).ifPresent(m -> auc.put(learner.name(), m.value()));
          }
        }
      }
      store.replace(
          Tables.MODEL_METRICS,
          store.rows(Tables.MODEL_METRICS, metrics),
          args.mine() + " AND window = 'test'");
      Comparison.write(store, args, frame.target(), overall);
      return new Summary(splits.size(), frame.count(), rows, auc);
    }
  }

  /** The trading rule that a run's settings state. */
  public static TradingRule rule(NightlyArgs args) {
    return new TradingRule(
        args.config().number("trade.threshold"),
        args.config().number("cost.bps"),
        java.time.Duration.ofDays(1),
        args.config().number("trade.days.per.year"));
  }

  private static List<FoldWork> fit(
      TableStore store,
      NightlyArgs args,
      TrainingFrame frame,
      List<Split> splits,
      List<FoldCounts> counts,
      List<WindowLearner> learners) {
    ModelFiles files = new ModelFiles(store);
    int slots = Math.max(1, store.spark().sparkContext().defaultParallelism());
    ExecutorService pool = Executors.newFixedThreadPool(slots);
    try {
      List<Future<FoldWork>> running = new ArrayList<>();
      for (WindowLearner learner : learners) {
        for (Split split : splits) {
          long rows = counts.get(split.fold()).trained();
          running.add(pool.submit(() -> fit(files, args, frame, split, rows, learner)));
        }
      }
      List<FoldWork> done = new ArrayList<>();
      for (Future<FoldWork> work : running) {
        done.add(work.get());
        args.progress().step(done.size(), running.size(), "fits");
      }
      return done;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("validation was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fold could not be fitted: " + e.getCause(), e);
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

  private static void writeFolds(
      TableStore store, NightlyArgs args, List<Split> splits, List<FoldCounts> counts) {
    List<Row> rows = new ArrayList<>();
    for (Split split : splits) {
      FoldCounts count = counts.get(split.fold());
      rows.add(
          RowFactory.create(
              args.runId(),
              split.fold(),
              args.config().text("split"),
              split.train().fromNanos(),
              split.train().toNanos(),
              split.test().fromNanos(),
              split.test().toNanos(),
              split.embargoNanos(),
              count.trained(),
              count.purged(),
              count.tested()));
    }
    store.replace(Tables.FOLDS, store.rows(Tables.FOLDS, rows), args.mine());
  }

  private static Row metric(NightlyArgs args, WindowLearner learner, int fold, MetricValue m) {
    return RowFactory.create(
        args.runId(),
        learner.name(),
        fold,
        m.metric(),
        args.config().text("model"),
        null,
        "ALL",
        "ALL",
        "test",
        Comparison.defined(m.value()),
        Comparison.defined(m.ciLow()),
        Comparison.defined(m.ciHigh()),
        m.n(),
        Metric.of(m.metric()).unit());
  }
}
