package org.tidemark.models.form;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A weighted mean whose weights are those of the market regime that a column of the row tells.
 *
 * @param column its place among the features
 * @param means by the value of the column, of as many members each; none if no regime is known
 * @param otherwise that of rows with another value or none
 */
public record ByRegime(int column, SortedMap<Float, Mean> means, Mean otherwise)
    implements Combiner {
  private static final long serialVersionUID = 1L;

  public ByRegime {
    means = Collections.unmodifiableSortedMap(new TreeMap<>(means));
    if (column < 0) {
      throw new IllegalArgumentException("column " + column + " must be 0 or more");
    }
    for (Map.Entry<Float, Mean> mean : means.entrySet()) {
      if (!Float.isFinite(mean.getKey()) || mean.getValue().members() != otherwise.members()) {
        throw new IllegalArgumentException(
            "regime "
                + mean.getKey()
                + " weighs "
                + mean.getValue().members()
                + " members, other rows "
                + otherwise.members()
                + "; regimes must be numbers, and all weigh the same members");
      }
    }
  }

  /** That of a value of the column. */
  public Mean of(float regime) {
    // 0.0 and -0.0 are one regime to the graph, but two keys.
    return means.getOrDefault(regime + 0f, otherwise);
  }

  @Override
  public Mean of(float[] features, int from) {
    return of(features[from + column]);
  }

  @Override
  public int members() {
    return otherwise.members();
  }

  @Override
  public void need(int outputs, Link link) {}

  @Override
  public String name() {
    return "regime";
  }

  @Override
  public String id() {
    StringJoiner text = new StringJoiner(":", "regime:" + column + ":", "");
    text.add(weights(otherwise));
    means.forEach((regime, mean) -> text.add(regime + "=" + weights(mean)));
    return text.toString();
  }

  /** Reads the parts of an {@link #id}, which colons part. */
  static ByRegime parse(String[] parts) {
    SortedMap<Float, Mean> means = new TreeMap<>();
    for (int i = 3; i < parts.length; i++) {
      int sign = parts[i].indexOf('=');
      means.put(Float.parseFloat(parts[i].substring(0, sign)), mean(parts[i].substring(sign + 1)));
    }
    return new ByRegime(Integer.parseInt(parts[1]), means, mean(parts[2]));
  }

  private static String weights(Mean mean) {
    return mean.id().substring(mean.name().length() + 1);
  }

  private static Mean mean(String weights) {
    return (Mean) Combiner.parse("mean:" + weights);
  }
}
