package org.tidemark.models.learn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tidemark.models.Target;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.NetForm;
import org.tidemark.models.form.NetShape;
import org.tidemark.models.form.NetWalk;

/** A fitted net: plain numbers, scored in double by {@link NetWalk}, without PyTorch. */
public final class NetModel implements WatchedModel {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SIZES =
      List.of("channels", "lags", "filters", "kernel", "hidden", "layers", "outputs");

  private final NetForm form;
  private final Target target;
  private final List<String> featureNames;
  private final String featureSetHash;

  /** One or none: an Optional cannot be serialised. */
  private final List<Growth> growth;

  private transient NetWalk walk;

  private NetModel(
      NetForm form,
      Target target,
      List<String> featureNames,
      String featureSetHash,
      Optional<Growth> growth) {
    this.form = form;
    this.target = target;
    this.featureNames = List.copyOf(featureNames);
    this.featureSetHash = featureSetHash;
    this.growth = growth.stream().toList();
  }

  /** A model from its fit. */
  static NetModel of(
      NetForm form,
      Target target,
      List<String> featureNames,
      String featureSetHash,
      Optional<Growth> growth) {
    Link wanted = target instanceof Target.Binary ? Link.SIGMOID : Link.SOFTMAX;
    if (target instanceof Target.Regression
        || form.features() != featureNames.size()
        || form.outputs() != target.width()
        || form.link() != wanted) {
      throw new IllegalArgumentException(
          "a net of "
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
    return new NetModel(form, target, featureNames, featureSetHash, growth);
  }

  /** A model from {@link #nativeBytes()}. */
  static NetModel of(byte[] json, Target target, List<String> featureNames, String featureSetHash) {
    try {
      JsonNode text = JSON.readTree(json);
      int[] sizes = SIZES.stream().mapToInt(name -> text.path(name).asInt()).toArray();
      NetShape shape =
          new NetShape(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5], sizes[6]);
      NetForm form =
          new NetForm(
              shape,
              JSON.convertValue(text.path("means"), double[].class),
              JSON.convertValue(text.path("deviations"), double[].class),
              JSON.convertValue(text.path("weights"), float[].class),
              Link.valueOf(text.path("link").asText()));
      return of(form, target, featureNames, featureSetHash, Optional.empty());
    } catch (IOException e) {
      throw new IllegalArgumentException("not the JSON text of a net: " + e.getMessage(), e);
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
  public NetForm form() {
    return form;
  }

  @Override
  public Optional<Growth> growth() {
    return growth.stream().findFirst();
  }

  @Override
  public float[] score(float[] features, int rows) {
    FeatureMatrix.need(features, rows, featureNames.size());
    return walk().score(features, rows);
  }

  private synchronized NetWalk walk() {
    if (walk == null) {
      walk = new NetWalk(form);
    }
    return walk;
  }

  /** JSON; numbers as the text that reads back to the same bits. */
  @Override
  public byte[] nativeBytes() {
    NetShape shape = form.shape();
    int[] sizes = {
      shape.channels(),
      shape.lags(),
      shape.filters(),
      shape.kernel(),
      shape.hidden(),
      shape.layers(),
      shape.outputs()
    };
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < sizes.length; i++) {
      text.append('"').append(SIZES.get(i)).append("\":").append(sizes[i]).append(',');
    }
    text.append("\"link\":\"").append(form.link());
    text.append("\",\"means\":").append(Arrays.toString(form.means()));
    text.append(",\"deviations\":").append(Arrays.toString(form.deviations()));
    text.append(",\"weights\":").append(Arrays.toString(form.weights())).append("}");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A net splits nothing, so no column has gain. */
  @Override
  public double[] gain() {
    return new double[featureNames.size()];
  }
}
