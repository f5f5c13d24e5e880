package org.tidemark.lakehouse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.testkit.Seeds;

/** The quick way of reading numbers gives the bits of the JDK's parser and of exact decimals. */
class NumberTextLawsTest {
  private static double read(String text, int scale) throws RejectedRow {
    return NumberText.decimal("x", text.toCharArray(), 0, text.length(), scale);
  }

  private static String text(SplittableRandom random) {
    int whole = random.nextInt(0, 8);
    int decimals = random.nextInt(0, 9);
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
    for (int i = 0; i < whole; i++) {
      text.append(random.nextInt(10));
    }
    if (decimals > 0 || whole == 0) {
      text.append('.').append(random.nextInt(10));
    }
    for (int i = 1; i < decimals; i++) {
      text.append(random.nextInt(10));
    }
    return text.toString();
  }

  @Test
  void aNumberHasTheBitsOfTheNearestDouble() {
    Seeds.forEach(
        50,
        (seed, random) -> {
          for (int i = 0; i < 2_000; i++) {
            String text = text(random);
            try {
              // Adding zero turns the parser's minus zero into zero, as the reader does.
              double expected = Double.parseDouble(text) + 0.0;
              assertThat(Double.doubleToLongBits(read(text, 0)))
                  .as(text)
                  .isEqualTo(Double.doubleToLongBits(expected));
              int scale = random.nextInt(0, 9);
              BigDecimal exact = new BigDecimal(text).movePointLeft(scale);
              double scaled = read(text, scale);
              assertThat(scaled).as(text + " / 10^" + scale).isEqualTo(exact.doubleValue() + 0.0);
              assertThat(BigDecimal.valueOf(scaled)).as(text).isEqualByComparingTo(exact);
            } catch (RejectedRow e) {
              throw new AssertionError(text + ": " + e.getMessage());
            }
          }
        });
  }

  @Test
  void whatIsAcceptedIsStoredWithoutChange() {
    Seeds.forEach(
        50,
        (seed, random) -> {
          for (int i = 0; i < 500; i++) {
            // Up to 22 digits with up to 22 decimals and exponents: some fit, some do not.
            StringBuilder text = new StringBuilder("1");
            for (int digits = random.nextInt(21); digits > 0; digits--) {
              text.append(random.nextInt(10));
            }
            if (random.nextBoolean()) {
              text.insert(random.nextInt(1, text.length() + 1), '.');
            }
            if (random.nextInt(3) == 0) {
              text.append('e').append(random.nextInt(-12, 6));
            }
            BigDecimal exact = new BigDecimal(text.toString());
            try {
              double value = read(text.toString(), 0);
              assertThat(BigDecimal.valueOf(value)).as("%s", text).isEqualByComparingTo(exact);
              assertThat(exact.stripTrailingZeros().scale()).isLessThanOrEqualTo(18);
            } catch (RejectedRow e) {
              BigDecimal plain = exact.stripTrailingZeros();
              boolean fits =
                  plain.precision() <= 15
                      && plain.scale() <= 18
                      && plain.precision() - plain.scale() <= 15;
              assertThat(fits).as("%s rejected: %s", text, e.getMessage()).isFalse();
              assertThat(e.reason()).isIn(Reason.TOO_PRECISE, Reason.TOO_LARGE);
            }
          }
        });
  }
}
