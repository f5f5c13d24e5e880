package org.tidemark.offenders.models.explain;

import java.util.function.LongSupplier;

/** Hides the call in a reference. */
final class ReadsClockByReference {
  final LongSupplier clock = System::nanoTime;
}
