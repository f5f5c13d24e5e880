package org.tidemark.features.bar;

import java.math.BigDecimal;

/** The numbers in sampler ids: plain below a million, like {@code 2.5e6} from there on. */
final class Amount {
  private static final double LEAST = 1e-12;
  private static final double MOST = 1e30;
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  private Amount() {}

  static void check(String name, double amount) {
    if (!(amount >= LEAST && amount <= MOST)) {
      throw new IllegalArgumentException(
          name + " = " + amount + " must be from " + LEAST + " to " + MOST);
    }
  }

  /** The shortest decimal that reads back to the same double. */
  static String text(double amount) {
    BigDecimal exact = BigDecimal.valueOf(amount).stripTrailingZeros();
    return exact.compareTo(MILLION) < 0
        ? exact.toPlainString()
        : exact.toString().replace("E+", "e");
  }
}
