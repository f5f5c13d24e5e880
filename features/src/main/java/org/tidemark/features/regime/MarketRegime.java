package org.tidemark.features.regime;

import java.util.List;
import java.util.stream.IntStream;
import org.tidemark.features.BarFeature;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;

/**
 * X12: the regime the market is in, as a {@link Regime#code}.
 *
 * <p>Formula: the first rule that holds, see {@link #doc}; a new regime counts once it has been the
 * candidate for {@code confirmations} bars in a row, a crisis at once. NaN only while not ready.
 *
 * @param confirmations bars in a row that a change needs
 */
public record MarketRegime(int confirmations) implements BarFeature<MarketRegime.State> {
  private static final String COLUMN = "market_regime_";

  /** The windows, the regime that counts and the one that asks to. */
  public static final class State {
    private final MarketQuality quality;
    private Regime current = Regime.UNKNOWN;
    private Regime candidate = Regime.UNKNOWN;
    private int seen;

    State(MarketQuality quality) {
      this.quality = quality;
    }
  }

  public MarketRegime {
    if (confirmations < 1) {
      throw new IllegalArgumentException("confirmations = " + confirmations + " must be 1 or more");
    }
  }

  /**
   * Where the market regime stands among the columns of a row.
   *
   * @param set name of the feature set, to be told
   * @param columns of its rows
   * @throws IllegalArgumentException if there is no such column, or several
   */
  public static int place(String set, List<String> columns) {
    int[] found =
        IntStream.range(0, columns.size()).filter(i -> columns.get(i).startsWith(COLUMN)).toArray();
    if (found.length != 1) {
      throw new IllegalArgumentException(
          "a choice by market regime needs one column "
              + COLUMN
              + "N in the rows, but feature set "
              + set
              + " has "
              + found.length
              + "; regime66, gated73 and quality have one");
    }
    return found[0];
  }

  @Override
  public Output output() {
    return new Output(
        COLUMN + confirmations, "code", "regime, version " + Regime.VERSION + ": a code of Regime");
  }

  @Override
  public Memory memory() {
    return Memory.unbounded();
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "X12",
        "the first that holds, dimensions as in the market quality score: CRISIS 11 volatility <="
            + " 0.05 and liquidity <= 0.10; ILLIQUID 10 liquidity <= 0.05; BREAKOUT 6 volatility <="
            + " 0.20 and C[0] outside the highs and lows of the 60 bars before; REVERSAL 7 moves"
            + " ln(C[10] / C[40]) and ln(C[0] / C[10]) of opposite sign and beyond 1.5 s sqrt(30)"
            + " and 1.5 s sqrt(10), s the realised volatility of 20 bars; STRONG_UP 1 and"
            + " STRONG_DOWN 3 trend strength >= 0.8 and noise >= 0.5, UP 2 and DOWN 4 trend strength"
            + " >= 0.5, by the sign of C[0] - C[30]; HIGH_VOL 8 volatility <= 0.10; LOW_VOL 9"
            + " volatility >= 0.90; else RANGING 5. A change counts after "
            + confirmations
            + " bars in a row, CRISIS at once; before the first, UNKNOWN 0",
        "none",
        "X12 and G4; the rules are Tidemark's own",
        Warmup.bars(MarketQuality.MEMORY),
        Example.prices(
            List.of(Example.flat(MarketQuality.MEMORY + 2, 100)),
            "equal values rank in the middle and no line explains them: RANGING, for the third bar",
            (double) Regime.RANGING.code()));
  }

  @Override
  public State initial() {
    return new State(new MarketQuality());
  }

  @Override
  public void onBar(State state, Bar bar) {
    state.quality.add(bar);
    if (!state.quality.isReady()) {
      return;
    }
    Regime now = state.quality.candidate();
    state.seen = now == state.candidate ? state.seen + 1 : 1;
    state.candidate = now;
    if (now == state.current || now == Regime.CRISIS || state.seen >= confirmations) {
      state.current = now;
      // The count goes no further: equal states must give equal bytes.
      state.seen = Math.min(state.seen, confirmations);
    }
  }

  @Override
  public double value(State state) {
    return state.quality.isReady() ? state.current.code() : Double.NaN;
  }

  @Override
  public void save(State state, StateWriter out) {
    out.putInt(state.current.code()).putInt(state.candidate.code()).putInt(state.seen);
    state.quality.save(out);
  }

  @Override
  public State load(StateReader in) {
    Regime current = Regime.of(in.getInt());
    Regime candidate = Regime.of(in.getInt());
    int seen = in.getInt();
    State state = new State(MarketQuality.load(in));
    state.current = current;
    state.candidate = candidate;
    state.seen = seen;
    return state;
  }
}
