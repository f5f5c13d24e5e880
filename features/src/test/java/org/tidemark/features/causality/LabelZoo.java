package org.tidemark.features.causality;

import static org.tidemark.features.causality.Series.HOUR;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.features.label.Label;
import org.tidemark.features.label.Labeler;
import org.tidemark.market.Bar;

/** Label rules whose declared span is shorter than what they look at. */
final class LabelZoo {
  private LabelZoo() {}

  static List<LabelSubject> leaks() {
    return List.of(
        new LabelSubject("span declared shorter than the horizon", LabelZoo::shortSpan),
        new LabelSubject("barrier width from the volatility ahead", LabelZoo::futureWidth),
        new LabelSubject("best price of the horizon, span to the first bar", LabelZoo::bestPrice),
        new LabelSubject("strongest trend, span to the window that won", LabelZoo::strongest));
  }

  private static List<Label> shortSpan(List<Bar> bars) {
    return Labeler.parse("fixed-4h-value").label(bars).stream()
        .map(
            l ->
                new Label(
                    l.offset(),
                    l.eventTimeNanos(),
                    l.eventTimeNanos() + HOUR,
                    l.value(),
                    l.forwardReturn()))
        .toList();
  }

  /** The first close outside a band as wide as the moves of the next twenty bars. */
  private static List<Label> futureWidth(List<Bar> bars) {
    double[] close = Series.closes(bars);
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i + 20 < close.length; i++) {
      double width = Series.deviation(close, i, i + 20) / 2;
      for (int k = i + 1; k < i + 20; k++) {
        if (Math.abs(close[k] - close[i]) > width) {
          labels.add(label(bars, i, k, close[k] > close[i] ? 1 : 0, close[k] / close[i] - 1));
          break;
        }
      }
    }
    return labels;
  }

  private static List<Label> bestPrice(List<Bar> bars) {
    double[] close = Series.closes(bars);
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i + 10 < close.length; i++) {
      double best = Series.quantile(close, i + 1, i + 11, 1) / close[i] - 1;
      labels.add(label(bars, i, i + 1, best, best));
    }
    return labels;
  }

  /** As published: of windows of 4 to 24 bars the one with the largest |t|, known at its end. */
  private static List<Label> strongest(List<Bar> bars) {
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i + 23 < bars.size(); i++) {
      int end = i + 3;
      double best = 0;
      for (int k = i + 3; k < i + 24; k++) {
        double t = Series.tValue(Series.closes(bars.subList(i, k + 1)));
        if (Math.abs(t) > Math.abs(best)) {
          best = t;
          end = k;
        }
      }
      double move = bars.get(end).close() / bars.get(i).close() - 1;
      labels.add(label(bars, i, end, best > 0 ? 1 : 0, move));
    }
    return labels;
  }

  private static Label label(List<Bar> bars, int at, int end, double value, double move) {
    Bar bar = bars.get(at);
    return new Label(
        bar.offset(), bar.eventTimeNanos(), bars.get(end).eventTimeNanos(), (float) value, move);
  }
}
