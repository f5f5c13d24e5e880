package org.tidemark.models.ensemble;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.form.NormalisedForm;

/**
 * A model that was fitted on standardised columns, with the normaliser that makes them.
 *
 * @param means one per column, of the training window
 * @param deviations one per column, above 0
 */
public record NormalisedModel(double[] means, double[] deviations, FormedModel model)
    implements FormedModel {
  private static final long serialVersionUID = 1L;

  public NormalisedModel {
    means = means.clone();
    deviations = deviations.clone();
    // Says what does not go together.
    new NormalisedForm(means, deviations, model.form());
  }

  /** A model from {@link #nativeBytes()}. */
  public static NormalisedModel load(byte[] bytes, Function<byte[], FormedModel> model) {
    Framed framed = Framed.of(bytes, 1);
    String[] both = framed.text().split(";", -1);
    if (both.length != 2) {
      throw new IllegalArgumentException("the bytes of a normalised model begin otherwise");
    }
    return new NormalisedModel(
        numbers(both[0]), numbers(both[1]), model.apply(framed.parts().get(0)));
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split("\\|", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  private static String text(double[] numbers) {
    return Arrays.stream(numbers).mapToObj(Double::toString).collect(Collectors.joining("|"));
  }

  @Override
  public double[] means() {
    return means.clone();
  }

  @Override
  public double[] deviations() {
    return deviations.clone();
  }

  @Override
  public Target target() {
    return model.target();
  }

  @Override
  public List<String> featureNames() {
    return model.featureNames();
  }

  @Override
  public String featureSetHash() {
    return model.featureSetHash();
  }

  @Override
  public float[] score(float[] features, int rows) {
    NormalisedForm form = form();
    float[] normalised = new float[features.length];
    for (int at = 0; at < features.length; at++) {
      normalised[at] = form.normalised(at % means.length, features[at]);
    }
    return model.score(normalised, rows);
  }

  @Override
  public byte[] nativeBytes() {
    return new Framed(text(means) + ";" + text(deviations), List.of(model.nativeBytes())).bytes();
  }

  @Override
  public double[] gain() {
    return model.gain();
  }

  @Override
  public NormalisedForm form() {
    return new NormalisedForm(means, deviations, model.form());
  }
}
