/** Scoring with ONNX Runtime: one session per model and JVM, behind the load guard. */
package org.tidemark.models.score;
