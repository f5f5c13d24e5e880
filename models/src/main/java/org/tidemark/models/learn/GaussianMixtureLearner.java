package org.tidemark.models.learn;

import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.clustering.GaussianMixture;
import org.apache.spark.ml.clustering.GaussianMixtureModel;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.models.Target;
import org.tidemark.models.form.MixtureForm;

/**
 * Regimes without labels: MLlib's mixture of normal distributions with full covariances over the
 * columns, imputed and standardised with the means and deviations of the training window alone, and
 * clipped. Output is the probability of each component; the label column is not read.
 *
 * <p>The target says how many components: as many as it has classes. They are numbered from calm to
 * turbulent: by the sum of their variances over the standardised columns, of equally calm ones the
 * heavier first. So class 0 is the calmest regime in every fit, though not the same rows.
 *
 * <p>One task reads the rows in order of time and the seed draws the rows to begin from, so the
 * same rows and seed give the same bytes wherever the rows lie. Expectation-maximisation ends in a
 * local optimum: another seed may find other components.
 */
public record GaussianMixtureLearner(MixtureParameters parameters) implements DistributedLearner {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "gaussian-mixture";
  }

  @Override
  public String parametersJson() {
    return parameters.json();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a weight or value cannot be fitted, no column varies, a
   *     component collapses, or the target is a real number
   */
  @Override
  public MixtureModel fit(Dataset<Row> rows, TrainingColumns columns, Target target, long seed) {
    int components = components(target);
    Dataset<Row> window =
        Standardised.numbers(
            Standardised.inOrder(rows).withColumn(columns.label(), lit(0.0)), columns);
    Standardised scale = Standardised.fit(window, columns, new Target.Regression());
    if (scale.varying() == 0) {
      throw new IllegalArgumentException(
          "no column varies in the window, so it has no regimes; take more rows or other columns");
    }
    GaussianMixtureModel fitted;
    try {
      fitted = mixture(components, seed).fit(scale.apply(window));
    } catch (Exception e) { // of MLlib, in a task or on the driver
      if (!String.valueOf(e.getMessage()).contains("singular values")) {
        throw e;
      }
      throw new IllegalArgumentException(
          "a component of "
              + components
              + " has collapsed onto equal rows; take fewer components or more rows",
          e);
    }
    return new MixtureModel(
        form(scale, ordered(fitted), parameters.floor()),
        target,
        columns.features(),
        columns.featureSetHash());
  }

  @Override
  public MixtureModel load(byte[] nativeBytes, TrainingColumns columns, Target target) {
    return MixtureModel.of(nativeBytes, columns, target);
  }

  /** As MLlib is asked. */
  GaussianMixture mixture(int components, long seed) {
    return new GaussianMixture()
        .setFeaturesCol(Standardised.FEATURES)
        .setWeightCol(Standardised.WEIGHT)
        .setK(components)
        .setMaxIter(parameters.iterations())
        .setTol(parameters.tolerance())
        .setSeed(seed);
  }

  private static int components(Target target) {
    if (target instanceof Target.Regression) {
      throw new IllegalArgumentException(
          "gaussian-mixture tells regimes apart and estimates no real target; choose a label with"
              + " as many classes as there are regimes, or another learner");
    }
    return target instanceof Target.MultiClass many ? many.classes() : 2;
  }

  private static List<Component> ordered(GaussianMixtureModel fitted) {
    List<Component> components = new ArrayList<>();
    for (int k = 0; k < fitted.weights().length; k++) {
      MultivariateGaussian one = fitted.gaussians()[k];
      components.add(new Component(fitted.weights()[k], one.mean().toArray(), one.cov().toArray()));
    }
    components.sort(Component.CALM_FIRST);
    return components;
  }

  /** The form of a mixture whose components have {@code floor} added to their variances. */
  static MixtureForm form(Standardised scale, List<Component> components, double floor) {
    int columns = scale.means().length;
    double[][] whitening = new double[components.size()][];
    double[][] centres = new double[components.size()][columns];
    double[] offsets = new double[components.size()];
    for (int k = 0; k < offsets.length; k++) {
      Component one = components.get(k);
      if (!(one.weight() > 0)) {
        throw new IllegalArgumentException(
            "a component has weight " + one.weight() + "; take fewer components or more rows");
      }
      whitening[k] = one.whitening(floor);
      offsets[k] = StrictMath.log(one.weight());
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j <= i; j++) {
          centres[k][i] += whitening[k][i * columns + j] * one.mean()[j];
        }
        offsets[k] += StrictMath.log(whitening[k][i * columns + i]);
      }
    }
    return new MixtureForm(scale.means(), scale.deviations(), whitening, centres, offsets);
  }
}
