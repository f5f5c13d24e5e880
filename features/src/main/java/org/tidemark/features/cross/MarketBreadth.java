package org.tidemark.features.cross;

import static org.tidemark.features.cross.CrossExample.minute;

import java.util.List;
import org.tidemark.features.Output;

/** How many members rise and how few fall at the same time. */
public record MarketBreadth() implements CrossFeature {
  @Override
  public Output output() {
    return new Output(
        "market_breadth",
        "fraction",
        "members that rise less those that fall, as a share of all members");
  }

  @Override
  public int pairs() {
    return 0;
  }

  @Override
  public CrossDoc doc() {
    return new CrossDoc(
        "(members with a return above 0 - members with one below 0) / members; a member without a"
            + " bar at this time, or without one before, counts as unchanged",
        "none",
        "net advances, the daily step of the advance-decline line, as a share of issues",
        new CrossExample(
            "A 10, 11; B 20, 22; C 50, 40; D 30, none",
            List.of(minute(10, 20, 50, 30), minute(11, 22, 40, Double.NaN)),
            "A and B rise, C falls: (2 - 1) / 4",
            0.25));
  }

  @Override
  public double value(CrossView view) {
    return (double) (view.advancing() - view.declining()) / view.members();
  }
}
