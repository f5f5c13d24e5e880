package org.tidemark.features.cross;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.features.Output;

/**
 * What of the member's return the others do not explain, by a line fitted to the bars before.
 *
 * @param bars pairs of returns that the line is fitted to
 */
public record IdiosyncraticReturn(int bars) implements CrossFeature {
  public IdiosyncraticReturn {
    if (bars < 2) {
      throw new IllegalArgumentException("a line through " + bars + " returns needs 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "idiosyncratic_return_" + bars,
        "log return",
        "own return beyond what its market model of the " + bars + " bars before gives");
  }

  @Override
  public int pairs() {
    return bars + 1;
  }

  @Override
  public CrossDoc doc() {
    List<List<Double>> closes =
        new ArrayList<>(
            CrossExample.returns(bars, new double[] {0.02, 0.01}, new double[] {-0.01, -0.01}));
    List<Double> last = closes.get(bars);
    closes.add(CrossExample.minute(last.get(0) * StrictMath.exp(0.03), last.get(1)));
    return new CrossDoc(
        "r[0] - (a + b m[0]), where b is market_beta over the bars pairs before the newest and a ="
            + " mean r - b mean m over the same",
        "b = 0 when the market did not move",
        "abnormal return of the market model, estimated before the event: MacKinlay (1997), Journal"
            + " of Economic Literature 35",
        new CrossExample(
            "as for market_beta over " + bars + ", then A rises by 0.03 and B stays",
            closes,
            "mean of A 0.005, of B 0, slope 1.5: the line gives 0.005; 0.03 - 0.005",
            0.025));
  }

  @Override
  public double value(CrossView view) {
    Moments before = Moments.of(view, 1, bars);
    double beta = before.beta();
    double alpha = before.own() - beta * before.market();
    return view.own(0) - (alpha + beta * view.market(0));
  }
}
