package org.tidemark.features.price;

import java.time.Duration;
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
import org.tidemark.features.statistic.Logarithm;
import org.tidemark.features.statistic.TimeLag;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;

/**
 * P01 to P05 and P06 to P10: simple and log return of the close over a span of time.
 *
 * <p>Formula: C / R - 1 and ln(C / R), where R is the last close known at or before the bar's close
 * time minus the horizon; after a gap R may be older than that. Unit: fraction. Memory: from R on.
 * NaN while there is no R. Source: definition. One definition gives both outputs because they share
 * the only large state of the set.
 *
 * @param horizon how far back the reference lies
 * @param label the horizon in column names, for example {@code 15min}
 * @param simple requirement that the simple return answers
 * @param log requirement that the log return answers
 */
public record Return(Duration horizon, String label, String simple, String log)
    implements Feature<TimeLag> {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  public Return {
    if (horizon.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("horizon " + horizon + " must be above 0");
    }
  }

  @Override
  public FeatureId id() {
    return new FeatureId("return_" + label, 1);
  }

  @Override
  public List<Output> outputs() {
    return List.of(
        new Output("return_" + label, "fraction", "return of the close over " + label),
        new Output("log_return_" + label, "fraction", "log return of the close over " + label));
  }

  @Override
  public Memory memory() {
    return Memory.span(horizon);
  }

  @Override
  public FeatureDoc doc() {
    return new FeatureDoc(
        List.of(simple, log),
        "C[0] / R - 1 and ln(C[0] / R), R the last close known at or before close time - "
            + label
            + " (older after a gap)",
        "none",
        "definition",
        Warmup.span(horizon),
        Example.prices(
            List.of(
                Example.flat(Math.toIntExact(Math.max(1, horizon.dividedBy(MINUTE))), 100),
                Example.flat(1, 110)),
            "110 / 100 - 1 and ln 1.1",
            0.1,
            0.09531017980432493));
  }

  @Override
  public TimeLag initial() {
    return new TimeLag(horizon.toNanos());
  }

  @Override
  public void update(TimeLag state, MarketEvent event) {
    if (event instanceof Bar bar) {
      state.add(bar.eventTimeNanos(), bar.close());
    }
  }

  @Override
  public void read(TimeLag state, float[] row, int at) {
    if (!state.isReady()) {
      row[at] = Float.NaN;
      row[at + 1] = Float.NaN;
      return;
    }
    double ratio = state.newest() / state.lagged();
    row[at] = (float) (ratio - 1);
    row[at + 1] = (float) Logarithm.of(ratio);
  }

  @Override
  public void updateAll(TimeLag state, BarBlock bars, float[][] rows, int at) {
    for (int i = 0; i < bars.size(); i++) {
      state.add(bars.bar(i).eventTimeNanos(), bars.close()[i]);
      read(state, rows[i], at);
    }
  }

  @Override
  public void save(TimeLag state, StateWriter out) {
    state.save(out);
  }

  @Override
  public TimeLag load(StateReader in) {
    return TimeLag.load(horizon.toNanos(), in);
  }
}
