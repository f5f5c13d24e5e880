package org.tidemark.offenders.features;

import java.util.function.DoubleUnaryOperator;

/** Hides the call in a reference. */
final class LooseByReference {
  final DoubleUnaryOperator exponential = Math::exp;
}
