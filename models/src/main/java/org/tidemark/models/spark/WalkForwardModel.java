package org.tidemark.models.spark;

import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What a {@link WalkForwardValidator} found: the best candidate fitted on all rows, and what every
 * candidate reached on every fold. As a transformer it is that best model. To save it, save {@link
 * #bestModel}.
 */
public final class WalkForwardModel extends Model<WalkForwardModel> {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Model<?> bestModel;
  private final int bestCandidate;
  private final List<FoldScore> scores;
  private final double[] meanMetrics;
  private final List<FoldScore> tested;
  private final List<Model<?>> foldModels;
  private final List<FoldRows> folds;

  WalkForwardModel(
      String uid,
      Model<?> bestModel,
      int bestCandidate,
      List<FoldScore> scores,
      double[] meanMetrics,
      List<FoldScore> tested,
      List<Model<?>> foldModels,
      List<FoldRows> folds) {
    this.uid = uid;
    this.bestModel = bestModel;
    this.bestCandidate = bestCandidate;
    this.scores = List.copyOf(scores);
    this.meanMetrics = meanMetrics.clone();
    this.tested = List.copyOf(tested);
    this.foldModels = List.copyOf(foldModels);
    this.folds = List.copyOf(folds);
  }

  @Override
  public String uid() {
    return uid;
  }

  /** The best candidate, fitted on all rows. */
  public Model<?> bestModel() {
    return bestModel;
  }

  /** Position of the best candidate in the estimator's param maps. */
  public int bestCandidate() {
    return bestCandidate;
  }

  /** Every candidate on every fold, failed ones with their reason. */
  public List<FoldScore> scores() {
    return scores;
  }

  /**
   * The plain mean over folds of each candidate, by which the best was chosen; NaN where it failed
   * on one. In nested validation over the inner folds of all rows.
   */
  public double[] meanMetrics() {
    return meanMetrics.clone();
  }

  /**
   * What the choice reached on each test: the best candidate's scores, or, in nested validation,
   * those of the candidate that each outer fold chose from its own training rows. Only the latter
   * is free of the choice.
   */
  public List<FoldScore> tested() {
    return tested;
  }

  /**
   * Every labelled test row as the model of its fold says, with a column {@code fold}. A row that
   * several folds test stands once for each.
   *
   * @param rows the rows that were fitted on
   * @throws IllegalStateException if the models of the folds were not kept
   */
  public Dataset<Row> outOfFold(Dataset<?> rows) {
    if (foldModels.isEmpty()) {
      throw new IllegalStateException(
          uid + ": the models of the folds were not kept; call setFoldModels(\"keep\") before fit");
    }
    Dataset<Row> all = rows.toDF();
    Dataset<Row> predicted = null;
    for (int i = 0; i < folds.size(); i++) {
      Dataset<Row> fold =
          foldModels
              .get(i)
              .transform(folds.get(i).test(all))
              .withColumn("fold", lit(folds.get(i).fold()));
      predicted = predicted == null ? fold : predicted.unionByName(fold);
    }
    return predicted;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    return bestModel.transform(dataset);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return bestModel.transformSchema(schema);
  }

  @Override
  public WalkForwardModel copy(ParamMap extra) {
    WalkForwardModel copied =
        new WalkForwardModel(
            uid,
            bestModel.copy(extra),
            bestCandidate,
            scores,
            meanMetrics,
            tested,
            foldModels,
            folds);
    copied.setParent(parent());
    return copied;
  }
}
