package org.tidemark.models.learn;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.models.Target;
import org.tidemark.models.form.LinearForm;

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
    LinearFit fit =
        new LinearFit(parameters.ridge(), 0, parameters.iterations(), parameters.tolerance());
    LinearForm form = fit.form(scale.apply(window), scale, target);
    return new LinearModel(form, target, columns.features(), columns.featureSetHash());
  }

  @Override
  public LinearModel load(byte[] nativeBytes, TrainingColumns columns, Target target) {
    return LinearModel.of(nativeBytes, target, columns.features(), columns.featureSetHash());
  }

  /** One task adds in time order wherever the rows lay: sums of doubles hang on their order. */
  private Dataset<Row> gathered(Dataset<Row> rows) {
    return parameters.partitions() == 1
        ? Standardised.inOrder(rows)
        : rows.coalesce(parameters.partitions());
  }
}
