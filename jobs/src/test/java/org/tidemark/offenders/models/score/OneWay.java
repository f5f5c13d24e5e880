package org.tidemark.offenders.models.score;

import org.tidemark.offenders.models.explain.OtherWay;

/** Half of a cycle of packages. */
public final class OneWay {
  OtherWay other;
}
