package org.tidemark.models.learn;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.models.Target;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.Tree;
import org.tidemark.models.form.TreeEnsemble;

/**
 * Gradient-boosted trees by MLlib: least squares on the gradient of the log loss for two classes,
 * on the residuals for a real target (Friedman, "Stochastic gradient boosting", 1999). MLlib boosts
 * no third class.
 *
 * <p>For two classes MLlib's margin F means probability {@code 1 / (1 + exp(-2 F))}; the leaves of
 * the form are those of 2 F.
 *
 * <p>A missing value is the column's mean in the training window, in fitting and in scoring. One
 * task reads the rows in order of time, so the same rows and seed give the same bytes wherever the
 * rows lie. Each tree costs some Spark jobs: XGBoost grows as many in a fraction of the time.
 */
public record GbtLearner(GbtParameters parameters) implements DistributedLearner {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "gbt";
  }

  @Override
  public String parametersJson() {
    return parameters.json();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a label, weight or value cannot be fitted, all labels are
   *     one class, or the target has three classes or more
   */
  @Override
  public TreeModel fit(Dataset<Row> rows, TrainingColumns columns, Target target, long seed) {
    if (target instanceof Target.MultiClass many) {
      throw new IllegalArgumentException(
          "gbt of MLlib fits two classes or a real target, not "
              + many.classes()
              + " classes; use random-forest or xgboost");
    }
    Dataset<Row> window = Standardised.numbers(Standardised.inOrder(rows), columns);
    Standardised scale = Standardised.fit(window, columns, target);
    Dataset<Row> ready = scale.filled(window);
    MllibTrees trees = new MllibTrees(scale.means());
    int width = columns.features().size();
    TreeEnsemble form;
    double[] gain;
    if (target instanceof Target.Binary) {
      GBTClassificationModel fitted = classifier(seed).fit(ready);
      form = sum(fitted.trees(), fitted.treeWeights(), 2, trees, width, Link.SIGMOID);
      gain = fitted.featureImportances().toArray();
    } else {
      GBTRegressionModel fitted = regressor(seed).fit(ready);
      form = sum(fitted.trees(), fitted.treeWeights(), 1, trees, width, Link.IDENTITY);
      gain = fitted.featureImportances().toArray();
    }
    return new TreeModel(name(), form, gain, target, columns.features(), columns.featureSetHash());
  }

  @Override
  public TreeModel load(byte[] nativeBytes, TrainingColumns columns, Target target) {
    return TreeModel.of(nativeBytes, name(), columns, target);
  }

  /** As MLlib is asked, for two classes. */
  GBTClassifier classifier(long seed) {
    GBTClassifier estimator =
        new GBTClassifier().setMaxIter(parameters.trees()).setStepSize(parameters.rate());
    return parameters.settings().on(estimator, seed);
  }

  /** As MLlib is asked, for a real target. */
  GBTRegressor regressor(long seed) {
    GBTRegressor estimator =
        new GBTRegressor().setMaxIter(parameters.trees()).setStepSize(parameters.rate());
    return parameters.settings().on(estimator, seed);
  }

  private static TreeEnsemble sum(
      DecisionTreeRegressionModel[] grown,
      double[] weights,
      double scale,
      MllibTrees trees,
      int width,
      Link link) {
    List<Tree> all = new ArrayList<>();
    for (int t = 0; t < grown.length; t++) {
      double weight = scale * weights[t];
      all.add(trees.tree(grown[t].rootNode(), 0, leaf -> weight * leaf.prediction()));
    }
    return new TreeEnsemble(width, List.of(0f), all, link);
  }
}
