package org.tidemark.models.onnx;

import java.util.Map;

/** Who wrote a model file, which decides what may stand in it. */
public enum Origin {
  /** {@link OnnxExport}: the narrow list, every shape worked out before the runtime sees it. */
  OWN,
  /** {@link ModelImport} out of a file of another program: the wide list. */
  IMPORTED;

  private static final String TEXT = "imported";

  /** Of a file with this metadata. */
  public static Origin of(Map<String, String> metadata) {
    return TEXT.equals(metadata.get(Signature.ORIGIN)) ? IMPORTED : OWN;
  }

  /** As it stands in the metadata under {@link Signature#ORIGIN}. */
  static String imported() {
    return TEXT;
  }
}
