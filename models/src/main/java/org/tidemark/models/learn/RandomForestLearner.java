package org.tidemark.models.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.models.Target;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.Tree;
import org.tidemark.models.form.TreeEnsemble;

/**
 * A random forest by MLlib: trees on rows drawn with replacement, whose leaves' class shares, or
 * means for a real target, are averaged (Breiman, "Random forests", 2001).
 *
 * <p>Two classes are fitted as the numbers 0 and 1: their variance is half the Gini impurity, so
 * the splits are the same, but MLlib's classifier would then merge leaves that vote for the same
 * class and lose how sure they are. With three classes and more it does merge them.
 *
 * <p>A missing value is the column's mean in the training window, in fitting and in scoring. One
 * task reads the rows in order of time, so the same rows and seed give the same bytes wherever the
 * rows lie. MLlib keeps the window as doubles and as bins, in memory or on disk, while it fits.
 */
public record RandomForestLearner(ForestParameters parameters) implements DistributedLearner {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "random-forest";
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
  public TreeModel fit(Dataset<Row> rows, TrainingColumns columns, Target target, long seed) {
    Dataset<Row> window = Standardised.numbers(Standardised.inOrder(rows), columns);
    Standardised scale = Standardised.fit(window, columns, target);
    Dataset<Row> ready = scale.filled(window);
    MllibTrees trees = new MllibTrees(scale.means());
    int width = columns.features().size();
    TreeEnsemble form;
    double[] gain;
    if (target instanceof Target.MultiClass many) {
      RandomForestClassificationModel fitted = classifier(seed).fit(ready);
      form = votes(fitted, trees, width, many.classes());
      gain = fitted.featureImportances().toArray();
    } else {
      RandomForestRegressionModel fitted = regressor(seed).fit(ready);
      form =
          target instanceof Target.Binary
              ? shares(fitted, trees, width)
              : means(fitted, trees, width);
      gain = fitted.featureImportances().toArray();
    }
    return new TreeModel(name(), form, gain, target, columns.features(), columns.featureSetHash());
  }

  @Override
  public TreeModel load(byte[] nativeBytes, TrainingColumns columns, Target target) {
    return TreeModel.of(nativeBytes, name(), columns, target);
  }

  /** As MLlib is asked, for a real target and for two classes. */
  RandomForestRegressor regressor(long seed) {
    return parameters
        .settings()
        .on(new RandomForestRegressor().setNumTrees(parameters.trees()), seed);
  }

  /** As MLlib is asked, for three classes and more. */
  RandomForestClassifier classifier(long seed) {
    return parameters
        .settings()
        .on(new RandomForestClassifier().setNumTrees(parameters.trees()), seed);
  }

  private static TreeEnsemble means(
      RandomForestRegressionModel fitted, MllibTrees trees, int width) {
    List<Tree> all = new ArrayList<>();
    DecisionTreeRegressionModel[] grown = (DecisionTreeRegressionModel[]) fitted.trees();
    for (DecisionTreeRegressionModel tree : grown) {
      all.add(trees.tree(tree.rootNode(), 0, leaf -> leaf.prediction() / grown.length));
    }
    return new TreeEnsemble(width, List.of(0f), all, Link.IDENTITY);
  }

  private static TreeEnsemble shares(
      RandomForestRegressionModel fitted, MllibTrees trees, int width) {
    List<Tree> all = new ArrayList<>();
    DecisionTreeRegressionModel[] grown = (DecisionTreeRegressionModel[]) fitted.trees();
    VoteShares votes = new VoteShares(grown.length);
    for (int t = 0; t < grown.length; t++) {
      int number = t;
      all.add(
          trees.tree(
              grown[t].rootNode(),
              0,
              leaf ->
                  votes.of(number, new double[] {1 - leaf.prediction(), leaf.prediction()})[1]));
    }
    return new TreeEnsemble(width, List.of(0f), all, Link.PROBABILITY);
  }

  private static TreeEnsemble votes(
      RandomForestClassificationModel fitted, MllibTrees trees, int width, int classes) {
    List<Tree> all = new ArrayList<>();
    DecisionTreeClassificationModel[] grown = (DecisionTreeClassificationModel[]) fitted.trees();
    VoteShares votes = new VoteShares(grown.length);
    for (int t = 0; t < grown.length; t++) {
      int number = t;
      for (int k = 0; k < classes; k++) {
        int output = k;
        // MLlib knows as many classes as the highest label; one that never occurs gets no vote.
        all.add(
            trees.tree(
                grown[t].rootNode(),
                output,
                leaf ->
                    votes
                        .of(number, Arrays.copyOf(leaf.impurityStats().stats(), classes))[output]));
      }
    }
    return new TreeEnsemble(width, Collections.nCopies(classes, 0f), all, Link.PROBABILITY);
  }
}
