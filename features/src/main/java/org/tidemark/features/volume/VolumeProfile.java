package org.tidemark.features.volume;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.tidemark.features.BarBlock;
import org.tidemark.features.Example;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.FeatureId;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;

/**
 * V07, V08, V09: distance of the close from the point of control, the value-area high and the
 * value-area low of a window's volume profile.
 *
 * <p>Each bar's volume counts at its typical price TP = (H + L + C) / 3, in bin k = floor((TP /
 * C[0] - 1) / 0.0005 + 0.5), limited to -200..200: bins of 0.05 % of the close, centred on it, so
 * that the profile depends on the window alone and not on the level of prices. The point of control
 * is the bin with most volume (of equals the nearest to the close, then the lower). The value area
 * grows from it, one bin with volume at a time, above or below, whichever has more (of equals
 * above), until it holds 70 % of the volume. Formula: (C[0] - centre of the bin) / C[0]. Unit:
 * fraction. Zero division: a window without volume counts every bar as 1. Source: Steidlmayer,
 * Market Profile (CBOT 1985); Dalton, Jones, Dalton 1993, Mind over Markets. Memory, readiness and
 * a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record VolumeProfile(int bars) implements Feature<VolumeProfile.State> {
  private static final double WIDTH = 0.0005;
  private static final int FARTHEST = 200;
  private static final int PAST = 2 * FARTHEST + 1;
  private static final double VALUE_AREA = 0.7;

  private static final int FRACTION_BITS = 20;
  private static final int FRACTION = (1 << FRACTION_BITS) - 1;
  private static final int UNSURE = 2;
  private static final int PARTS = 3;

  /** Added to a small number, leaves 20 binary digits after its point. */
  private static final double FIXED_POINT = 0x1.8p32;

  /** Typical prices and volumes, the last close, and room to work in (not part of the value). */
  public static final class State {
    private final Window typical;
    private final Window volume;
    private double close;
    private final double[] places;
    private final double[] profile = new double[PAST];
    private final double[][] parts = new double[PARTS][PAST];
    private int lowest;
    private int highest;
    // Least and largest typical price of the window, if they are known.
    private boolean known;
    private double least;
    private double largest;

    State(Window typical, Window volume, int bars) {
      this.typical = typical;
      this.volume = volume;
      this.places = new double[bars];
    }

    void add(double price, double amount) {
      if (known) {
        // Where an extreme leaves they are looked up anew; NaN is above and below nothing.
        known = typical.oldest() > least && typical.oldest() < largest;
        least = Math.min(least, price);
        largest = Math.max(largest, price);
      }
      typical.add(price);
      volume.add(amount);
    }

    void findExtremes() {
      if (!known) {
        least = typical.min();
        largest = typical.max();
        known = true;
      }
    }
  }

  public VolumeProfile {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public FeatureId id() {
    return new FeatureId("volume_profile_" + bars, 1);
  }

  @Override
  public List<Output> outputs() {
    return List.of(
        output("point_of_control_distance_", "the price with most volume"),
        output("value_area_high_distance_", "the top of the 70 % value area"),
        output("value_area_low_distance_", "the bottom of the 70 % value area"));
  }

  private Output output(String name, String level) {
    return new Output(
        name + bars, "fraction", "close minus " + level + " of " + bars + " bars, over the close");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return new FeatureDoc(
        List.of("V07", "V08", "V09"),
        "-0.0005 k for the bin k of the point of control, of the highest and of the lowest bin of"
            + " the value area; V counts in bin floor((TP / C[0] - 1) / 0.0005 + 0.5), limited to"
            + " -200..200, TP = (H + L + C) / 3; the point of control has most volume (of equals"
            + " the nearest to the close, then the lower); the value area grows from it by the"
            + " next bin with volume above or below, whichever has more (of equals above), until"
            + " it holds 70 %",
        "a window without volume counts every bar as 1",
        "Steidlmayer, Market Profile (CBOT 1985); Dalton, Jones, Dalton 1993, Mind over Markets",
        Warmup.bars(bars),
        example());
  }

  @Override
  public State initial() {
    return new State(new Window(bars), Window.ofCounts(bars), bars);
  }

  @Override
  public void update(State state, MarketEvent event) {
    if (event instanceof Bar bar) {
      state.close = bar.close();
      state.add((bar.high() + bar.low() + bar.close()) / 3, bar.volume());
    }
  }

  @Override
  public void read(State state, float[] row, int at) {
    if (!state.volume.isFull()) {
      row[at] = Float.NaN;
      row[at + 1] = Float.NaN;
      row[at + 2] = Float.NaN;
      return;
    }
    state.findExtremes();
    state.lowest = bin(state.least, state.close);
    state.highest = bin(state.largest, state.close);
    Trailing typical = state.typical.trailing(1);
    Trailing volume = state.volume.trailing(1);
    double total =
        state.volume.isWhole()
            ? fillWhole(state, typical, volume)
            : fill(state, typical, volume, 0);
    levels(state, total, row, at);
  }

  @Override
  public void updateAll(State state, BarBlock bars, float[][] rows, int at) {
    if (!state.volume.isFull()) {
      Feature.super.updateAll(state, bars, rows, at);
      return;
    }
    int size = bars.size();
    state.known = false;
    state.typical.addAll(bars.typical(), size);
    state.volume.addAll(bars.volume(), size);
    Trailing typical = state.typical.trailing(size);
    Trailing volume = state.volume.trailing(size);
    double[] lows = typical.minima();
    double[] highs = typical.maxima();
    for (int r = 0; r < size; r++) {
      state.close = bars.close()[r];
      state.lowest = bin(lows[r], state.close);
      state.highest = bin(highs[r], state.close);
      levels(state, fill(state, typical, volume, r), rows[r], at);
    }
  }

  /** Writes the three levels of a profile with so much volume; it is empty afterwards. */
  private static void levels(State state, double total, float[] row, int at) {
    double[] profile = state.profile;
    int control = pointOfControl(state);
    int high = control;
    int low = control;
    int above = above(state, high);
    int below = below(state, low);
    double area = profile[control];
    while (area < VALUE_AREA * total && (above < PAST || below >= 0)) {
      if (below < 0 || (above < PAST && profile[above] >= profile[below])) {
        high = above;
        area += profile[high];
        above = above(state, high);
      } else {
        low = below;
        area += profile[low];
        below = below(state, low);
      }
    }
    Arrays.fill(profile, state.lowest, state.highest + 1, 0);
    row[at] = distance(control);
    row[at + 1] = distance(high);
    row[at + 2] = distance(low);
  }

  /** Fills the profile, which is empty before, and gives the volume in it. */
  private double fill(State state, Trailing typical, Trailing volume, int window) {
    if (state.lowest == 0 || state.highest == PAST - 1) {
      return fillByFormula(state, typical, volume, window);
    }
    double[] places = places(state, typical, window);
    double[] profile = state.profile;
    double[] volumes = volume.values();
    int first = volume.first() + window;
    double total = 0;
    int unsure = 0;
    for (int i = 0; i < places.length; i++) {
      int place = (int) Double.doubleToRawLongBits(places[i]);
      double v = volumes[first + i];
      profile[place >>> FRACTION_BITS] += v;
      total += v;
      unsure |= unsure(place);
    }
    if (unsure >= 0 && total > 0) {
      return total;
    }
    Arrays.fill(profile, 0);
    return fillByFormula(state, typical, volume, window);
  }

  /**
   * The same where all volumes are whole: every fourth bar counts in a part of its own, so that
   * four additions to a bin go on at once, and the parts add up to the same bits.
   */
  private double fillWhole(State state, Trailing typical, Trailing volume) {
    int whole = bars & -4;
    if (state.lowest == 0 || state.highest == PAST - 1 || whole < bars) {
      return fill(state, typical, volume, 0);
    }
    double[] places = places(state, typical, 0);
    double[] profile = state.profile;
    double[] second = state.parts[0];
    double[] third = state.parts[1];
    double[] fourth = state.parts[2];
    double[] volumes = volume.values();
    int first = volume.first();
    int unsure = 0;
    for (int i = 0; i < whole; i += 4) {
      int a = (int) Double.doubleToRawLongBits(places[i]);
      int b = (int) Double.doubleToRawLongBits(places[i + 1]);
      int c = (int) Double.doubleToRawLongBits(places[i + 2]);
      int d = (int) Double.doubleToRawLongBits(places[i + 3]);
      profile[a >>> FRACTION_BITS] += volumes[first + i];
      second[b >>> FRACTION_BITS] += volumes[first + i + 1];
      third[c >>> FRACTION_BITS] += volumes[first + i + 2];
      fourth[d >>> FRACTION_BITS] += volumes[first + i + 3];
      unsure |= unsure(a) | unsure(b) | unsure(c) | unsure(d);
    }
    if (unsure < 0) {
      List.of(profile, second, third, fourth).forEach(part -> Arrays.fill(part, 0));
      return fillByFormula(state, typical, volume, 0);
    }
    double total = 0;
    for (int k = state.lowest; k <= state.highest; k++) {
      profile[k] += second[k] + third[k] + fourth[k];
      total += profile[k];
      second[k] = 0;
      third[k] = 0;
      fourth[k] = 0;
    }
    return total > 0 ? total : fillByFormula(state, typical, volume, 0);
  }

  /** Below 0 if a place is too near to a border of bins to be sure. */
  private static int unsure(int place) {
    return ((place + UNSURE) & FRACTION) - 2 * UNSURE;
  }

  private double fillByFormula(State state, Trailing typical, Trailing volume, int window) {
    double[] volumes = volume.values();
    int first = volume.first() + window;
    boolean silent = volume.sum(window) == 0;
    double total = 0;
    for (int i = 0; i < bars; i++) {
      double v = silent ? 1 : volumes[first + i];
      state.profile[bin(typical.values()[typical.first() + window + i], state.close)] += v;
      total += v;
    }
    return total;
  }

  /**
   * The places of prices in the profile, found by multiplying with 1 / close, as numbers with 20
   * binary digits after the point in the low half of their bits. They are within one such digit of
   * the ones by the formula, so that only a place this near to a border of bins is not sure.
   */
  private double[] places(State state, Trailing typical, int window) {
    double[] places = state.places;
    System.arraycopy(typical.values(), typical.first() + window, places, 0, bars);
    double inverse = 1 / state.close;
    for (int i = 0; i < places.length; i++) {
      places[i] = ((places[i] * inverse - 1) * (1 / WIDTH) + (0.5 + FARTHEST)) + FIXED_POINT;
    }
    return places;
  }

  /** The bin of a typical price, by the formula; counted from the lowest. */
  private static int bin(double typical, double close) {
    double k = Math.floor((typical / close - 1) / WIDTH + 0.5);
    return FARTHEST + Math.max(-FARTHEST, Math.min(FARTHEST, (int) k));
  }

  private static int pointOfControl(State state) {
    double[] profile = state.profile;
    int best = FARTHEST;
    double most = profile[best];
    int reach = Math.max(FARTHEST - state.lowest, state.highest - FARTHEST);
    for (int k = 1; k <= reach; k++) {
      if (profile[FARTHEST - k] > most) {
        best = FARTHEST - k;
        most = profile[best];
      }
      if (profile[FARTHEST + k] > most) {
        best = FARTHEST + k;
        most = profile[best];
      }
    }
    return best;
  }

  /** The next bin with volume above {@code bin}; {@link #PAST} when there is none. */
  private static int above(State state, int bin) {
    for (int i = bin + 1; i <= state.highest; i++) {
      if (state.profile[i] > 0) {
        return i;
      }
    }
    return PAST;
  }

  /** The next bin with volume below {@code bin}; -1 when there is none. */
  private static int below(State state, int bin) {
    for (int i = bin - 1; i >= state.lowest; i--) {
      if (state.profile[i] > 0) {
        return i;
      }
    }
    return -1;
  }

  private static float distance(int bin) {
    return (float) (WIDTH * (FARTHEST - bin));
  }

  @Override
  public void save(State state, StateWriter out) {
    out.putDouble(state.close);
    state.typical.save(out);
    state.volume.save(out);
  }

  @Override
  public State load(StateReader in) {
    double close = in.getDouble();
    State state = new State(Window.load(bars, in), Window.loadCounts(bars, in), bars);
    state.close = close;
    return state;
  }

  private Example example() {
    List<Example.Ohlcv> given =
        new ArrayList<>(Collections.nCopies(bars - 4, new Example.Ohlcv(99, 99, 99, 99, 0)));
    given.add(new Example.Ohlcv(101, 101, 101, 101, 3));
    given.add(new Example.Ohlcv(102, 102, 102, 102, 5));
    given.add(new Example.Ohlcv(103, 103, 103, 103, 1));
    given.add(new Example.Ohlcv(100, 100, 100, 100, 1));
    return Example.bars(
        given,
        (bars - 4) + " bars without volume, then volumes 3, 5, 1, 1 at 101, 102, 103, 100",
        "most volume at 102; with 101 the area holds 8 of 10",
        -0.02,
        -0.02,
        -0.01);
  }
}
