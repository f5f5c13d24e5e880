package org.tidemark.features;

import java.io.Serializable;
import java.util.List;

/**
 * The definition of a feature in words; {@code docs/spec/features.md} is generated from it.
 *
 * @param requirements ids of the requirement that each output answers, in output order
 * @param formula what is computed, in plain text; {@code C[k]} is the close k bars ago
 * @param edge the value where the formula divides by zero, or "none"
 * @param source who defines it
 * @param warmup when it is first ready; NaN before
 * @param example bars and the value that they give, checked by a test
 */
public record FeatureDoc(
    List<String> requirements,
    String formula,
    String edge,
    String source,
    Warmup warmup,
    Example example)
    implements Serializable {
  public FeatureDoc {
    requirements = List.copyOf(requirements);
  }

  /** A definition of a feature with one output. */
  public static FeatureDoc of(
      String requirement,
      String formula,
      String edge,
      String source,
      Warmup warmup,
      Example example) {
    return new FeatureDoc(List.of(requirement), formula, edge, source, warmup, example);
  }
}
