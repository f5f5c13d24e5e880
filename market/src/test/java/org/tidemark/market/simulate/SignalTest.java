package org.tidemark.market.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;

/**
 * What can and cannot be learned from a simulated market, measured on one-minute closes by a
 * predictor that knows nothing of the simulator: 15-minute momentum over hourly volatility.
 */
class SignalTest {
  private static final int HORIZON = 15;
  private static final int SEEDS = 10;

  @Test
  void fullSignalIsFoundOnEverySeed() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      double auc = auc(MarketModel.standard(seed));
      assertThat(auc).as("seed %d", seed).isBetween(0.57, 0.68);
    }
  }

  /** One AUC over 30 days has a standard error of about 0.010: labels overlap 15 times. */
  @Test
  void withoutSignalThereIsNothingToFind() {
    double sum = 0;
    int count = 20;
    for (long seed = 1; seed <= count; seed++) {
      double auc = auc(MarketModel.standard(seed).withSignalStrength(0));
      assertThat(auc).as("seed %d", seed).isBetween(0.465, 0.535);
      sum += auc;
    }
    assertThat(sum / count).isBetween(0.493, 0.507); // three standard errors of the mean
  }

  @Test
  void strengthIsADial() {
    for (long seed = 1; seed <= 3; seed++) {
      MarketModel model = MarketModel.standard(seed);
      double half = auc(model.withSignalStrength(0.5));
      assertThat(half).isBetween(0.51, auc(model) - 0.02);
    }
  }

  @Test
  void volatilityClusters() {
    for (long seed = 1; seed <= 4; seed++) {
      double[] closes = closes(MarketModel.standard(seed).withSeasonality(0));
      assertThat(squareAutocorrelation(closes, 1)).as("seed %d", seed).isGreaterThan(0.05);
      assertThat(squareAutocorrelation(closes, 60)).as("seed %d", seed).isGreaterThan(0.03);
    }
  }

  @Test
  void midnightIsWilderAndBusierThanNoon() {
    for (long seed = 1; seed <= 4; seed++) {
      MarketModel model = MarketModel.standard(seed);
      double[] move = new double[24];
      long[] trades = new long[24];
      double last = Math.log(model.startPrice());
      for (Iterator<MarketEvent> events = events(model); events.hasNext(); ) {
        Trade trade = (Trade) events.next();
        int hour = (int) Math.floorMod(trade.eventTimeNanos() / 3_600_000_000_000L, 24);
        double log = Math.log(trade.price());
        move[hour] += (log - last) * (log - last);
        trades[hour]++;
        last = log;
      }
      assertThat(move[0] + move[23]).isGreaterThan(3 * (move[11] + move[12])); // 9 expected
      assertThat(trades[0] + trades[23]).isGreaterThan(2 * (trades[11] + trades[12])); // 3 expected
    }
  }

  @Test
  void aDayMovesByTheDeclaredVolatility() {
    double squares = 0;
    int days = 0;
    for (long seed = 1; seed <= 4; seed++) {
      double[] closes = closes(MarketModel.standard(seed).withSignalStrength(0));
      for (int at = 1439; at + 1440 < closes.length; at += 1440) {
        double move = Math.log(closes[at + 1440] / closes[at]);
        if (!Double.isNaN(move)) {
          squares += move * move;
          days++;
        }
      }
    }
    assertThat(Math.sqrt(squares / days)).isBetween(0.023, 0.037); // 0.03 declared
  }

  private static Iterator<MarketEvent> events(MarketModel model) {
    return model.events(model.instruments().get(0));
  }

  /** Last trade price of each minute, NaN for a minute without one. */
  private static double[] closes(MarketModel model) {
    double[] closes = new double[model.days() * 1440];
    Arrays.fill(closes, Double.NaN);
    for (Iterator<MarketEvent> events = events(model); events.hasNext(); ) {
      Trade trade = (Trade) events.next();
      closes[(int) ((trade.eventTimeNanos() - model.startNanos()) / 60_000_000_000L)] =
          trade.price();
    }
    return closes;
  }

  private static double auc(MarketModel model) {
    double[] closes = closes(model);
    double[] score = new double[closes.length];
    boolean[] up = new boolean[closes.length];
    int rows = 0;
    for (int at = 60; at + HORIZON < closes.length; at++) {
      double squares = 0;
      double recent = 0;
      for (int back = 0; back < 60; back++) {
        double move = Math.log(closes[at - back] / closes[at - back - 1]);
        squares += move * move;
        recent += back < 20 ? move * move : 0;
      }
      double momentum = Math.log(closes[at] / closes[at - HORIZON]) / Math.sqrt(squares);
      double known = momentum * (1 - Math.sqrt(3 * recent / squares));
      if (!Double.isNaN(known) && !Double.isNaN(closes[at + HORIZON])) {
        score[rows] = known;
        up[rows++] = closes[at + HORIZON] > closes[at];
      }
    }
    return auc(score, up, rows);
  }

  /** Area under the ROC curve by the rank sum; scores are continuous, so no ties. */
  private static double auc(double[] score, boolean[] up, int rows) {
    int[] order =
        IntStream.range(0, rows)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> score[i]))
            .mapToInt(i -> i)
            .toArray();
    double ranks = 0;
    long ups = 0;
    for (int rank = 0; rank < rows; rank++) {
      if (up[order[rank]]) {
        ranks += rank + 1;
        ups++;
      }
    }
    return (ranks - ups * (ups + 1) / 2.0) / ((double) ups * (rows - ups));
  }

  private static double squareAutocorrelation(double[] closes, int lag) {
    double[] square = new double[closes.length];
    double sum = 0;
    int count = 0;
    for (int i = 1; i < closes.length; i++) {
      double move = Math.log(closes[i] / closes[i - 1]);
      square[i] = move * move;
      if (!Double.isNaN(move)) {
        sum += square[i];
        count++;
      }
    }
    double mean = sum / count;
    double shared = 0;
    double own = 0;
    for (int i = 1 + lag; i < closes.length; i++) {
      double product = (square[i] - mean) * (square[i - lag] - mean);
      if (!Double.isNaN(product)) {
        shared += product;
        own += (square[i] - mean) * (square[i] - mean);
      }
    }
    return shared / own;
  }
}
