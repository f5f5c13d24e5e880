package org.tidemark.features.set;

import java.util.List;
import org.tidemark.features.Sampler;
import org.tidemark.features.cross.CrossFeature;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.features.cross.IdiosyncraticReturn;
import org.tidemark.features.cross.MarketBeta;
import org.tidemark.features.cross.MarketBreadth;
import org.tidemark.features.cross.MarketCorrelation;
import org.tidemark.features.cross.MarketParticipation;
import org.tidemark.features.cross.MarketReturn;
import org.tidemark.features.cross.RelativeStrength;
import org.tidemark.features.cross.ReturnRank;
import org.tidemark.features.cross.Universe;

/** The registered cross-instrument features, as a set for any universe. */
public final class CrossSets {
  /** Every registered feature, in the order of the columns. */
  public static final List<CrossFeature> FEATURES =
      List.of(
          new MarketReturn(),
          new MarketBeta(60),
          new MarketCorrelation(60),
          new IdiosyncraticReturn(60),
          new RelativeStrength(15),
          new RelativeStrength(60),
          new MarketBreadth(),
          new MarketParticipation(),
          new ReturnRank());

  private CrossSets() {}

  /**
   * The set {@code cross_} and the universe's name, and what the sampler adds to the name of any
   * set.
   */
  public static CrossSet of(Universe universe, Sampler<?> sampler) {
    return new CrossSet(
        "cross_" + universe.name() + FeatureSets.suffix(sampler), universe, sampler, FEATURES);
  }
}
