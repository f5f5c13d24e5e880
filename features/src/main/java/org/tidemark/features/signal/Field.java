package org.tidemark.features.signal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.tidemark.features.Example;

/** The number of a bar that a normalising feature looks at. */
public enum Field {
  CLOSE,
  VOLUME;

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Bars with this field at 100, then one with 110; the other field does not move. */
  List<Example.Ohlcv> step(int flat) {
    List<Example.Ohlcv> bars = new ArrayList<>(Collections.nCopies(flat, bar(100)));
    bars.add(bar(110));
    return bars;
  }

  private Example.Ohlcv bar(double value) {
    double price = this == CLOSE ? value : 100;
    return new Example.Ohlcv(price, price, price, price, this == VOLUME ? value : 1);
  }
}
