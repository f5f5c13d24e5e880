package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.tidemark.models.form.TreeEnsemble;

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

  /**
   * What the file computes, read from the file itself, where that is a sum of trees and a link and
   * nothing else; the base is 0, that of the file being its first trees.
   */
  public Optional<TreeEnsemble> trees() {
    try {
      return TreeReader.read(ModelProto.parseFrom(artifact.bytes()), artifact.width());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a file that the guard has read cannot be read again", e);
    }
  }
}
