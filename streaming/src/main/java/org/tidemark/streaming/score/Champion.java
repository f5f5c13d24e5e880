package org.tidemark.streaming.score;

import org.tidemark.models.onnx.OnnxArtifact;

/**
 * A version that may serve, with its file.
 *
 * @param sha256 content hash of the file
 * @param reason why it serves
 * @param file as the guard let it through
 */
public record Champion(
    String model, String version, String sha256, String reason, OnnxArtifact file) {}
