package org.tidemark.features.signal;

import org.tidemark.features.BarBlock;
import org.tidemark.features.Memory;
import org.tidemark.features.WindowFeature;
import org.tidemark.market.Bar;

/** A feature of one field of the last bars. */
interface FieldFeature extends WindowFeature {
  /** Which number. */
  Field field();

  /** Length of the window. */
  int bars();

  @Override
  default Memory memory() {
    return Memory.bars(bars());
  }

  @Override
  default int length() {
    return bars();
  }

  @Override
  default double number(Bar bar) {
    return field() == Field.CLOSE ? bar.close() : bar.volume();
  }

  @Override
  default double[] numbers(BarBlock bars) {
    return field() == Field.CLOSE ? bars.close() : bars.volume();
  }
}
