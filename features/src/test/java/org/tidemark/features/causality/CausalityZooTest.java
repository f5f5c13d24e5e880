package org.tidemark.features.causality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tidemark.features.label.Labeler;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.testkit.BarGenerator;
import org.tidemark.testkit.EventGenerator;

/**
 * The zoo of planted leaks: every one is found by the probe that is there for it, and nothing that
 * is right is accused. The leaks that need Spark are in the jobs module.
 */
class CausalityZooTest {
  private static final EventAlteration ALTERATION = new EventAlteration();
  private static final Detector DETECTOR = Detector.quiet(10, 7);
  private static final Set<Probe> EITHER = EnumSet.of(Probe.TRUNCATION, Probe.PERTURBATION);

  private static List<Bar> bars(String name, int count) {
    return new BarGenerator(new InstrumentId(name), Duration.ofMinutes(15))
        .bars(new SplittableRandom(40 + name.charAt(0)), count, 0);
  }

  private static List<Fact<MarketEvent>> one() {
    return EventLog.of(bars("X", 220));
  }

  /** Three instruments; the third stops trading half way. */
  private static List<Fact<MarketEvent>> three() {
    List<Bar> all = new ArrayList<>(bars("A", 200));
    all.addAll(bars("B", 200));
    all.addAll(bars("C", 80));
    return EventLog.of(all);
  }

  private static List<Planted> leaks() {
    List<Planted> zoo = new ArrayList<>();
    for (BarColumn leak : ColumnZoo.leaks()) {
      zoo.add(
          new Planted(
              leak.name(), Probe.TRUNCATION, () -> DETECTOR.check(leak, one(), ALTERATION)));
    }
    for (RowZoo.Rows leak : RowZoo.leaks()) {
      zoo.add(
          new Planted(
              leak.name(), Probe.TRUNCATION, () -> DETECTOR.check(leak, three(), ALTERATION)));
    }
    for (RowZoo.Rows leak : RowZoo.earlyReadings()) {
      zoo.add(
          new Planted(
              leak.name(), Probe.KNOWN_AT, () -> DETECTOR.check(leak, readings(), ALTERATION)));
    }
    for (LabelSubject leak : LabelZoo.leaks()) {
      zoo.add(
          new Planted(
              leak.name(), Probe.LABEL_SPAN, () -> DETECTOR.checkSpans(leak, one(), ALTERATION)));
    }
    for (FoldZoo.Cut leak : FoldZoo.leaks()) {
      zoo.add(new Planted(leak.name(), Probe.FOLD, () -> folds(leak)));
    }
    for (FitZoo.Step step : FitZoo.steps()) {
      zoo.add(fit(step.wrong()));
    }
    zoo.add(fit(FitZoo.earlyStoppingOnTheTest()));
    zoo.add(fit(FitZoo.calibratorOnTheTest()));
    zoo.add(fit(FitZoo.uniqueness(true)));
    zoo.add(
        new Planted(
            "state that outlives a run",
            Probe.REPEAT,
            () -> DETECTOR.check(remembering(), one(), ALTERATION)));
    return zoo;
  }

  private static List<Planted> clean() {
    List<Planted> zoo = new ArrayList<>();
    for (BarColumn twin : ColumnZoo.twins()) {
      zoo.add(
          new Planted(
              twin.name(), Probe.TRUNCATION, () -> DETECTOR.check(twin, one(), ALTERATION)));
    }
    for (RowZoo.Rows twin : RowZoo.twins()) {
      zoo.add(
          new Planted(
              twin.name(), Probe.TRUNCATION, () -> DETECTOR.check(twin, three(), ALTERATION)));
    }
    for (RowZoo.Rows twin : RowZoo.publishedReadings()) {
      zoo.add(
          new Planted(
              twin.name(), Probe.KNOWN_AT, () -> DETECTOR.check(twin, readings(), ALTERATION)));
    }
    for (String id :
        List.of(
            "fixed-1h",
            "fixed-4h-value",
            "triple-6h-2x-1.5x",
            "three-4h-0.5x-span50",
            "trend-6h-4b-2t",
            "meta-cross3over10-6h-1x-1x")) {
      LabelSubject labels = LabelSubject.of(Labeler.parse(id));
      zoo.add(
          new Planted(
              id,
              Probe.LABEL_SPAN,
              () -> DETECTOR.checkSpans(labels, EventLog.of(bars("X", 500)), ALTERATION)));
    }
    for (FoldZoo.Cut twin : FoldZoo.twins()) {
      zoo.add(new Planted(twin.name(), Probe.FOLD, () -> folds(twin)));
    }
    FitZoo.steps().forEach(step -> zoo.add(fit(step.right())));
    zoo.add(fit(FitZoo.uniqueness(false)));
    return zoo;
  }

