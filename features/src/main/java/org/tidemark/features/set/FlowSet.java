package org.tidemark.features.set;

import java.time.Duration;
import java.util.List;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Sampler;
import org.tidemark.features.book.Microprice;
import org.tidemark.features.flow.KyleLambda;
import org.tidemark.features.flow.OrderFlowImbalance;

/** The set {@code flows}: order flow from quotes and from trades with a side. */
final class FlowSet {
  private FlowSet() {}

  static FeatureSet of(Sampler<?> sampler) {
    return new FeatureSet(
        "flows" + FeatureSets.suffix(sampler),
        List.of(new OrderFlowImbalance(10), new KyleLambda(30), new Microprice()),
        sampler,
        Duration.ZERO);
  }
}
