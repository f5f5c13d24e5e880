package org.tidemark.streaming.score;

import java.io.Serializable;

/**
 * The model version that a micro-batch is scored with.
 *
 * @param sha256 content hash of its ONNX file
 * @param reason why it serves, written with every score
 */
record Champion(String model, String version, String sha256, String reason)
    implements Serializable {
  Champion {
    for (String text : new String[] {model, version, sha256, reason}) {
      if (text.isBlank() || text.indexOf('\n') >= 0) {
        throw new IllegalArgumentException(
            "model, version, hash and reason of a champion are one line each, not '" + text + "'");
      }
    }
  }

  boolean isSameModelAs(Champion other) {
    return model.equals(other.model)
        && version.equals(other.version)
        && sha256.equals(other.sha256);
  }

  Champion because(String otherReason) {
    return new Champion(model, version, sha256, otherReason.replace('\n', ' '));
  }
}
