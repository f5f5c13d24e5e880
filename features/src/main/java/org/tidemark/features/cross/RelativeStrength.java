package org.tidemark.features.cross;

import static org.tidemark.features.cross.CrossExample.minute;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.features.Output;

/**
 * How far the member has run ahead of the others.
 *
 * @param bars bars of the member that it looks back
 */
public record RelativeStrength(int bars) implements CrossFeature {
  public RelativeStrength {
    if (bars < 1) {
      throw new IllegalArgumentException("a return over " + bars + " bars needs 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "relative_strength_" + bars,
        "log return",
        "own less market return over the last " + bars + " bars");
  }

  @Override
  public int pairs() {
    return bars;
  }

  @Override
  public CrossDoc doc() {
    List<List<Double>> closes = new ArrayList<>(List.of(minute(10, 20, 50)));
    for (int i = 1; i < bars; i++) {
      closes.add(minute(10, 21, 50));
    }
    closes.add(minute(12, 22, 55));
    return new CrossDoc(
        "sum(r) - sum(m) over the last bars pairs, which is the change of ln(price / index)",
        "none",
        "relative strength against an index in logarithms; after Levy (1967), Journal of Finance"
            + " 22",
        new CrossExample(
            "A "
                + bars
                + " times 10, then 12; B 20, then 21, at last 22; C "
                + bars
                + " times 50, then 55",
            closes,
            "ln(12/10) - (ln(22/20) + ln(55/50)) / 2",
            StrictMath.log(1.2) - StrictMath.log(1.1)));
  }

  @Override
  public double value(CrossView view) {
    double own = 0;
    double market = 0;
    for (int i = bars - 1; i >= 0; i--) {
      own += view.own(i);
      market += view.market(i);
    }
    return own - market;
  }
}
