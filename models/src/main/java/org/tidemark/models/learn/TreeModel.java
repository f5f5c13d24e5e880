package org.tidemark.models.learn;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.TreeEnsemble;

/**
 * Fitted trees of a learner whose library has no way of scoring of its own that we keep: the form
 * is the model, and it is scored by walking it.
 */
public final class TreeModel implements FormedModel {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private final String learner;
  private final TreeEnsemble form;
  private final double[] gain;
  private final Target target;
  private final List<String> featureNames;
  private final String featureSetHash;

  /**
   * A model.
   *
   * @param learner that fitted it
   * @param gain share of each column, or zeros
   */
  TreeModel(
      String learner,
      TreeEnsemble form,
      double[] gain,
      Target target,
      List<String> featureNames,
      String featureSetHash) {
    this.learner = learner;
    this.form = form;
    this.gain = gain.clone();
    this.target = target;
    this.featureNames = List.copyOf(featureNames);
    this.featureSetHash = featureSetHash;
    boolean real = target instanceof Target.Regression;
    if (form.features() != featureNames.size()
        || gain.length != featureNames.size()
        || form.outputs() != target.width()
        || real != (form.link() == Link.IDENTITY)) {
      throw new IllegalArgumentException(
          ("trees of %d columns, %d gains, %d outputs and link %s do not fit %d names and target"
                  + " %s; take all of them from the same manifest")
              .formatted(
                  form.features(),
                  gain.length,
                  form.outputs(),
                  form.link(),
                  featureNames.size(),
                  target));
    }
  }

  /**
   * A model from {@link #nativeBytes()}.
   *
   * @param learner that must have fitted it
   */
  static TreeModel of(byte[] json, String learner, TrainingColumns columns, Target target) {
    TreeText text;
    try {
      text = JSON.readValue(json, TreeText.class);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "not the JSON text of trees by " + learner + ": " + e.getMessage(), e);
    }
    if (!text.learner().equals(learner)) {
      throw new IllegalArgumentException(
          "the trees are by learner "
              + text.learner()
              + ", not "
              + learner
              + "; read them with it");
    }
    return new TreeModel(
        learner, text.form(), text.gain(), target, columns.features(), columns.featureSetHash());
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public List<String> featureNames() {
    return featureNames;
  }

  @Override
  public String featureSetHash() {
    return featureSetHash;
  }

  @Override
  public TreeEnsemble form() {
    return form;
  }

  @Override
  public double[] gain() {
    return gain.clone();
  }

  @Override
  public float[] score(float[] features, int rows) {
    int width = featureNames.size();
    FeatureMatrix.need(features, rows, width);
    float[] out = new float[rows * target.width()];
    for (int row = 0; row < rows; row++) {
      form.score(features, row * width, out, row * target.width());
    }
    return out;
  }

  /** JSON; numbers as the shortest text that reads back to the same bits. */
  @Override
  public byte[] nativeBytes() {
    try {
      return JSON.writeValueAsString(TreeText.of(learner, form, gain))
          .getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new LearnException("trees cannot be written: " + e.getMessage(), e);
    }
  }
}
