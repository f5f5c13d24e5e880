package org.tidemark.streaming.score;

import java.io.Serializable;

/**
 * A model version that scores, and why.
 *
 * @param sha256 content hash of its ONNX file
 * @param reason why it scores, written with every score
 */
record ModelVersion(String model, String version, String sha256, String reason)
    implements Serializable {
  ModelVersion {
    for (String text : new String[] {model, version, sha256, reason}) {
      if (text.isBlank() || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
        throw new IllegalArgumentException(
            "model, version, hash and reason of a version are one line each, not '" + text + "'");
      }
    }
  }

  boolean isSameModelAs(ModelVersion other) {
    return model.equals(other.model)
        && version.equals(other.version)
        && sha256.equals(other.sha256);
  }

  ModelVersion because(String otherReason) {
    return new ModelVersion(
        model, version, sha256, otherReason.replace('\n', ' ').replace('\r', ' '));
  }
}
