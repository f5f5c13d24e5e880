package org.tidemark.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tidemark.features.label.Labeler;
import org.tidemark.models.drift.FrozenBins;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.learn.FeatureMatrix;
import org.tidemark.models.learn.LinearParameters;
import org.tidemark.models.learn.LogisticLearner;
import org.tidemark.models.learn.Rounds;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;

/**
 * What a fold does not train on has no part in it: shuffling or replacing it changes no bin edge
 * and no byte of the fold's models, of either learner, nor the round at which a fit stops early. In
 * walk-forward all trades after the fold's end are other ones, and bars, features, labels and fits
 * are made anew. K-fold and combinatorial folds train on what follows their tests too, whose
 * features look back at them, so there the rows that do not train are other ones.
 */
class AfterTheFoldIT {
  private static final int CASES = 50;
  private static final int BINS = 10;

  /** Of the optimiser, each a Spark job: they see the same rows, so few of them tell as much. */
  private static final int STEPS = 8;

  private static final Labeler LABELER = Labeler.parse("fixed-15m");

  private static final List<String> SPLITTERS =
      List.of(
          "anchored:folds=3,train=0.4,embargo=%s",
          "kfold:folds=4,embargo=%s",
          "rolling:folds=3,train=0.4,embargo=%s",
          "cpcv:groups=5,test=2,embargo=%s");

  private static final XgboostParameters TREES =
      XgboostParameters.standard().withTrees(20, 4, 0.3).withDraw(0.5, 0.5).withBins(64);

  private static final List<WindowLearner> LEARNERS =
      List.of(
          new WindowLearner.InTask(new XgboostLearner(TREES)),
          new WindowLearner.InTask(
              new XgboostLearner(
                  TREES,
                  Rounds.parse(
                      "patience=5,min_delta=0.001,monitor=val_sharpe",
                      0.3,
                      TradingRule.aroundTheClock(0.02, 1, Duration.ofMinutes(30))))),
          new WindowLearner.OnCluster(
              new LogisticLearner(new LinearParameters(1e-4, STEPS, 1e-6, 1))));

  /** What becomes of that which must not matter. */
  private enum Change {
    SHUFFLED,
    REPLACED
  }

  /**
   * One fold of one market.
   *
   * @param market its events
   * @param rows made of them
   */
  private record Case(
      long seed,
      Change change,
      TapeOfTrades market,
      MarketRows rows,
      Splitter splitter,
      Split split) {
    static Case of(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      Change change = Change.values()[random.nextInt(Change.values().length)];
      String embargo = random.nextBoolean() ? "PT0S" : "PT10M";
      String cut = random.nextInt(3) == 0 ? ",by=events" : "";
      int kind = (int) (seed % SPLITTERS.size());
      Splitter splitter = Splitter.parse(SPLITTERS.get(kind).formatted(embargo) + cut);
      TapeOfTrades market = TapeOfTrades.simulated(seed);
      MarketRows rows = MarketRows.of(market.events(), LABELER);
      List<Split> splits = splitter.split(rows.times());
      Split split = splits.get(random.nextInt(splits.size()));
      return new Case(seed, change, market, rows, splitter, split);
    }

    /** The rows once all that does not train has become other. */
    MarketRows altered() {
      if (splitter.trainsOnThePastOnly()) {
        return after(split.training().get(0).spanLimitNanos());
      }
      boolean[] trains = new boolean[rows.size()];
      Arrays.stream(rows.trained(split)).forEach(i -> trains[i] = true);
      return without(trains);
    }

    /** The rows once half of what trains has become other too. */
    MarketRows spoiled() {
      int[] trained = rows.trained(split);
      int middle = trained[trained.length / 2];
      if (splitter.trainsOnThePastOnly()) {
        return after(rows.labels().get(middle).eventTimeNanos());
      }
      boolean[] kept = new boolean[rows.size()];
      Arrays.stream(trained).filter(i -> i < middle).forEach(i -> kept[i] = true);
      return without(kept);
    }

    private MarketRows after(long end) {
      TapeOfTrades other =
          switch (change) {
            case SHUFFLED -> market.shuffledAfter(end, seed);
            case REPLACED -> market.replacedAfter(end, seed);
          };
      return MarketRows.of(other.events(), LABELER);
    }

    private MarketRows without(boolean[] kept) {
      return switch (change) {
        case SHUFFLED -> rows.shuffled(kept, seed);
        case REPLACED -> rows.replaced(kept, seed);
      };
    }

    @Override
    public String toString() {
      return "seed " + seed + ", fold " + split.fold() + " of " + splitter.id() + ", " + change;
    }
  }

