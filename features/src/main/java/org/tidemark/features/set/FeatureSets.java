package org.tidemark.features.set;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Sampler;
import org.tidemark.features.bar.SessionBars;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.book.BidAskRatio;
import org.tidemark.features.book.BookImbalance;
import org.tidemark.features.book.DepthRatio;
import org.tidemark.features.book.LiquidityConcentration;
import org.tidemark.features.book.LiquidityScore;
import org.tidemark.features.book.MarketDepth;
import org.tidemark.features.book.Microprice;
import org.tidemark.features.book.SizeEntropy;
import org.tidemark.features.book.Spread;
import org.tidemark.features.book.SpreadVolatility;
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
import org.tidemark.features.regime.MarketRegime;
import org.tidemark.features.regime.MqScore;
import org.tidemark.features.regime.MqWeights;
import org.tidemark.features.volatility.AverageTrueRange;
import org.tidemark.features.volatility.BollingerWidth;
import org.tidemark.features.volatility.Garch;
import org.tidemark.features.volatility.GarchFitted;
import org.tidemark.features.volatility.GarmanKlassVolatility;
import org.tidemark.features.volatility.HistoricalVolatility;
import org.tidemark.features.volatility.ParkinsonVolatility;
import org.tidemark.features.volatility.RealizedVolatility;
import org.tidemark.features.volatility.VolatilityOfVolatility;
import org.tidemark.features.volatility.VolatilityRank;
import org.tidemark.features.volatility.VolatilityRatio;
import org.tidemark.features.volume.DailyVolumeRatio;
import org.tidemark.features.volume.RelativeVolume;
import org.tidemark.features.volume.SessionVwap;
import org.tidemark.features.volume.VolumeAcceleration;
import org.tidemark.features.volume.VolumeClusters;
import org.tidemark.features.volume.VolumeImbalance;
import org.tidemark.features.volume.VolumeMomentum;
import org.tidemark.features.volume.VolumeProfile;
import org.tidemark.features.volume.VolumeRank;
import org.tidemark.features.volume.VolumeRatio;
import org.tidemark.features.volume.VolumeWeightedPrice;

/**
 * The registered feature sets: the built-in ones, and those that jars bring, by {@link
 * FeatureSetProvider}.
 */
public final class FeatureSets {
  private static final Duration DEFAULT_BAR = Duration.ofMinutes(1);

  private FeatureSets() {}

  /**
   * What the names of a set and of its tables carry besides: nothing over one-minute bars, else the
   * sampler, for example {@code _300s} or {@code _tick100}, so that two samplers never share rows.
   */
  public static String suffix(Sampler<?> sampler) {
    if (sampler.equals(new TimeBars(DEFAULT_BAR))) {
      return "";
    }
    return "_"
        + sampler
            .id()
            .replaceFirst("^time-", "")
            .replaceFirst("@.*$", "")
            .replace('.', 'p')
            .replaceAll("[^a-z0-9]", "");
  }

  /**
   * The 40 features that need bars only (P01 to P20, M01 to M10, W01 to W10), as 40 columns. The
   * set is named {@code bars40} and the {@link #suffix}.
   */
  public static FeatureSet bars40(Duration barLength) {
    return bars40(new TimeBars(barLength));
  }

  private static FeatureSet bars40(Sampler<?> sampler) {
    return new FeatureSet(
        "bars40" + suffix(sampler), bars(new Garch(length(sampler))), sampler, Duration.ZERO);
  }

  private static List<Feature<?>> bars(Feature<?> garch) {
    return List.of(
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
        garch,
        new VolatilityOfVolatility(20, 60));
  }

  /**
   * The 65 features of the core: those of {@link #bars40} with W09 fitted to past returns every
   * day, V01 to V15 of bars and trades, O01 to O10 of quotes and books.
   */
  public static FeatureSet core65(Duration barLength) {
    return core65(new TimeBars(barLength));
  }

  private static FeatureSet core65(Sampler<?> sampler) {
    List<Feature<?>> features = new ArrayList<>(bars(new GarchFitted(length(sampler))));
    features.addAll(volume());
    features.addAll(book());
    return new FeatureSet("core65" + suffix(sampler), features, sampler, Duration.ZERO);
  }

  /** {@code core65} and the market regime (B09), by which models can be chosen: 66 columns. */
  public static FeatureSet regime66(Duration barLength) {
    return regime66(new TimeBars(barLength));
  }

  private static FeatureSet regime66(Sampler<?> sampler) {
    List<Feature<?>> features = new ArrayList<>(core65(sampler).features());
    features.add(new MarketRegime(3));
    return new FeatureSet("regime66" + suffix(sampler), features, sampler, Duration.ZERO);
  }

  /** X12: the market quality score with its six dimensions, and the market regime. */
  public static FeatureSet quality(Duration barLength) {
    return quality(new TimeBars(barLength), MqWeights.V1);
  }

  /** The same over any bars and with any weights of the score. */
  public static FeatureSet quality(Sampler<?> sampler, MqWeights weights) {
    return new FeatureSet(
        "quality" + suffix(sampler),
        List.of(new MqScore(weights), new MarketRegime(3)),
        sampler,
        Duration.ZERO);
  }

