package org.tidemark.models.spark;

import java.io.Serializable;
import java.util.List;

/** A checked ONNX file on its way to the tasks, which check it again. */
record OnnxFile(
    byte[] bytes, String sha256, String featureSetHash, List<String> featureNames, int outputs)
    implements Serializable {}
