package org.tidemark.streaming.realtime;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;

/**
 * A ring and a decaying sum per instrument: cheap, and any record lost, repeated or out of order
 * changes every later output.
 */
final class RingFold implements PrefixFold<String> {
  private static final int RING = 16;

  /** Makes them. */
  static final Maker<String> MAKER =
      new Maker<>() {
        @Override
        public PrefixFold<String> start() {
          return new RingFold();
        }

        @Override
        public PrefixFold<String> restore(byte[] snapshot) {
          RingFold fold = new RingFold();
          StateReader in = new StateReader(snapshot);
          for (int left = in.getInt(); left > 0; left--) {
            fold.rings.put(in.getInt(), in.getDoubles());
          }
          return fold;
        }
      };

  private final Map<Integer, double[]> rings = new TreeMap<>();

  @Override
  public void on(LogRecord record, Consumer<? super String> out) {
    int instrument = record.value()[0];
    double[] ring = rings.computeIfAbsent(instrument, i -> new double[RING + 2]);
    int at = (int) ring[RING];
    ring[at] = record.value()[1] + 1e-3 * record.value()[2];
    ring[RING] = (at + 1) % RING;
    double sum = ring[RING + 1] * 0.999;
    for (int i = 0; i < RING; i++) {
      sum += ring[(at + 1 + i) % RING] * (1.0 / (1 + i));
    }
    ring[RING + 1] = sum;
    out.accept(record.offset() + " " + instrument + " " + Double.doubleToRawLongBits(sum));
  }

  @Override
  public byte[] snapshot() {
    StateWriter out = new StateWriter().putInt(rings.size());
    rings.forEach((instrument, ring) -> out.putInt(instrument).putDoubles(ring));
    return out.toBytes();
  }
}
