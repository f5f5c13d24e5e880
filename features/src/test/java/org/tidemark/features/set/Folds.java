package org.tidemark.features.set;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.features.BarBlock;
import org.tidemark.features.Feature;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.EventKind;
import org.tidemark.market.MarketEvent;

/**
 * Drives one feature over a log in the ways that the laws compare. The bars in the log stand for
 * those that the sampler closed: each is followed by a row.
 */
final class Folds {
  private Folds() {}

  /** Gives the feature an event if it reads that kind, as the replay does. */
  static <S> void feed(Feature<S> feature, S state, MarketEvent event) {
    if (event instanceof Bar || feature.inputs().contains(EventKind.of(event))) {
      feature.update(state, event);
    }
  }

  /** The feature's outputs after each bar, as raw bits. */
  static <S> List<int[]> rows(Feature<S> feature, List<? extends MarketEvent> events) {
    S state = feature.initial();
    List<int[]> rows = new ArrayList<>();
    for (MarketEvent event : events) {
      feed(feature, state, event);
      if (event instanceof Bar) {
        rows.add(read(feature, state));
      }
    }
    return rows;
  }

  /** The outputs after the last event; read once only. */
  static <S> int[] lastRow(Feature<S> feature, List<? extends MarketEvent> events) {
    S state = feature.initial();
    events.forEach(event -> feed(feature, state, event));
    return read(feature, state);
  }

  /** As {@link #rows}, with the state saved and loaded before random events. */
  static <S> List<int[]> resumed(
      Feature<S> feature, List<? extends MarketEvent> events, SplittableRandom random) {
    S state = feature.initial();
    List<int[]> rows = new ArrayList<>();
    for (MarketEvent event : events) {
      if (random.nextInt(7) == 0) {
        state = feature.load(new StateReader(bytes(feature, state)));
      }
      feed(feature, state, event);
      if (event instanceof Bar) {
        rows.add(read(feature, state));
      }
    }
    return rows;
  }

  /**
   * As {@link #rows} of bars alone, taken in by blocks of random length; saved and loaded between
   * some of them.
   */
  static <S> List<int[]> inBlocks(Feature<S> feature, List<Bar> bars, SplittableRandom random) {
    S state = feature.initial();
    List<int[]> rows = new ArrayList<>();
    int at = random.nextInt(3);
    int width = at + feature.outputs().size();
    for (int next = 0; next < bars.size(); ) {
      BarBlock block = new BarBlock();
      int size = random.nextInt(1, BarBlock.CAPACITY + 1);
      for (int i = 0; i < size && next < bars.size(); i++) {
        block.add(bars.get(next++));
      }
      float[][] read = new float[block.size()][width];
      feature.updateAll(state, block, read, at);
      for (float[] row : read) {
        rows.add(bits(Arrays.copyOfRange(row, at, width)));
      }
      if (random.nextInt(5) == 0) {
        state = feature.load(new StateReader(bytes(feature, state)));
      }
    }
    return rows;
  }

  /** The saved state after the events. */
  static <S> byte[] saved(Feature<S> feature, List<? extends MarketEvent> events) {
    S state = feature.initial();
    events.forEach(event -> feed(feature, state, event));
    return bytes(feature, state);
  }

  static <S> byte[] bytes(Feature<S> feature, S state) {
    StateWriter out = new StateWriter();
    feature.save(state, out);
    return out.toBytes();
  }

  static <S> byte[] reloaded(Feature<S> feature, byte[] bytes) {
    StateReader in = new StateReader(bytes);
    byte[] again = bytes(feature, feature.load(in));
    if (in.remaining() != 0) {
      throw new AssertionError(feature.id() + " left " + in.remaining() + " bytes unread");
    }
    return again;
  }

  static <S> int[] read(Feature<S> feature, S state) {
    float[] row = new float[feature.outputs().size()];
    feature.read(state, row, 0);
    return bits(row);
  }

  private static int[] bits(float[] row) {
    int[] bits = new int[row.length];
    for (int i = 0; i < row.length; i++) {
      bits[i] = Float.floatToRawIntBits(row[i]);
    }
    return bits;
  }

  static String words(int[] bits) {
    return Arrays.toString(Arrays.stream(bits).mapToObj(Float::intBitsToFloat).toArray());
  }
}
