package org.tidemark.features;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * Names one feature definition.
 *
 * @param name lower snake case, unique in a feature set
 * @param version rises when any output bit may change for any input
 */
public record FeatureId(String name, int version) implements Serializable {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  public FeatureId {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("feature name '" + name + "' must be lower snake case");
    }
    if (version < 1) {
      throw new IllegalArgumentException(
          "feature " + name + " has version " + version + "; versions start at 1");
    }
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}
