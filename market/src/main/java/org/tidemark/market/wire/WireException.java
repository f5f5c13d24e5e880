package org.tidemark.market.wire;

/**
 * Carries a refusal from the place where it is seen up to the reader; it never leaves the package.
 */
final class WireException extends Exception {
  private static final int SHOWN = 80;

  private final transient Malformed refusal;

  WireException(Reason reason, String detail) {
    super(detail, null, false, false); // no stack trace: bad input must not be slower than good
    this.refusal = new Malformed(reason, detail);
  }

  Malformed refusal() {
    return refusal;
  }

  /** The text, cut to a length fit for an error. */
  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