  private static List<Fact<MarketEvent>> readings() {
    return RowZoo.withReadings(bars("X", 400), new SplittableRandom(1));
  }

  private static List<Verdict> folds(FoldZoo.Cut cut) {
    return new FoldCheck(cut.order(), FoldZoo.EMBARGO)
        .check(cut.name(), FoldZoo.rows(), cut.folds());
  }

  private static Planted fit(Fitting fitting) {
    BitSet train = new BitSet();
    train.set(0, 250);
    return new Planted(
        fitting.name(),
        Probe.FIT_SCOPE,
        () ->
            List.of(
                new FitCheck(5)
                    .check(fitting, FitZoo.sample(1), new Fold(0, train, new BitSet()))));
  }

  /** A running mean kept in a field that nobody resets. */
  private static BarColumn remembering() {
    double[] mean = {0};
    return new BarColumn(
        "running mean in a field",
        bars -> Series.each(bars.size(), i -> mean[0] += (bars.get(i).close() - mean[0]) / 50));
  }

  @TestFactory
  Stream<DynamicTest> everyPlantedLeakIsFoundByItsProbe() {
    return leaks().stream()
        .map(
            leak ->
                dynamicTest(
                    leak.probe() + ": " + leak.name(),
                    () -> {
                      List<Probe> found =
                          leak.check().get().stream()
                              .filter(Verdict::leaks)
                              .map(v -> ((Outcome.Leak) v.outcome()).probe())
                              .toList();
                      assertThat(found).as("nothing found").isNotEmpty();
                      if (EITHER.contains(leak.probe())) {
                        assertThat(EITHER).containsAll(found);
                      } else {
                        assertThat(found).containsOnly(leak.probe());
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> nothingCleanIsAccused() {
    return clean().stream()
        .map(
            twin ->
                dynamicTest(
                    twin.name(),
                    () ->
                        assertThat(twin.check().get())
                            .isNotEmpty()
                            .allSatisfy(
                                v -> assertThat(v.outcome()).isInstanceOf(Outcome.Clean.class))));
  }

  /** The weekday of bars within one week, which no change of prices or sizes alters. */
  private static final Set<String> CALENDAR =
      Set.of(
          "minute_of_day_utc_sin",
          "minute_of_day_utc_cos",
          "day_of_week_utc_sin",
          "day_of_week_utc_cos");

  @TestFactory
  Stream<DynamicTest> everyRegisteredSetIsClean() {
    BarGenerator minutes = new BarGenerator(new InstrumentId("X"), Duration.ofMinutes(1));
    List<MarketEvent> log = new EventGenerator(minutes).events(new SplittableRandom(4), 2_500, 0);
    return FeatureSets.all().stream()
        .map(
            set ->
                dynamicTest(
                    set.name(),
                    () ->
                        assertThat(
                                Detector.quiet(2, 7)
                                    .check(new FeatureSubject(set), EventLog.of(log), ALTERATION))
                            .hasSize(set.width())
                            .allSatisfy(
                                v ->
                                    assertThat(v.outcome())
                                        .isInstanceOf(
                                            CALENDAR.contains(v.output())
                                                ? Outcome.Untested.class
                                                : Outcome.Clean.class))));
  }

  @Test
  void theZooIsAsLargeAsPromised() {
    assertThat(leaks().stream().map(Planted::name).distinct().count()).isGreaterThanOrEqualTo(30);
    assertThat(leaks().stream().map(Planted::probe).distinct())
        .contains(Probe.TRUNCATION, Probe.KNOWN_AT, Probe.LABEL_SPAN, Probe.FOLD, Probe.FIT_SCOPE);
  }
}
