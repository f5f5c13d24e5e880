package org.tidemark.features.cross;

import static org.tidemark.features.cross.CrossExample.minute;

import java.util.List;
import org.tidemark.features.Output;

/** Where the member's return stands among those of all members at the same time. */
public record ReturnRank() implements CrossFeature {
  @Override
  public Output output() {
    return new Output(
        "return_rank", "fraction", "rank of the own return among all members' at this time");
  }

  @Override
  public int pairs() {
    return 1;
  }

  @Override
  public CrossDoc doc() {
    return new CrossDoc(
        "(returns below r[0] + (returns equal to r[0] + 1) / 2) / returns, the own one included;"
            + " each is the return since that member's bar before",
        "none",
        "ranks across instruments at one time: Gu, Kelly, Xiu (2020), Review of Financial Studies"
            + " 33",
        new CrossExample(
            "A 10, 11; B 20, 22; C 50, 40; D 30, 60",
            List.of(minute(10, 20, 50, 30), minute(11, 22, 40, 60)),
            "C is below, B equal: (1 + (2 + 1) / 2) / 4",
            0.625));
  }

  @Override
  public double value(CrossView view) {
    return view.rank();
  }
}
