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
 * One linear fit by MLlib on standardised columns: logistic regression (binomial or multinomial)
 * for classes, least squares for a real target.
 *
 * @param penalty of the coefficients [regParam]
 * @param lassoShare part of it that is L1, the rest is L2 [elasticNetParam]
 */
record LinearFit(double penalty, double lassoShare, int iterations, double tolerance) {
  /** Intercept of a class that never occurs: its probability is 0 in float, and finite in ONNX. */
  private static final double ABSENT = -1e4;

  LinearForm form(Dataset<Row> ready, Standardised scale, Target target) {
    return target instanceof Target.Regression
        ? regression(ready, scale)
        : logistic(ready, scale, target);
  }

  private LinearForm logistic(Dataset<Row> ready, Standardised scale, Target target) {
    LogisticRegressionModel fitted =
        new LogisticRegression()
            .setFeaturesCol(Standardised.FEATURES)
            .setLabelCol(Standardised.LABEL)
            .setWeightCol(Standardised.WEIGHT)
            .setFamily(target instanceof Target.Binary ? "binomial" : "multinomial")
            .setStandardization(false)
            .setElasticNetParam(lassoShare)
            .setRegParam(penalty)
            .setMaxIter(iterations)
            .setTol(tolerance)
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
            .setElasticNetParam(lassoShare)
            .setRegParam(penalty)
            .setMaxIter(iterations)
            .setTol(tolerance)
            .setSolver("normal")
            .fit(ready);
    double[][] coefficients = {fitted.coefficients().toArray()};
    return scale.form(coefficients, new double[] {fitted.intercept()}, Link.IDENTITY);
  }
}
