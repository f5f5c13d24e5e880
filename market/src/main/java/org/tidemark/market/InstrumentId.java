package org.tidemark.market;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * The name of one traded instrument, stable over time and unique in a lake, for example {@code
 * BTCUSD} or {@code IBM}. A ticker that a venue re-used for another company is two instruments.
 *
 * @param value 1 to 64 letters, digits, dot, dash, underscore, slash or colon
 */
public record InstrumentId(String value) implements Comparable<InstrumentId>, Serializable {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:/-]{1,64}");

  public InstrumentId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "instrument '"
              + value
              + "' is not 1 to 64 of letters, digits and . _ : / - ; rename it in the mapping");
    }
  }

  @Override
  public int compareTo(InstrumentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
