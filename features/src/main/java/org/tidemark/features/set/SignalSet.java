package org.tidemark.features.set;

import java.time.Duration;
import java.util.List;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Sampler;
import org.tidemark.features.calendar.DayOfWeek;
import org.tidemark.features.calendar.MinuteOfDay;
import org.tidemark.features.flow.AmihudIlliquidity;
import org.tidemark.features.flow.RollSpread;
import org.tidemark.features.flow.Vpin;
import org.tidemark.features.signal.Field;
import org.tidemark.features.signal.FourierBands;
import org.tidemark.features.signal.FractionalDifference;
import org.tidemark.features.signal.HaarEnergy;
import org.tidemark.features.signal.KalmanTrend;
import org.tidemark.features.signal.LaggedReturns;
import org.tidemark.features.signal.RobustScore;
import org.tidemark.features.signal.RollingZScore;
import org.tidemark.features.signal.TrendDecomposition;
import org.tidemark.features.volatility.BipowerVariation;
import org.tidemark.features.volatility.GarchFitted;

/** The set {@code signals}: filters, spectra, normalisation, illiquidity and calendar, of bars. */
final class SignalSet {
  private SignalSet() {}

  static FeatureSet of(Sampler<?> sampler, Duration barLength) {
    return new FeatureSet(
        "signals" + FeatureSets.suffix(sampler),
        List.of(
            new LaggedReturns(5),
            new RollingZScore(Field.CLOSE, 60),
            new RollingZScore(Field.VOLUME, 60),
            new RobustScore(Field.CLOSE, 60),
            new RobustScore(Field.VOLUME, 60),
            new FractionalDifference(0.4, 100),
            new KalmanTrend(0.1, 0.001),
            new HaarEnergy(64, 5),
            new FourierBands(),
            new TrendDecomposition(60),
            new BipowerVariation(60),
            new GarchFitted(barLength),
            new AmihudIlliquidity(60),
            new RollSpread(60),
            new Vpin(60, 5, 20),
            new MinuteOfDay(),
            new DayOfWeek()),
        sampler,
        Duration.ZERO);
  }
}
