package org.tidemark.models.tune;

import java.util.List;
import java.util.OptionalInt;

/** Every trial on its own, uniform over the unit cube of the space. */
public record RandomSampler() implements Sampler {
  @Override
  public String id() {
    return "random";
  }

  @Override
  public OptionalInt limit(Space space) {
    return OptionalInt.empty();
  }

  @Override
  public Assignment propose(
      Space space, Goal goal, long seed, int number, List<Trial> known, List<Assignment> beside) {
    Draws draws = new Draws(seed, number);
    double[] point = new double[space.parameters().size()];
    for (int d = 0; d < point.length; d++) {
      point[d] = draws.uniform();
    }
    return space.at(point);
  }
}
