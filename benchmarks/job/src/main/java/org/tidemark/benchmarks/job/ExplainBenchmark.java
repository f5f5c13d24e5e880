package org.tidemark.benchmarks.job;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.explain.FeatureGroups;
import org.tidemark.models.explain.Importance;
import org.tidemark.models.explain.PermutationImportance;
import org.tidemark.models.explain.TreeShap;
import org.tidemark.models.form.TreeEnsemble;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostModel;
import org.tidemark.models.learn.XgboostParameters;

/**
 * Explanations of 300 trees of depth 6 on 65 columns, on one thread: SHAP values beside XGBoost's
 * own, and the permutation of every column beside one scoring pass and beside a pass per column.
 */
public final class ExplainBenchmark {
  private static final int COLUMNS = SimulatedRows.COLUMNS;
  private static final int TREES = 300;

  /** Ten, for one is shorter than a tick of the CPU clock. */
  private static final String TEN = "ten scoring passes";

  private static final int TRAINED = 10_000;

  private final int rows;
  private final TrainingSet data;
  private final XgboostModel model;
  private final PermutationImportance permutation;
  private final FeatureGroups each;

  private ExplainBenchmark(int rows) {
    this.rows = rows;
    this.data = SimulatedRows.of(rows, 2);
    this.model =
        new XgboostLearner(XgboostParameters.standard().withTrees(TREES, 6, 0.1))
            .fit(SimulatedRows.of(TRAINED, 1), 1);
    this.permutation =
        new PermutationImportance(
            PermutationImportance.Loss.AUC_DROP, Math.max(1, rows / 20), 1, 7);
    this.each = FeatureGroups.each(data.featureNames());
  }

  /** Arguments: ROWS ROUNDS. */
  public static void main(String[] args) throws XGBoostError, IOException {
    if (args.length != 2) {
      System.err.println("usage: ExplainBenchmark ROWS ROUNDS");
      System.exit(64);
    }
    new ExplainBenchmark(Integer.parseInt(args[0])).run(Integer.parseInt(args[1]));
  }

  private void run(int rounds) throws XGBoostError, IOException {
    TreeEnsemble form = model.form();
    System.out.printf(
        "%d rows; %d trees with %d nodes%n",
        rows, form.trees().size(), form.trees().stream().mapToInt(t -> t.nodes().size()).sum());
    Booster booster = XGBoost.loadModel(model.nativeBytes());
    booster.setParam("nthread", 1);
    DMatrix matrix = new DMatrix(data.features(), rows, COLUMNS, Float.NaN);
    TreeShap shap = TreeShap.of(form);
    double[][] ours = new double[1][];
    float[][][] theirs = new float[1][][];
    List<List<Importance>> permuted = Arrays.asList(List.of(), List.of());
    Measured measured = new Measured();
    for (int round = 0; round <= rounds; round++) {
      if (round == 1) {
        measured.forgetWarmUp();
      }
      measured.run("TreeShap", () -> ours[0] = shap.values(data.features(), rows));
      measured.run("predictContrib", () -> theirs[0] = contributions(booster, matrix));
      measured.run("TreeShap.of", () -> TreeShap.of(form));
      measured.run(
          TEN,
          () -> {
            for (int pass = 0; pass < 10; pass++) {
              model.score(data.features(), rows);
            }
          });
      measured.run(
          "permutation",
          () -> permuted.set(0, permutation.of(each, data.features(), data.labels(), form)));
      measured.run(
          "a pass per column",
          () ->
              permuted.set(1, permutation.of(each, data.features(), data.labels(), model::score)));
    }
    compare(ours[0], shap.expected()[0], theirs[0], booster.predict(matrix, true, 0));
    compare(permuted.get(0), permuted.get(1));
    measured.print(TEN);
    for (String job : List.of("TreeShap", "predictContrib")) {
      System.out.printf("%s: %.0f rows/s by CPU%n", job, rows / measured.cpu(job));
    }
    System.out.printf(
        "predictContrib to TreeShap: wall %.1f, cpu %.1f%n",
        measured.wall("predictContrib") / measured.wall("TreeShap"),
        measured.cpu("predictContrib") / measured.cpu("TreeShap"));
  }

  private static float[][] contributions(Booster booster, DMatrix matrix) {
    try {
      return booster.predictContrib(matrix, 0);
    } catch (XGBoostError e) {
      throw new IllegalStateException(e);
    }
  }

  /** Largest differences between the two sides, and of the sums to the margins. */
  private void compare(double[] ours, double expected, float[][] theirs, float[][] margins) {
    double apart = 0;
    double open = 0;
    for (int row = 0; row < rows; row++) {
      double sum = expected;
      for (int j = 0; j < COLUMNS; j++) {
        double value = ours[row * COLUMNS + j];
        apart = Math.max(apart, Math.abs(value - theirs[row][j]));
        sum += value;
      }
      apart = Math.max(apart, Math.abs(expected - theirs[row][COLUMNS]));
      open = Math.max(open, Math.abs(sum - margins[row][0]));
    }
    System.out.printf(
        "largest difference of a SHAP value %.1e, of a sum to its margin %.1e%n", apart, open);
    if (!(apart <= 1e-5 && open <= 1e-5)) {
      throw new IllegalStateException("SHAP values differ by more than 1e-5");
    }
  }

  private static void compare(List<Importance> walked, List<Importance> scored) {
    double apart = 0;
    for (Importance one : walked) {
      for (Importance other : scored) {
        apart =
            one.feature().equals(other.feature())
                ? Math.max(apart, Math.abs(one.score() - other.score()))
                : apart;
      }
    }
    System.out.printf("largest difference of a permutation's AUC %.1e%n", apart);
    if (!(apart <= 1e-4)) {
      throw new IllegalStateException("permutation importance differs by more than 1e-4");
    }
  }
}
