package org.tidemark.features.cross;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A worked example: closes of members A, B, ... minute by minute, and the value of A at the last.
 *
 * @param given the prices in words
 * @param closes one list for each minute, one close for each member; NaN for no bar
 * @param working how the value comes about
 * @param expected value of member A at the last minute
 */
public record CrossExample(String given, List<List<Double>> closes, String working, double expected)
    implements Serializable {
  public CrossExample {
    closes = closes.stream().map(List::copyOf).toList();
  }

  /** The closes of one minute. */
  public static List<Double> minute(double... closes) {
    return Arrays.stream(closes).boxed().toList();
  }

  /**
   * A and B, each beginning at 1, whose log returns are as given in turn.
   *
   * @param count returns in all
   * @param returns pairs of A's and B's return, repeated until there are {@code count}
   */
  static List<List<Double>> returns(int count, double[]... returns) {
    List<List<Double>> closes = new ArrayList<>(List.of(minute(1, 1)));
    double a = 0;
    double b = 0;
    for (int i = 0; i < count; i++) {
      a += returns[i % returns.length][0];
      b += returns[i % returns.length][1];
      closes.add(minute(StrictMath.exp(a), StrictMath.exp(b)));
    }
    return closes;
  }
}
