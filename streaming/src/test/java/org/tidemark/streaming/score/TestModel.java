package org.tidemark.streaming.score;

import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.features.FeatureSet;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.form.LinearForm;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.ModelForm;

/** A logistic model with seeded coefficients: real ONNX without a fit. */
record TestModel(List<String> featureNames, String featureSetHash, long seed)
    implements FormedModel {
  static TestModel of(FeatureSet set, long seed) {
    return new TestModel(set.outputNames(), set.hash(), seed);
  }

  @Override
  public LinearForm form() {
    SplittableRandom random = new SplittableRandom(seed);
    int width = featureNames.size();
    double[] means = random.doubles(width, -0.1, 0.1).toArray();
    double[] deviations = random.doubles(width, 0.5, 2).toArray();
    double[] coefficients = random.doubles(width, -1, 1).toArray();
    return new LinearForm(
        means, deviations, new double[][] {coefficients}, new double[] {0.1}, Link.SIGMOID);
  }

  @Override
  public Target target() {
    return new Target.Binary();
  }

  @Override
  public float[] score(float[] features, int rows) {
    ModelForm form = form();
    float[] out = new float[rows];
    for (int i = 0; i < rows; i++) {
      form().score(features, i * form.features(), out, i);
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
