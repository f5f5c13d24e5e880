package org.tidemark.features.book;

import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.MarketEvent;

/**
 * O03: depth of the book against its usual depth.
 *
 * <p>Formula: D[0] / (sum of D / n), D = size of the best levels of both sides as it stood at each
 * of the last bars; n = bars, or fewer while fewer have closed since the first usable quote. Unit:
 * ratio. Zero division: no sizes in the window give 1. Source: depth at several levels, as in
 * Kempf, Mayston 2008, Journal of Financial Research 31(1), over its own mean. Usable, memory,
 * readiness and a worked example: {@link Best}, {@link #memory}, {@link #doc}. NaN only while not
 * ready.
 *
 * @param levels how many levels of a side count, from the best
 * @param bars length of the window
 */
public record MarketDepth(int levels, int bars) implements BookFeature<DepthAndWindow> {
  public MarketDepth {
    if (levels < 1 || bars < 2) {
      throw new IllegalArgumentException(
          "levels = " + levels + " must be 1 or more and bars = " + bars + " 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "market_depth_" + levels + "_" + bars,
        "ratio",
        "size of the best " + levels + " levels over its mean at the last " + bars + " bars");
  }

  @Override
  public Memory memory() {
    return Memory.resting(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "O03",
        "D[0] / (sum of D / n), D = size of the best levels of both sides as it stood "
            + "at each of the last bars; n = bars, or fewer while fewer have closed since the "
            + "first usable quote",
        "no sizes in the window give 1",
        "depth at several levels, as in Kempf, Mayston 2008, Journal of Financial "
            + "Research 31(1), doi 10.1111/j.1475-6803.2008.00230.x, over its own mean",
        Warmup.quoted(),
        Example.steps(
            List.of(
                new Example.Levels(
                    List.of(new Book.Level(99, 2), new Book.Level(98, 2)),
                    List.of(new Book.Level(101, 4))),
                new Example.Ohlcv(100, 100, 100, 100, 1),
                new Example.Levels(
                    List.of(new Book.Level(99, 12)), List.of(new Book.Level(101, 12))),
                new Example.Ohlcv(100, 100, 100, 100, 1)),
            "a bar at a book of 2 and 2 against 4, a bar at one of 12 against 12",
            "24 / ((8 + 24) / 2)",
            1.5));
  }

  @Override
  public DepthAndWindow initial() {
    return DepthAndWindow.of(bars);
  }

  @Override
  public void update(DepthAndWindow state, MarketEvent event) {
    if (!(event instanceof Bar)) {
      state.book().update(event);
    } else if (state.book().isReady()) {
      state.numbers().add(state.book().bidSum(levels) + state.book().askSum(levels));
    }
  }

  @Override
  public double value(DepthAndWindow state) {
    if (state.numbers().size() == 0) {
      return Double.NaN;
    }
    double usual = state.numbers().sum() / state.numbers().size();
    return usual > 0 ? state.numbers().newest() / usual : 1;
  }

  @Override
  public void save(DepthAndWindow state, StateWriter out) {
    state.save(levels, out);
  }

  @Override
  public DepthAndWindow load(StateReader in) {
    return DepthAndWindow.load(bars, in);
  }
}
