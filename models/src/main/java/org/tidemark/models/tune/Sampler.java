package org.tidemark.models.tune;

import java.util.List;
import java.util.OptionalInt;

/**
 * How a study chooses what to try. A proposal depends on the space, the seed, the trial's number
 * and the trials that are declared to it; never on when anything finished.
 */
public sealed interface Sampler permits RandomSampler, GridSampler, TpeSampler {
  /** The text that {@link #parse} reads back. */
  String id();

  /** Most trials that make sense in a space; nothing when there is no limit. */
  OptionalInt limit(Space space);

  /**
   * What to try.
   *
   * @param seed of the study
   * @param number of the trial
   * @param known trials of earlier batches, settled, in order of their numbers
   * @param beside assignments of this batch with smaller numbers, whose results are not known
   */
  Assignment propose(
      Space space, Goal goal, long seed, int number, List<Trial> known, List<Assignment> beside);

  /**
   * Reads {@code random}, {@code grid}, {@code grid:points=5}, {@code tpe} or {@code tpe:start=20}.
   */
  static Sampler parse(String text) {
    Settings settings = Settings.parse("sampler", text);
    return switch (settings.kind()) {
      case "random" -> settings.done(new RandomSampler());
      case "grid" -> settings.done(new GridSampler(settings.whole("points", GridSampler.POINTS)));
      case "tpe" -> settings.done(new TpeSampler(settings.whole("start", TpeSampler.START)));
      default -> throw settings.refuse("it must begin with random, grid or tpe");
    };
  }
}
