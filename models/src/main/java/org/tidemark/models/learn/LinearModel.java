package org.tidemark.models.learn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.form.LinearForm;
import org.tidemark.models.form.Link;

/** A fitted linear model: plain numbers, scored in double by {@link LinearForm}. */
public final class LinearModel implements FormedModel {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LinearForm form;
  private final Target target;
  private final List<String> featureNames;
  private final String featureSetHash;

  LinearModel(LinearForm form, Target target, List<String> featureNames, String featureSetHash) {
    this.form = form;
    this.target = target;
    this.featureNames = List.copyOf(featureNames);
    this.featureSetHash = featureSetHash;
    Link wanted =
        target instanceof Target.Binary
            ? Link.SIGMOID
            : target instanceof Target.MultiClass ? Link.SOFTMAX : Link.IDENTITY;
    if (form.features() != featureNames.size()
        || form.outputs() != target.width()
        || form.link() != wanted) {
      throw new IllegalArgumentException(
          "a linear form of "
              + form.features()
              + " columns, "
              + form.outputs()
              + " outputs and link "
              + form.link()
              + " does not fit "
              + featureNames.size()
              + " names and target "
              + target);
    }
  }

  /** A model from {@link #nativeBytes()}. */
  public static LinearModel of(
      byte[] json, Target target, List<String> featureNames, String featureSetHash) {
    try {
      JsonNode text = JSON.readTree(json);
      LinearForm form =
          new LinearForm(
              JSON.convertValue(text.path("means"), double[].class),
              JSON.convertValue(text.path("deviations"), double[].class),
              JSON.convertValue(text.path("coefficients"), double[][].class),
              JSON.convertValue(text.path("intercepts"), double[].class),
              Link.valueOf(text.path("link").asText()));
      return new LinearModel(form, target, featureNames, featureSetHash);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "not the JSON text of a linear model: " + e.getMessage(), e);
    }
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
  public LinearForm form() {
    return form;
  }

  @Override
  public float[] score(float[] features, int rows) {
    FeatureMatrix.need(features, rows, featureNames.size());
    float[] out = new float[rows * target.width()];
    for (int row = 0; row < rows; row++) {
      form.score(features, row * featureNames.size(), out, row * target.width());
    }
    return out;
  }

  /** JSON; doubles as the shortest text that reads back to the same bits. */
  @Override
  public byte[] nativeBytes() {
    String text =
        "{\"link\":\""
            + form.link()
            + "\",\"means\":"
            + Arrays.toString(form.means())
            + ",\"deviations\":"
            + Arrays.toString(form.deviations())
            + ",\"coefficients\":"
            + Arrays.deepToString(form.coefficients())
            + ",\"intercepts\":"
            + Arrays.toString(form.intercepts())
            + "}";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A linear model splits nothing, so no column has gain. */
  @Override
  public double[] gain() {
    return new double[featureNames.size()];
  }
}
