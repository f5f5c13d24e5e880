package org.tidemark.streaming.score;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.features.FeatureSet;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.form.LinearForm;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.ModelForm;

/**
 * A logistic model with seeded coefficients: real ONNX without a fit.
 *
 * @param target two classes, or more
 */
record TestModel(List<String> featureNames, String featureSetHash, long seed, Target target)
    implements FormedModel {
  static TestModel of(FeatureSet set, long seed) {
    return new TestModel(set.outputNames(), set.hash(), seed, new Target.Binary());
  }

  static TestModel ofThreeClasses(FeatureSet set, long seed) {
    return new TestModel(set.outputNames(), set.hash(), seed, new Target.MultiClass(3));
  }

  @Override
  public LinearForm form() {
    SplittableRandom random = new SplittableRandom(seed);
    int width = featureNames.size();
    double[] means = random.doubles(width, -0.1, 0.1).toArray();
    double[] deviations = random.doubles(width, 0.5, 2).toArray();
    int outputs = target.width();
    double[][] coefficients = new double[outputs][];
    Arrays.setAll(coefficients, k -> random.doubles(width, -1, 1).toArray());
    double[] intercepts = new double[outputs];
    Arrays.fill(intercepts, 0.1);
    return new LinearForm(
        means, deviations, coefficients, intercepts, outputs == 1 ? Link.SIGMOID : Link.SOFTMAX);
  }

  @Override
  public float[] score(float[] features, int rows) {
    ModelForm form = form();
    float[] out = new float[rows * target.width()];
    for (int i = 0; i < rows; i++) {
      form().score(features, i * form.features(), out, i * target.width());
    }
    return out;
  }

  @Override
  public byte[] nativeBytes() {
    return Long.toString(seed).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public double[] gain() {
    return new double[featureNames.size()];
  }
}
