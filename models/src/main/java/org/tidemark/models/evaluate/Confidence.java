package org.tidemark.models.evaluate;

/**
 * How intervals are made.
 *
 * @param level share of samples whose interval should hold the truth, above 0 and below 1
 * @param draws bootstrap draws for trading metrics, 100 or more
 * @param seed of those draws; prediction metrics have a closed form and need none
 */
public record Confidence(double level, int draws, long seed) {
  /** 95 %, 1000 draws, a fixed seed. */
  public static final Confidence STANDARD = new Confidence(0.95, 1000, 20_240_607);

  public Confidence {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level = " + level + " must be between 0 and 1");
    }
    if (draws < 100) {
      throw new IllegalArgumentException("draws = " + draws + " must be 100 or more");
    }
  }
}
