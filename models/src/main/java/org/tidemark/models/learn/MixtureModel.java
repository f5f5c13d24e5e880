package org.tidemark.models.learn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.form.MixtureForm;

/** A fitted mixture: plain numbers, scored in double by {@link MixtureForm}. */
public final class MixtureModel implements FormedModel {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MixtureForm form;
  private final Target target;
  private final List<String> featureNames;
  private final String featureSetHash;

  MixtureModel(MixtureForm form, Target target, List<String> featureNames, String featureSetHash) {
    this.form = form;
    this.target = target;
    this.featureNames = List.copyOf(featureNames);
    this.featureSetHash = featureSetHash;
    if (target instanceof Target.Regression
        || form.outputs() != target.width()
        || form.features() != featureNames.size()) {
      throw new IllegalArgumentException(
          "a mixture of "
              + form.components()
              + " components over "
              + form.features()
              + " columns does not fit "
              + featureNames.size()
              + " names and target "
              + target);
    }
  }

  /** A model from {@link #nativeBytes()}. */
  static MixtureModel of(byte[] json, TrainingColumns columns, Target target) {
    try {
      JsonNode text = JSON.readTree(json);
      MixtureForm form =
          new MixtureForm(
              numbers(text, "means", double[].class),
              numbers(text, "deviations", double[].class),
              numbers(text, "whitening", double[][].class),
              numbers(text, "centres", double[][].class),
              numbers(text, "offsets", double[].class));
      return new MixtureModel(form, target, columns.features(), columns.featureSetHash());
    } catch (IOException e) {
      throw new IllegalArgumentException("not the JSON text of a mixture: " + e.getMessage(), e);
    }
  }

  private static <T> T numbers(JsonNode text, String name, Class<T> type) {
    if (!text.path(name).isArray()) {
      throw new IllegalArgumentException("the text of a mixture has no '" + name + "'");
    }
    return JSON.convertValue(text.path(name), type);
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
  public MixtureForm form() {
    return form;
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

  /** JSON; doubles as the shortest text that reads back to the same bits. */
  @Override
  public byte[] nativeBytes() {
    String text =
        "{\"means\":"
            + Arrays.toString(form.means())
            + ",\"deviations\":"
            + Arrays.toString(form.deviations())
            + ",\"whitening\":"
            + Arrays.deepToString(form.whitening())
            + ",\"centres\":"
            + Arrays.deepToString(form.centres())
            + ",\"offsets\":"
            + Arrays.toString(form.offsets())
            + "}";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A mixture splits nothing, so no column has gain. */
  @Override
  public double[] gain() {
    return new double[featureNames.size()];
  }
}
