package org.tidemark.features.cross;

import static org.tidemark.features.cross.CrossExample.minute;

import java.util.List;
import org.tidemark.features.Output;

/** How many members trade at the same time. */
public record MarketParticipation() implements CrossFeature {
  @Override
  public Output output() {
    return new Output(
        "market_participation", "fraction", "share of the members that have a bar at this time");
  }

  @Override
  public int pairs() {
    return 0;
  }

  @Override
  public CrossDoc doc() {
    return new CrossDoc(
        "members with a bar that ends at this time / members",
        "none",
        "issues traded as a share of issues listed, as exchanges report it",
        new CrossExample(
            "A 10, 11; B 20, 22; C 50, 40; D 30, none",
            List.of(minute(10, 20, 50, 30), minute(11, 22, 40, Double.NaN)),
            "A, B and C of four",
            0.75));
  }

  @Override
  public double value(CrossView view) {
    return (double) view.trading() / view.members();
  }
}
