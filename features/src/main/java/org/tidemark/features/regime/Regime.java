package org.tidemark.features.regime;

/**
 * The closed list of market regimes, version {@value #VERSION}. A code never changes its meaning; a
 * change of the list or of a rule raises the version.
 */
public enum Regime {
  /** No regime has been confirmed yet. */
  UNKNOWN(0),
  STRONG_UP(1),
  UP(2),
  STRONG_DOWN(3),
  DOWN(4),
  RANGING(5),
  BREAKOUT(6),
  REVERSAL(7),
  HIGH_VOL(8),
  LOW_VOL(9),
  ILLIQUID(10),
  CRISIS(11);

  /** Version of the list and of the rules. */
  public static final int VERSION = 1;

  private static final Regime[] BY_CODE = values();

  private final int code;

  Regime(int code) {
    this.code = code;
  }

  /** The number that columns hold. */
  public int code() {
    return code;
  }

  /**
   * The regime of a code.
   *
   * @throws IllegalArgumentException for a number that is no code
   */
  public static Regime of(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException(
          "regime code " + code + " is not 0 to " + (BY_CODE.length - 1));
    }
    return BY_CODE[code];
  }
}
