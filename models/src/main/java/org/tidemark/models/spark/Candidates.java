package org.tidemark.models.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The settings of an estimator that are tried on folds of some rows. A candidate that fails on a
 * fold is recorded with the reason and cannot win; the others go on.
 */
final class Candidates {
  /** What a fit reached on the test rows, and the model where there is one. */
  record Fitted(FoldScore score, Optional<Model<?>> model) {}

  private final Dataset<Row> rows;
  private final Estimator<?> estimator;
  private final Evaluator evaluator;
  private final ParamMap[] maps;
  private final int parallelism;

  Candidates(
      Dataset<Row> rows,
      Estimator<?> estimator,
      Evaluator evaluator,
      ParamMap[] maps,
      int parallelism) {
    this.rows = rows;
    this.estimator = estimator;
    this.evaluator = evaluator;
    this.maps = maps;
    this.parallelism = parallelism;
  }

  /** Every candidate on every fold, in this order whatever finishes first. */
  List<Fitted> onEvery(List<FoldRows> folds) {
    ExecutorService pool = Executors.newFixedThreadPool(parallelism);
    try {
      List<Future<Fitted>> running = new ArrayList<>();
      for (FoldRows fold : folds) {
        for (int candidate = 0; candidate < maps.length; candidate++) {
          int tried = candidate;
          running.add(pool.submit(() -> fit(fold, tried)));
        }
      }
      List<Fitted> done = new ArrayList<>();
      for (Future<Fitted> fit : running) {
        done.add(fit.get());
      }
      return done;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("validation was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("validation failed: " + e.getCause(), e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  Fitted fit(FoldRows fold, int candidate) {
    try {
      Model<?> model = estimator.fit(fold.train(rows), maps[candidate]);
      double metric = evaluator.evaluate(model.transform(fold.test(rows), maps[candidate]));
      return new Fitted(
          FoldScore.of(fold.fold(), fold.inner(), candidate, metric), Optional.of(model));
    } catch (RuntimeException e) {
      return new Fitted(
          FoldScore.failed(fold.fold(), fold.inner(), candidate, e.toString()), Optional.empty());
    }
  }

  Model<?> fitOnAll(int candidate) {
    return estimator.fit(rows, maps[candidate]);
  }

  /** Plain mean over the folds of each candidate; NaN where one of them failed. */
  double[] means(List<FoldScore> scores) {
    Map<Integer, List<Double>> byCandidate = new HashMap<>();
    scores.forEach(
        s -> byCandidate.computeIfAbsent(s.candidate(), k -> new ArrayList<>()).add(s.metric()));
    double[] means = new double[maps.length];
    Arrays.setAll(
        means,
        k -> byCandidate.get(k).stream().mapToDouble(v -> v).sum() / byCandidate.get(k).size());
    return means;
  }

  /**
   * The candidate of the best mean, the first of equals.
   *
   * @throws IllegalStateException if none has a metric on every fold
   */
  int best(double[] means, List<FoldScore> scores) {
    Comparator<Integer> better =
        Comparator.comparingDouble(k -> evaluator.isLargerBetter() ? -means[k] : means[k]);
    return IntStream.range(0, means.length)
        .filter(k -> !Double.isNaN(means[k]))
        .boxed()
        .min(better)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "none of "
                        + means.length
                        + " candidates has a metric on every fold; the first failure: "
                        + scores.stream()
                            .filter(s -> s.reason().isPresent())
                            .findFirst()
                            .map(
                                s ->
                                    "fold %d, candidate %d: %s"
                                        .formatted(s.fold(), s.candidate(), s.failure()))
                            .orElseThrow()));
  }
}
