package org.tidemark.models.onnx;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tidemark.models.Target;

/**
 * A model as an ONNX file.
 *
 * @param bytes the file; callers must not change them
 * @param sha256 of the bytes
 * @param metadata what the file says about itself, Tidemark's own keys included
 */
public record OnnxArtifact(
    byte[] bytes,
    String sha256,
    String featureSetHash,
    List<String> featureNames,
    Target target,
    SortedMap<String, String> metadata) {
  public OnnxArtifact {
    featureNames = List.copyOf(featureNames);
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    if (!Sha256.of(bytes).equals(sha256)) {
      throw new IllegalArgumentException("sha256 " + sha256 + " is not that of the bytes");
    }
  }

  /** Columns of the input. */
  public int width() {
    return featureNames.size();
  }
}
