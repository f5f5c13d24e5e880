package org.tidemark.models.learn;

import java.util.Arrays;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.models.Target;
import org.tidemark.models.form.LinearForm;
import org.tidemark.models.form.Link;

/**
 * The baseline that every other learner has to beat: MLlib's logistic regression (binomial or
 * multinomial), or ridge regression for a real target, on columns imputed and standardised with the
 * means and deviations of the training window alone.
 *
 * <p>The window's rows are read three to four times; MLlib keeps its standardised copy (8 bytes a
 * value) in memory or on disk while it fits. The optimiser draws nothing, so the seed changes
 * nothing.
 */
public record LogisticLearner(LinearParameters parameters) implements DistributedLearner {
  private static final long serialVersionUID = 1L;

  /** Intercept of a class that never occurs: its probability is 0 in float, and finite in ONNX. */
  private static final double ABSENT = -1e4;

  /** A learner with {@link LinearParameters#standard()}. */
  public static LogisticLearner standard() {
    return new LogisticLearner(LinearParameters.standard());
  }

  @Override
  public String name() {
    return "logistic";
  }

  @Override
  public String parametersJson() {
    return parameters.json();
  }

  @Override
  public LinearModel fit(Dataset<Row> rows, TrainingColumns columns, Target target, long seed) {
    Dataset<Row> window = Standardised.numbers(gathered(rows), columns);
    Standardised scale = Standardised.fit(window, columns, target);
    Dataset<Row> ready = scale.apply(window);
    LinearForm form =
        target instanceof Target.Regression
            ? regression(ready, scale)
            : logistic(ready, scale, target);
    return new LinearModel(form, target, columns.features(), columns.featureSetHash());
  }

  @Override
  public LinearModel load(byte[] nativeBytes, TrainingColumns columns, Target target) {
    return LinearModel.of(nativeBytes, target, columns.features(), columns.featureSetHash());
  }

  /** One task adds in time order wherever the rows lay: sums of doubles hang on their order. */
  private Dataset<Row> gathered(Dataset<Row> rows) {
    return parameters.partitions() == 1
        ? rows.repartition(1).sortWithinPartitions("event_time_nanos", "instrument")
        : rows.coalesce(parameters.partitions());
  }

  private LinearForm logistic(Dataset<Row> ready, Standardised scale, Target target) {
    LogisticRegressionModel fitted =
        new LogisticRegression()
            .setFeaturesCol(Standardised.FEATURES)
            .setLabelCol(Standardised.LABEL)
            .setWeightCol(Standardised.WEIGHT)
            .setFamily(target instanceof Target.Binary ? "binomial" : "multinomial")
            .setStandardization(false)
            .setElasticNetParam(0)
            .setRegParam(parameters.ridge())
            .setMaxIter(parameters.iterations())
            .setTol(parameters.tolerance())
            .fit(ready);
    if (target instanceof Target.Binary) {
      double[][] coefficients = {fitted.coefficients().toArray()};
      return scale.form(coefficients, new double[] {fitted.intercept()}, Link.SIGMOID);
    }
    return multinomial(fitted.coefficientMatrix(), fitted.interceptVector(), scale, target.width());
  }

  /** MLlib sees as many classes as the highest label; a class that never occurs gets no chance. */
  private static LinearForm multinomial(
      Matrix matrix, Vector intercepts, Standardised scale, int classes) {
    double[][] coefficients = new double[classes][matrix.numCols()];
    double[] intercept = new double[classes];
    Arrays.fill(intercept, ABSENT);
    for (int k = 0; k < matrix.numRows(); k++) {
      intercept[k] = Math.max(ABSENT, intercepts.apply(k));
      for (int j = 0; j < matrix.numCols(); j++) {
        coefficients[k][j] = matrix.apply(k, j);
      }
    }
    return scale.form(coefficients, intercept, Link.SOFTMAX);
  }

  private LinearForm regression(Dataset<Row> ready, Standardised scale) {
    LinearRegressionModel fitted =
        new LinearRegression()
            .setFeaturesCol(Standardised.FEATURES)
            .setLabelCol(Standardised.LABEL)
            .setWeightCol(Standardised.WEIGHT)
            .setStandardization(false)
            .setElasticNetParam(0)
            .setRegParam(parameters.ridge())
            .setMaxIter(parameters.iterations())
            .setTol(parameters.tolerance())
            .setSolver("normal")
            .fit(ready);
    double[][] coefficients = {fitted.coefficients().toArray()};
    return scale.form(coefficients, new double[] {fitted.intercept()}, Link.IDENTITY);
  }
}