  /**
   * {@code core65} with market quality and regime: what the strategies of X02 and their gate read,
   * in one row. 73 columns.
   */
  public static FeatureSet gated73(Duration barLength) {
    return gated73(new TimeBars(barLength), MqWeights.V1);
  }

  /** The same over any bars and with any weights of the quality score. */
  public static FeatureSet gated73(Sampler<?> sampler, MqWeights weights) {
    List<Feature<?>> features = new ArrayList<>(core65(sampler).features());
    features.addAll(quality(sampler, weights).features());
    return new FeatureSet("gated73" + suffix(sampler), features, sampler, Duration.ZERO);
  }

  private static List<Feature<?>> volume() {
    return List.of(
        new VolumeRatio(5, 60, "V01"),
        new VolumeRatio(15, 120, "V02"),
        new VolumeRatio(60, 240, "V03"),
        new DailyVolumeRatio(3),
        new VolumeMomentum(20),
        new VolumeAcceleration(20),
        new VolumeProfile(240),
        new SessionVwap(),
        new VolumeWeightedPrice(20),
        new RelativeVolume(3),
        new VolumeRank(100),
        new VolumeClusters(60),
        new VolumeImbalance(20));
  }

  private static List<Feature<?>> book() {
    return List.of(
        new Spread(),
        new BookImbalance(5),
        new MarketDepth(10, 60),
        new LiquidityScore(10, 60),
        new BidAskRatio(),
        new SizeEntropy(10),
        new Microprice(),
        new DepthRatio(10),
        new SpreadVolatility(60),
        new LiquidityConcentration(10));
  }

  /** Filters, spectra, normalisation, illiquidity and calendar, of bars only. */
  public static FeatureSet signals(Duration barLength) {
    return SignalSet.of(new TimeBars(barLength), barLength);
  }

  /** Order flow, of quotes and of trades with a side. */
  public static FeatureSet flows(Duration barLength) {
    return FlowSet.of(new TimeBars(barLength));
  }

  /** Sequences of the last bars, of bars only, for nets that read them as such. */
  public static FeatureSet momentum(Duration barLength) {
    return MomentumSet.of(new TimeBars(barLength));
  }

  /**
   * A registered set.
   *
   * @param origin {@code Tidemark}, or the class and the jar that it comes from
   */
  public record Entry(FeatureSet set, String origin) {}

  /** Every registered set over one-minute bars: the built-in ones, then those of other jars. */
  public static List<FeatureSet> all() {
    return entries(new TimeBars(DEFAULT_BAR)).stream().map(Entry::set).toList();
  }

  /**
   * Every registered set over a sampler's bars, with where it comes from.
   *
   * @throws IllegalStateException if a jar is broken, or two sets have the same name
   */
  public static List<Entry> entries(Sampler<?> sampler) {
    List<Entry> entries = new ArrayList<>();
    builtIn(sampler).forEach(set -> entries.add(new Entry(set, "Tidemark")));
    provided().forEach(set -> entries.add(new Entry(set.over(sampler), set.origin())));
    return List.copyOf(entries);
  }

  private static List<ProvidedSet> provided() {
    List<String> taken = new ArrayList<>(List.of("cross")); // with a universe: CrossSets
    builtIn(new TimeBars(DEFAULT_BAR)).forEach(set -> taken.add(set.name()));
    return ProvidedSet.find(taken);
  }

  private static List<FeatureSet> builtIn(Sampler<?> sampler) {
    return List.of(
        bars40(sampler),
        core65(sampler),
        quality(sampler, MqWeights.V1),
        SignalSet.of(sampler, length(sampler)),
        FlowSet.of(sampler),
        MomentumSet.of(sampler),
        regime66(sampler),
        gated73(sampler, MqWeights.V1));
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
    return named(name, new TimeBars(barLength));
  }

  /**
   * The set of that name over any bars. A window that counts bars spans more or less time when they
   * are irregular; one that is a time (the returns) spans that time. The long-run variance of
   * {@link Garch} is that of a bar's length, and of a minute where bars have none.
   *
   * @throws IllegalArgumentException if no such set is registered
   */
  public static FeatureSet named(String name, Sampler<?> sampler) {
    List<ProvidedSet> provided = provided(); // a clash of names is told whichever set is asked for
    return builtIn(sampler).stream()
        .filter(set -> set.name().equals(name + suffix(sampler)))
        .findFirst()
        .or(
            () ->
                provided.stream()
                    .filter(set -> set.name().equals(name))
                    .findFirst()
                    .map(set -> set.over(sampler)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no feature set is named '"
                        + name
                        + "'; known: "
                        + all().stream().map(FeatureSet::name).collect(Collectors.joining(", "))
                        + "; a set of your own needs its jar, by --jars"));
  }

  private static Duration length(Sampler<?> sampler) {
    if (sampler instanceof TimeBars bars) {
      return bars.length();
    }
    return sampler instanceof SessionBars bars ? bars.length() : DEFAULT_BAR;
  }
}
