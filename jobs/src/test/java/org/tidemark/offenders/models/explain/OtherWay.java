package org.tidemark.offenders.models.explain;

import org.tidemark.offenders.models.score.OneWay;

/** The other half. */
public final class OtherWay {
  OneWay one;
}
