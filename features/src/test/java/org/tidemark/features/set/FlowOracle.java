package org.tidemark.features.set;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * The slow twins of the set {@code flows}: from the whole log, by the formulas, with nothing that
 * the features use. NaN where the log is too short.
 */
final class FlowOracle {
  static final Set<String> COLUMNS = Set.of("order_flow_imbalance_10", "kyle_lambda_30");

  private FlowOracle() {}

  static double value(String column, List<MarketEvent> log) {
    return column.equals("kyle_lambda_30") ? kyle(log, 30) : imbalance(log, 10);
  }

  /** What came since the bar before each bar, the bar left out. */
  private static List<List<MarketEvent>> spans(List<MarketEvent> log) {
    List<List<MarketEvent>> spans = new ArrayList<>();
    List<MarketEvent> span = new ArrayList<>();
    for (MarketEvent event : log) {
      if (event instanceof Bar) {
        spans.add(span);
        span = new ArrayList<>();
      } else {
        span.add(event);
      }
    }
    return spans;
  }

  private static List<Quote> usable(List<MarketEvent> events) {
    return events.stream()
        .filter(Quote.class::isInstance)
        .map(Quote.class::cast)
        .filter(q -> q.isTwoSided() && !q.isCrossed())
        .toList();
  }

  private static double imbalance(List<MarketEvent> log, int bars) {
    List<List<MarketEvent>> spans = spans(log);
    if (spans.size() < bars) {
      return Double.NaN;
    }
    List<Quote> all = usable(log);
    double flow = 0;
    double depth = 0;
    int count = 0;
    for (List<MarketEvent> span : spans.subList(spans.size() - bars, spans.size())) {
      double spanFlow = 0;
      double spanDepth = 0;
      for (Quote quote : usable(span)) {
        int place = all.indexOf(quote);
        if (place > 0) {
          spanFlow += flow(all.get(place - 1), quote);
          spanDepth += (quote.bidSize() + quote.askSize()) / 2;
          count++;
        }
      }
      flow += spanFlow;
      depth += spanDepth;
    }
    return depth == 0 ? 0 : flow / (depth / count);
  }

  /** The three cases of each side, as the paper tells them. */
  private static double flow(Quote before, Quote after) {
    double bid;
    if (after.bid() > before.bid()) {
      bid = after.bidSize();
    } else {
      bid = after.bid() < before.bid() ? -before.bidSize() : after.bidSize() - before.bidSize();
    }
    double ask;
    if (after.ask() > before.ask()) {
      ask = -before.askSize();
    } else {
      ask = after.ask() < before.ask() ? after.askSize() : after.askSize() - before.askSize();
    }
    return bid - ask;
  }

  private static double kyle(List<MarketEvent> log, int bars) {
    List<Bar> closed = log.stream().filter(Bar.class::isInstance).map(Bar.class::cast).toList();
    if (closed.size() <= bars) {
      return Double.NaN;
    }
    List<List<MarketEvent>> spans = spans(log);
    double[] q = new double[bars];
    double[] r = new double[bars];
    for (int i = 0; i < bars; i++) {
      int at = closed.size() - bars + i;
      r[i] = StrictMath.log(closed.get(at).close() / closed.get(at - 1).close());
      for (MarketEvent event : spans.get(at)) {
        if (event instanceof Trade trade && trade.aggressor() != Aggressor.UNKNOWN) {
          q[i] += trade.aggressor() == Aggressor.BUY ? trade.size() : -trade.size();
        }
      }
    }
    double sq = 0;
    double sr = 0;
    double qr = 0;
    double qq = 0;
    for (int i = 0; i < bars; i++) {
      sq += q[i] - q[0];
      sr += r[i] - r[0];
      qr += (q[i] - q[0]) * (r[i] - r[0]);
      qq += (q[i] - q[0]) * (q[i] - q[0]);
    }
    double rest = qq - sq * sq / bars;
    return rest > 0 ? (qr - sq * sr / bars) / rest : 0;
  }
}