  /** Were the fold's own rows touched, every part of what is compared would be another. */
  @Tag("slow")
  @Test
  void oneCaseOfEachSplitter() throws Exception {
    for (long seed : LongStream.rangeClosed(1, SPLITTERS.size()).toArray()) {
      Case fold = Case.of(seed);
      TreeMap<String, String> whole = fit(fold, fold.rows());
      assertThat(fit(fold, fold.altered())).as("%s", fold).isEqualTo(whole);
      TreeMap<String, String> spoiled = fit(fold, fold.spoiled());
      assertThat(spoiled.keySet()).isEqualTo(whole.keySet());
      whole.forEach(
          (part, text) ->
              assertThat(spoiled.get(part)).as("%s, %s", fold, part).isNotEqualTo(text));
    }
  }

  @Test
  @Tag("long")
  void fiftyCases() throws Exception {
    List<String> changed = new ArrayList<>();
    for (long seed = 1; seed <= CASES; seed++) {
      Case fold = Case.of(seed);
      boolean same = fit(fold, fold.altered()).equals(fit(fold, fold.rows()));
      System.out.println("after-the-fold " + fold + ": " + (same ? "same" : "CHANGED"));
      if (!same) {
        changed.add(fold.toString());
      }
    }
    assertThat(changed).isEmpty();
  }

  /** The models of both learners and all bin edges, as text, by name. */
  private static TreeMap<String, String> fit(Case fold, MarketRows rows) throws XGBoostError {
    TreeMap<String, String> parts = new TreeMap<>();
    Dataset<Row> frame = rows.frame().persist();
    try {
      Dataset<Row> window =
          frame.where(fold.split().trainPredicateSql(MarketRows.TIME, MarketRows.SPAN_END));
      int count = (int) window.count();
      for (WindowLearner learner : LEARNERS) {
        byte[] bytes =
            learner
                .fit(window, rows.columns(), MarketRows.TARGET, count, fold.seed())
                .nativeBytes();
        parts.put(
            "model " + learner.name() + " " + learner.parametersJson(),
            new String(bytes, StandardCharsets.UTF_8));
      }
      List<Row> read =
          window
              .orderBy(MarketRows.TIME)
              .selectExpr(rows.set().outputNames().toArray(String[]::new))
              .collectAsList();
      float[] features = FeatureMatrix.of(read, 0, rows.set().width());
      parts.put("quantile edges", quantileEdges(features, rows.set().width()));
      parts.put("histogram edges", histogramEdges(features, count, rows.set().width()));
      return parts;
    } finally {
      frame.unpersist();
    }
  }

  /** The bin edges that a drift profile of the fold would have. */
  private static String quantileEdges(float[] features, int width) {
    StringBuilder edges = new StringBuilder();
    for (int column = 0; column < width; column++) {
      double[] values = new double[features.length / width];
      for (int row = 0; row < values.length; row++) {
        values[row] = features[row * width + column];
      }
      edges.append(FrozenBins.ofQuantiles(values, BINS).toJson()).append('\n');
    }
    return edges.toString();
  }

  /** The bin edges that XGBoost's trees may split at. */
  private static String histogramEdges(float[] features, int rows, int width) throws XGBoostError {
    DMatrix matrix = new DMatrix(features, rows, width, Float.NaN);
    try {
      matrix.setLabel(new float[rows]);
      Booster booster =
          XGBoost.train(
              matrix,
              new TreeMap<>(Map.of("tree_method", "hist", "max_bin", 64, "nthread", 1)),
              1,
              new TreeMap<>(),
              null,
              null);
      booster.dispose();
      DMatrix.QuantileCut cut = matrix.getQuantileCut();
      return Arrays.toString(cut.getIndptr()) + Arrays.toString(cut.getValues());
    } finally {
      matrix.dispose();
    }
  }
}
