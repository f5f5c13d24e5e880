package org.tidemark.models.learn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.models.Target;
import org.tidemark.models.form.LinearForm;

/**
 * A linear model that leaves out columns: MLlib's logistic regression (binomial or multinomial), or
 * least squares for a real target, with an L1 and an L2 penalty, on columns imputed and
 * standardised with the means and deviations of the training window alone. It minimises
 *
 * <pre>{@code mean loss + penalty (s |w|_1 + (1 - s) / 2 |w|_2^2),  s = lassoShare}</pre>
 *
 * <p>where the loss is the log loss or, for a real target, half the squared error of the label
 * standardised like a column, so that one penalty suits labels of any unit. Zou and Hastie,
 * "Regularization and variable selection via the elastic net" (2005).
 *
 * <p>The rows are added by one task in order of time, so the same rows give the same bytes wherever
 * they lie. The optimiser draws nothing; the seed changes nothing.
 */
public record ElasticNetLearner(ElasticNetParameters parameters) implements DistributedLearner {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "elastic-net";
  }

  @Override
  public String parametersJson() {
    return parameters.json();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a label, weight or value cannot be fitted, or all labels
   *     are one class
   */
  @Override
  public LinearModel fit(Dataset<Row> rows, TrainingColumns columns, Target target, long seed) {
    Dataset<Row> window = Standardised.numbers(Standardised.inOrder(rows), columns);
    Standardised scale = Standardised.fit(window, columns, target);
    Dataset<Row> ready = scale.apply(window);
    LinearFit fit =
        new LinearFit(
            parameters.penalty(),
            parameters.lassoShare(),
            parameters.iterations(),
            parameters.tolerance());
    LinearForm form =
        target instanceof Target.Regression
            ? regression(fit, ready, scale)
            : fit.form(ready, scale, target);
    return new LinearModel(form, target, columns.features(), columns.featureSetHash());
  }

  @Override
  public LinearModel load(byte[] nativeBytes, TrainingColumns columns, Target target) {
    return LinearModel.of(nativeBytes, target, columns.features(), columns.featureSetHash());
  }

  /** Fitted on the standardised label, told in the label's own unit. */
  private static LinearForm regression(LinearFit fit, Dataset<Row> ready, Standardised scale) {
    double unit = scale.labelDeviation() > 0 ? scale.labelDeviation() : 1;
    Dataset<Row> standard =
        ready.withColumn(
            Standardised.LABEL,
            col(Standardised.LABEL).minus(lit(scale.labelMean())).divide(lit(unit)));
    LinearForm form = fit.form(standard, scale, new Target.Regression());
    double[][] coefficients = form.coefficients();
    for (int j = 0; j < coefficients[0].length; j++) {
      coefficients[0][j] *= unit;
    }
    double[] intercepts = {form.intercepts()[0] * unit + scale.labelMean()};
    return scale.form(coefficients, intercepts, form.link());
  }
}
