package org.tidemark.features.set;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.momentum.Cci;
import org.tidemark.features.momentum.DirectionalMovement;
import org.tidemark.features.momentum.Macd;
import org.tidemark.features.momentum.Momentum;
import org.tidemark.features.momentum.RateOfChange;
import org.tidemark.features.momentum.Rsi;
import org.tidemark.features.momentum.Stochastic;
import org.tidemark.features.momentum.TrendStrength;
import org.tidemark.features.momentum.WilliamsR;
import org.tidemark.features.price.EmaDeviation;
import org.tidemark.features.price.GapPercent;
import org.tidemark.features.price.HighLowRange;
import org.tidemark.features.price.OpenCloseSpread;
import org.tidemark.features.price.PriceAcceleration;
import org.tidemark.features.price.PriceMomentum;
import org.tidemark.features.price.PriceRank;
import org.tidemark.features.price.Return;
import org.tidemark.features.price.SmaDeviation;
import org.tidemark.features.price.VwapDeviation;
import org.tidemark.features.price.WmaDeviation;
import org.tidemark.features.volatility.AverageTrueRange;
import org.tidemark.features.volatility.BollingerWidth;
import org.tidemark.features.volatility.Garch;
import org.tidemark.features.volatility.GarmanKlassVolatility;
import org.tidemark.features.volatility.HistoricalVolatility;
import org.tidemark.features.volatility.ParkinsonVolatility;
import org.tidemark.features.volatility.RealizedVolatility;
import org.tidemark.features.volatility.VolatilityOfVolatility;
import org.tidemark.features.volatility.VolatilityRank;
import org.tidemark.features.volatility.VolatilityRatio;

/** The registered feature sets. */
public final class FeatureSets {
  private static final Duration DEFAULT_BAR = Duration.ofMinutes(1);

  private FeatureSets() {}

  /**
   * What the names of a set and of its tables carry besides: nothing over one-minute bars, else the
   * length, for example {@code _300s}, so that two bar lengths never share rows.
   */
  public static String suffix(Duration barLength) {
    if (barLength.equals(DEFAULT_BAR)) {
      return "";
    }
    return barLength.toNanosPart() == 0
        ? "_" + barLength.toSeconds() + "s"
        : "_" + barLength.toNanos() + "ns";
  }

  /**
   * The 40 features that need bars only (P01 to P20, M01 to M10, W01 to W10), as 40 columns. The
   * set is named {@code bars40} and the {@link #suffix}.
   */
  public static FeatureSet bars40(Duration barLength) {
    List<Feature<?>> features =
        List.of(
            new Return(Duration.ofMinutes(1), "1min", "P01", "P06"),
            new Return(Duration.ofMinutes(5), "5min", "P02", "P07"),
            new Return(Duration.ofMinutes(15), "15min", "P03", "P08"),
            new Return(Duration.ofHours(1), "1h", "P04", "P09"),
            new Return(Duration.ofDays(1), "1d", "P05", "P10"),
            new PriceMomentum(20),
            new PriceAcceleration(20),
            new SmaDeviation(30),
            new EmaDeviation(30),
            new WmaDeviation(30),
            new VwapDeviation(60),
            new PriceRank(100),
            new HighLowRange(),
            new OpenCloseSpread(),
            new GapPercent(),
            new Rsi(7, "M01"),
            new Rsi(14, "M02"),
            new Stochastic(5, 3),
            new Macd(12, 26),
            new RateOfChange(10),
            new WilliamsR(14),
            new Cci(14),
            new Momentum(10),
            new TrendStrength(14),
            new DirectionalMovement(14),
            new HistoricalVolatility(20),
            new RealizedVolatility(60),
            new ParkinsonVolatility(20),
            new GarmanKlassVolatility(20),
            new AverageTrueRange(14),
            new BollingerWidth(5),
            new VolatilityRatio(20, 100),
            new VolatilityRank(20, 100),
            new Garch(barLength),
            new VolatilityOfVolatility(20, 60));
    return new FeatureSet(
        "bars40" + suffix(barLength), features, new TimeBars(barLength), Duration.ZERO);
  }

  /** Every registered set, over one-minute bars. */
  public static List<FeatureSet> all() {
    return List.of(bars40(DEFAULT_BAR));
  }

  /**
   * The set of that name over one-minute bars.
   *
   * @throws IllegalArgumentException if no such set is registered
   */
  public static FeatureSet named(String name) {
    return named(name, DEFAULT_BAR);
  }

  /**
   * The set of that name over bars of that length; the name is given without the {@link #suffix}.
   *
   * @throws IllegalArgumentException if no such set is registered
   */
  public static FeatureSet named(String name, Duration barLength) {
    if (name.equals("bars40")) {
      return bars40(barLength);
    }
    throw new IllegalArgumentException(
        "no feature set is named '"
            + name
            + "'; known: "
            + all().stream().map(FeatureSet::name).collect(Collectors.joining(", ")));
  }
}
