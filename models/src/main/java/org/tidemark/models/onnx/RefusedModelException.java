package org.tidemark.models.onnx;

/** A model file that the guard does not let through; the message says problem and remedy. */
public final class RefusedModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a file is refused. */
  public enum Reason {
    /** The bytes are not the ones that were registered. */
    HASH,
    /** Bytes, operators, tree nodes or numbers above the limit. */
    SIZE,
    /** Not an ONNX model. */
    FORMAT,
    /** An operator set or version outside the list. */
    VERSION,
    /** An operator or attribute outside the list, or a part that runs code of its own. */
    OPERATOR,
    /** Weights that lie outside the file. */
    EXTERNAL_DATA,
    /** Values used before they are made, made twice, or of a wrong size. */
    GRAPH,
    /** Trees with missing, shared or circular children, or columns that do not exist. */
    TREE,
    /** Inputs or outputs other than those of {@link Signature}. */
    SIGNATURE,
    /** Fitted on another feature set. */
    FEATURE_SET,
    /** Metadata absent or at odds with the graph. */
    METADATA
  }

  private final Reason reason;

  RefusedModelException(Reason reason, String problem, String remedy) {
    super("model file refused (" + reason + "): " + problem + "; " + remedy);
    this.reason = reason;
  }

  /** The kind of problem. */
  public Reason reason() {
    return reason;
  }
}
