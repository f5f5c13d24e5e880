package org.tidemark.lakehouse.ingest;

import java.util.Arrays;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.Quote;

/**
 * The last bid and ask of every venue A to Z and the best over them: the highest bid and the lowest
 * ask, each with the sizes of all venues at that price added up. Starts empty.
 */
final class NationalBest {
  private static final int VENUES = 26;

  private final double[] bids = new double[VENUES];
  private final double[] bidSizes = new double[VENUES];
  private final double[] asks = new double[VENUES];
  private final double[] askSizes = new double[VENUES];

  NationalBest() {
    Arrays.fill(bids, Double.NaN);
    Arrays.fill(asks, Double.NaN);
  }

  void bid(char venue, double price, double size) {
    bids[venue - 'A'] = price;
    bidSizes[venue - 'A'] = size;
  }

  void ask(char venue, double price, double size) {
    asks[venue - 'A'] = price;
    askSizes[venue - 'A'] = size;
  }

  /** The best of both sides; NaN with size 0 on a side that no venue has quoted yet. */
  Quote quote(InstrumentId instrument, long offset, long time) {
    double bid = Double.NaN;
    double bidSize = 0;
    double ask = Double.NaN;
    double askSize = 0;
    for (int venue = 0; venue < VENUES; venue++) {
      // "not at or below the best" is also true while there is no best.
      if (bids[venue] > 0 && !(bids[venue] <= bid)) {
        bid = bids[venue];
        bidSize = bidSizes[venue];
      } else if (bids[venue] == bid) {
        bidSize += bidSizes[venue];
      }
      if (asks[venue] > 0 && !(asks[venue] >= ask)) {
        ask = asks[venue];
        askSize = askSizes[venue];
      } else if (asks[venue] == ask) {
        askSize += askSizes[venue];
      }
    }
    return new Quote(instrument, offset, time, bid, bidSize, ask, askSize);
  }
}
