package org.tidemark.offenders.features;

import org.tidemark.offenders.lakehouse.Lakehouse;

/** Knows where its rows are stored. */
final class UsesLakehouse {
  Lakehouse lakehouse;
}
