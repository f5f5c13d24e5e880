package org.tidemark.features.cross;

import static org.tidemark.features.cross.CrossExample.minute;

import java.util.List;
import org.tidemark.features.Output;

/** The return of the other members over the time of the member's own. */
public record MarketReturn() implements CrossFeature {
  @Override
  public Output output() {
    return new Output(
        "market_return",
        "log return",
        "mean log return of the other members since the instrument's bar before");
  }

  @Override
  public int pairs() {
    return 1;
  }

  @Override
  public CrossDoc doc() {
    return new CrossDoc(
        "m[0]",
        "0 at a time where no other member has a return",
        "equal weights and logarithms: the return of a geometric index, as Value Line's of 1961;"
            + " leaving the instrument itself out: Durnev, Morck, Yeung, Zarowin (2003), Journal of"
            + " Accounting Research 41, against the correlation of each with itself",
        new CrossExample(
            "A 10, 11, 12; B 20, 20, 22; C 50, none, 40",
            List.of(minute(10, 20, 50), minute(11, 20, Double.NaN), minute(12, 22, 40)),
            "(ln(22/20) + ln(40/50)) / 2; C's return covers two minutes",
            (StrictMath.log(1.1) + StrictMath.log(0.8)) / 2));
  }

  @Override
  public double value(CrossView view) {
    return view.market(0);
  }
}
