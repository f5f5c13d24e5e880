package org.tidemark.models.onnx;

/** Element types of the graph language, as types of Java so that a wrong mix does not compile. */
sealed interface Element {
  /** float32. */
  final class F32 implements Element {}

  /** float64. */
  final class F64 implements Element {}

  /** int64. */
  final class I64 implements Element {}

  /** Truth values. */
  final class Bool implements Element {}
}
