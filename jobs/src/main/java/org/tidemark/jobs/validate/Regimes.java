package org.tidemark.jobs.validate;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.tidemark.features.regime.Regime;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.VolatilityRegimes;

/**
 * In which regime each row was decided. A regime of a row is known at its event time, so it names
 * the row without a look at what came of it.
 */
sealed interface Regimes {
  /**
   * The regime of each row.
   *
   * @param instruments names by their number in the predictions
   */
  List<String> of(Predictions predictions, List<String> instruments);

  /** Those of the feature set where it holds a market regime, else by volatility. */
  static Regimes of(TrainingFrame frame) {
    Optional<String> column =
        frame.columns().features().stream()
            .filter(f -> f.matches("market_regime_\\d+"))
            .findFirst();
    return column.<Regimes>map(name -> Stored.of(frame, name)).orElseGet(Trailing::new);
  }

  /** {@link VolatilityRegimes}, which any rows have. */
  record Trailing() implements Regimes {
    @Override
    public List<String> of(Predictions predictions, List<String> instruments) {
      return VolatilityRegimes.of(predictions);
    }
  }

  /**
   * A column of {@link Regime} codes of the feature set; NaN, a feature that was not ready, is
   * {@link Regime#UNKNOWN}.
   *
   * @param series by instrument
   */
  record Stored(Map<String, Series> series) implements Regimes {
    /**
     * Codes of one instrument.
     *
     * @param times increasing
     */
    record Series(long[] times, byte[] codes) {
      Regime at(String instrument, long time) {
        int place = Arrays.binarySearch(times, time);
        if (place < 0) {
          throw new IllegalStateException(
              "the training frame has no row of "
                  + instrument
                  + " at "
                  + time
                  + " ns; it changed while it was validated: run validate again");
        }
        return Regime.of(codes[place]);
      }
    }

    public Stored {
      series = Map.copyOf(series);
    }

    static Stored of(TrainingFrame frame, String column) {
      Map<String, List<Row>> rows = new HashMap<>();
      frame
          .rows()
          .select(col("instrument"), col("event_time_nanos"), col(column))
          .orderBy("event_time_nanos")
          .toLocalIterator()
          .forEachRemaining(
              r -> rows.computeIfAbsent(r.getString(0), k -> new ArrayList<>()).add(r));
      Map<String, Series> series = new HashMap<>();
      rows.forEach((instrument, all) -> series.put(instrument, series(all)));
      return new Stored(series);
    }

    private static Series series(List<Row> rows) {
      long[] times = new long[rows.size()];
      byte[] codes = new byte[times.length];
      for (int i = 0; i < times.length; i++) {
        times[i] = rows.get(i).getLong(1);
        float code = rows.get(i).isNullAt(2) ? Float.NaN : rows.get(i).getFloat(2);
        codes[i] = (byte) (Float.isNaN(code) ? Regime.UNKNOWN.code() : code);
      }
      return new Series(times, codes);
    }

    @Override
    public List<String> of(Predictions p, List<String> instruments) {
      List<String> names = new ArrayList<>(p.rows());
      for (int i = 0; i < p.rows(); i++) {
        String instrument = instruments.get(p.instrument()[i]);
        names.add(series.get(instrument).at(instrument, p.eventTimeNanos()[i]).name());
      }
      return names;
    }
  }
}
