package org.tidemark.offenders.features;

import org.tidemark.offenders.features.spark.Driver;

/** Knows who drives it. */
final class UsesItsDriver {
  Driver driver;
}
