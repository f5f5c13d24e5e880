package org.tidemark.models.onnx;

/** An ONNX file that passed {@link LoadGuard}; only the guard makes one. */
public final class CheckedModel {
  private final OnnxArtifact artifact;

  CheckedModel(OnnxArtifact artifact) {
    this.artifact = artifact;
  }

  /** The file with what it says about itself. */
  public OnnxArtifact artifact() {
    return artifact;
  }
}
