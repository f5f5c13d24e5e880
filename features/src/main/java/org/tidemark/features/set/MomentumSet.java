package org.tidemark.features.set;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Sampler;
import org.tidemark.features.signal.BarSequence;
import org.tidemark.features.signal.Channel;

/**
 * The set {@code momentum}: five numbers of each of the last 20 bars, channel by channel, oldest
 * first: what a net reads as a sequence of five channels.
 */
final class MomentumSet {
  private static final int BARS = 20;

  private MomentumSet() {}

  static FeatureSet of(Sampler<?> sampler) {
    List<Feature<?>> channels =
        Arrays.stream(Channel.values())
            .<Feature<?>>map(channel -> new BarSequence(channel, BARS))
            .toList();
    return new FeatureSet(
        "momentum" + FeatureSets.suffix(sampler), channels, sampler, Duration.ZERO);
  }
}
