package org.tidemark.models.onnx;

/** What every ONNX file of Tidemark looks like from outside. */
public final class Signature {
  /** float32, rows x features; NaN is a missing value. */
  public static final String INPUT = "features";

  /** float32, rows x target width: probabilities or estimates. */
  public static final String OUTPUT = "score";

  /** Metadata key: identity of the feature set the model was fitted on. */
  public static final String FEATURE_SET_HASH = "tidemark.feature_set_hash";

  /** Metadata key: column names in order, separated by commas. */
  public static final String FEATURE_NAMES = "tidemark.feature_names";

  /** Metadata key: {@code binary}, {@code multiclass:K} or {@code regression}. */
  public static final String TARGET = "tidemark.target";

  /** Metadata key: SHA-256 of the native form the file was made from. */
  public static final String NATIVE_SHA256 = "tidemark.native_sha256";

  /** Metadata key: {@code imported} in files that another program made. */
  public static final String ORIGIN = "tidemark.origin";

  static final int OPSET = 17;
  static final int ML_OPSET = 3;
  static final int IR_VERSION = 8;
  static final String ML_DOMAIN = "ai.onnx.ml";

  private Signature() {}
}
