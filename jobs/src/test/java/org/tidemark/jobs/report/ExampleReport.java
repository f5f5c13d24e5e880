package org.tidemark.jobs.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A whole made-up run, the same for the same seed: what the pictures are looked at with. */
final class ExampleReport {
  static final Instant START = Instant.parse("2015-01-01T00:00:00Z");
  private static final List<String> LEARNERS = List.of("xgboost", "logistic");
  private static final int FOLDS = 12;
  private final Random random;

  ExampleReport(long seed) {
    random = new Random(seed);
  }

  ReportModel model() {
    return new ReportModel(
        header(),
        coverage(),
        folds(),
        metrics(),
        equity(),
        calibrations(),
        ExampleScrutiny.of(random),
        importances(),
        drift(),
        certificates(),
        registry(),
        live(),
        making());
  }

  private Header header() {
    return new Header(
        "s3a://research/lake",
        "nightly-2018-06-01-a41f",
        LocalDate.parse("2018-06-01"),
        Instant.parse("2018-06-02T01:12:44Z"),
        Header.Verdict.PROMOTED,
        "xgboost-0007 becomes champion: out of sample its AUC of 0.5312 beats the logistic baseline (0.5174) by more than the interval of their difference, and its ONNX certificate holds.",
        List.of("The certificate holds on 1,209,600 rows."),
        List.of(
            new Header.LearnerResult(
                "xgboost", new Estimate(0.5312, 0.5281, 0.5343), new Estimate(1.84, 0.92, 2.77)),
            new Header.LearnerResult(
                "logistic", new Estimate(0.5174, 0.5143, 0.5206), new Estimate(0.41, -0.52, 1.33))),
        1_688_912,
        3,
        FOLDS);
  }

  private Coverage coverage() {
    List<Coverage.InstrumentCoverage> instruments = new ArrayList<>();
    String[] names = {"BTCUSD.BITFINEX", "ETHUSD.BITFINEX", "LTCUSD.BITFINEX"};
    for (int i = 0; i < names.length; i++) {
      Instant first = START.plus(Duration.ofDays(180L * i));
      Instant last = Instant.parse("2018-05-31T23:59:00Z");
      List<TimeValue> presence = new ArrayList<>();
      for (Instant t = first; t.isBefore(last); t = t.plus(Duration.ofDays(15))) {
        double u = random.nextDouble();
        presence.add(
            new TimeValue(
                t, u < 0.02 ? 0 : u < 0.2 ? 0.9 + 0.1 * random.nextDouble() : u < 0.5 ? 0.995 : 1));
      }
      long expected = Duration.between(first, last).toMinutes() + 1;
      long present = expected - 2000 - random.nextInt(30000);
      instruments.add(
          new Coverage.InstrumentCoverage(
              names[i],
              first,
              last,
              present,
              expected,
              present,
              Duration.ofMinutes(300 + random.nextInt(3000)),
              Optional.of(Instant.parse("2016-08-02T18:14:00Z")),
              presence));
    }
    List<ReasonCount> rejected =
        List.of(
            new ReasonCount("BTCUSD_2017.csv.gz", "duplicate", 1204),
            new ReasonCount("BTCUSD_2016.csv.gz", "high-below-low", 17),
            new ReasonCount("LTCUSD_2017.csv.gz", "not-a-number", 3));
    List<Coverage.QualityIssue> issues =
        List.of(
            new Coverage.QualityIssue(
                "BTCUSD.BITFINEX",
                "gap",
                "warning",
                14,
                "14 stretches longer than 60 minutes; the longest begins 2016-08-02 18:14"),
            new Coverage.QualityIssue(
                "LTCUSD.BITFINEX", "flat-price", "info", 212, "runs of at least 30 equal closes"));
    return new Coverage(3_961_224, 3_961_224 - 1224, instruments, rejected, issues);
  }

  private static List<Fold> folds() {
    List<Fold> folds = new ArrayList<>();
    for (int i = 0; i < FOLDS; i++) {
      Instant testStart = START.plus(Duration.ofDays(365 + 70L * i));
      Instant testEnd = testStart.plus(Duration.ofDays(70));
      List<Fold.Span> spans =
          List.of(
              new Fold.Span(Fold.Use.TRAIN, START, testStart.minus(Duration.ofHours(6))),
              new Fold.Span(Fold.Use.PURGE, testStart.minus(Duration.ofHours(6)), testStart),
              new Fold.Span(Fold.Use.TEST, testStart, testEnd),
              new Fold.Span(Fold.Use.EMBARGO, testEnd, testEnd.plus(Duration.ofDays(2))));
      folds.add(new Fold(i, spans, 500_000 + 100_800L * i, 360, 100_800));
    }
    return folds;
  }

  private List<MetricValue> metrics() {
    List<MetricValue> metrics = new ArrayList<>();
    Object[][] centres = {
      {"auc", 0.531, 0.517, 0.006}, {"sharpe", 1.84, 0.41, 1.4},
      {"accuracy", 0.5203, 0.5118, 0.004}, {"log_loss", 0.6902, 0.6921, 0.001},
      {"brier", 0.2486, 0.2495, 0.0006}, {"hit_ratio", 0.521, 0.512, 0.005},
      {"f1", 0.533, 0.511, 0.008}, {"max_drawdown", 0.11, 0.19, 0.04},
      {"profit_factor", 1.09, 1.02, 0.03}, {"turnover", 0.41, 0.22, 0.02},
      {"sortino", 2.4, 0.5, 1.8}, {"custom_metric", 3.0, 2.0, 0.4}
    };
    for (Object[] c : centres) {
      for (int l = 0; l < LEARNERS.size(); l++) {
        double centre = (double) c[1 + l];
        double spread = (double) c[3];
        for (int f = 0; f < FOLDS; f++) {
          double v = centre + spread * random.nextGaussian() * 0.6;
          metrics.add(
              new MetricValue(
                  LEARNERS.get(l),
                  (String) c[0],
                  f,
                  new Estimate(v, v - spread, v + spread),
                  100_800));
        }
        double narrow = spread / 3;
        metrics.add(
            new MetricValue(
                LEARNERS.get(l),
                (String) c[0],
                MetricValue.OVERALL,
                new Estimate(centre, centre - narrow, centre + narrow),
                1_209_600));
      }
    }
    return metrics;
  }

  private List<EquityCurve> equity() {
    List<EquityCurve> curves = new ArrayList<>();
    for (int l = 0; l < LEARNERS.size(); l++) {
      List<TimeValue> points = new ArrayList<>();
      double value = 1;
      Instant t = START.plus(Duration.ofDays(365));
      for (int i = 0; i < 20_160; i++) {
        points.add(new TimeValue(t, value));
        value *= 1 + (l == 0 ? 3.2e-5 : 0.9e-5) + 0.0022 * random.nextGaussian();
        t = t.plus(Duration.ofHours(1));
      }
      curves.add(new EquityCurve(LEARNERS.get(l), 5, points));
    }
    return curves;
  }

  private List<Calibration> calibrations() {
    List<Calibration> all = new ArrayList<>();
    for (int l = 0; l < LEARNERS.size(); l++) {
      List<Calibration.CalibrationBin> bins = new ArrayList<>();
      for (int b = 0; b < 20; b++) {
        double low = 0.3 + 0.02 * b;
        double mid = low + 0.01;
        long n = Math.round(240_000 * Math.exp(-Math.pow((mid - 0.5) / (l == 0 ? 0.06 : 0.03), 2)));
        double share =
            n == 0
                ? Double.NaN
                : 0.5
                    + (mid - 0.5) * (l == 0 ? 0.8 : 1.05)
                    + random.nextGaussian() * 0.5 / Math.sqrt(n + 1);
        bins.add(
            new Calibration.CalibrationBin(
                low,
                low + 0.02,
                n,
                n == 0 ? Double.NaN : mid,
                n == 0 ? Double.NaN : Math.max(0, Math.min(1, share))));
      }
      all.add(new Calibration(LEARNERS.get(l), l == 0 ? 0.0041 : 0.0012, bins));
    }
    return all;
  }

  private List<String> features() {
    List<String> names = new ArrayList<>();
    String[] stems = {
      "return_1",
      "return_5",
      "rsi_14",
      "macd_histogram",
      "bollinger_width_20",
      "atr_14",
      "garch_volatility",
      "stochastic_k_14",
      "ema_gap_50",
      "williams_r_14"
    };
    for (int i = 0; i < 40; i++) {
      names.add(stems[i % stems.length] + (i < stems.length ? "" : "_lag" + i / stems.length));
    }
    return names;
  }

  private List<Importance> importances() {
    List<Importance> all = new ArrayList<>();
    for (String method : List.of("gain", "permutation")) {
      List<Importance.FeatureScore> scores = new ArrayList<>();
      int i = 0;
      for (String f : features()) {
        double v =
            method.equals("gain")
                ? 46 * Math.exp(-i / 9.0) * (0.7 + 0.6 * random.nextDouble())
                : 0.004 * Math.exp(-i / 6.0) * (0.6 + 0.8 * random.nextDouble()) - 0.00006;
        double s = method.equals("gain") ? v * 0.12 : 0.00018;
        scores.add(new Importance.FeatureScore(f, new Estimate(v, v - s, v + s)));
        i++;
      }
      all.add(
          new Importance(
              "xgboost",
              method,
              method.equals("gain") ? "mean gain per split" : "loss of AUC when shuffled",
              scores));
    }
    return all;
  }

  private List<FeatureDrift> drift() {
    List<FeatureDrift> all = new ArrayList<>();
    for (String f : features()) {
      for (String instrument : List.of("BTCUSD", "ETHUSD")) {
        double psi = 0.5 * Math.pow(random.nextDouble(), 6) + 0.004;
        all.add(new FeatureDrift(f, instrument, psi, Math.sqrt(psi) / 3, 0.3, 1_209_600, 43_200));
      }
    }
    return all;
  }

  private static List<Certificate> certificates() {
    String hash = "9f2b6c0e7d4411aa5cde8f10b2a37c6490e1d8f7a6b5c4d3e2f1a0b9c8d7e6f5";
    return List.of(
        new Certificate(
            "xgboost-0007", "xgboost", 1_224_310, 0, 0, Certificate.Outcome.HOLDS, hash),
        new Certificate(
            "logistic-0007",
            "logistic",
            1_209_600,
            0,
            5.96e-8,
            Certificate.Outcome.HOLDS,
            new StringBuilder(hash).reverse().toString()));
  }

  private static List<RegistryEntry> registry() {
    return List.of(
        new RegistryEntry(
            "xgboost-0007",
            "xgboost",
            List.of("champion"),
            Instant.parse("2018-06-02T01:10:02Z"),
            "nightly-2018-06-01-a41f",
            new Estimate(0.5312, 0.5281, 0.5343),
            "beats the baseline and the champion before it; certificate holds"),
        new RegistryEntry(
            "xgboost-0006",
            "xgboost",
            List.of("previous"),
            Instant.parse("2018-06-01T01:09:41Z"),
            "nightly-2018-05-31-77c0",
            new Estimate(0.5298, 0.5266, 0.5330),
            "replaced by xgboost-0007"),
        new RegistryEntry(
            "logistic-0007",
            "logistic",
            List.of(),
            Instant.parse("2018-06-02T01:10:01Z"),
            "nightly-2018-06-01-a41f",
            new Estimate(0.5174, 0.5143, 0.5206),
            "baseline"));
  }

  private static Live live() {
    Instant from = Instant.parse("2018-06-01T00:00:00Z");
    return new Live(
        List.of(
            new Live.LiveScores(
                "BTCUSD.BITFINEX",
                "xgboost-0006",
                1440,
                from,
                from.plus(Duration.ofMinutes(1439)),
                0.5031,
                0.534,
                11.2,
                48.9),
            new Live.LiveScores(
                "ETHUSD.BITFINEX",
                "xgboost-0006",
                1438,
                from,
                from.plus(Duration.ofMinutes(1439)),
                0.4987,
                0.481,
                11.9,
                Double.NaN)),
        List.of(
            new Live.Parity("live", LocalDate.parse("2018-05-31"), "equal", 2_878, 65, 0, 0, 0)),
        List.of(
            new ReasonCount("BTCUSD.BITFINEX", "too-late", 7),
            new ReasonCount("ETHUSD.BITFINEX", "non-positive-price", 1)));
  }

  private static Making making() {
    List<Making.TaskRun> tasks = new ArrayList<>();
    String[] names = {
      "ingest",
      "quality",
      "features",
      "labels",
      "validate",
      "train",
      "export",
      "register",
      "importance",
      "drift",
      "report"
    };
    int[] seconds = {44, 12, 131, 9, 398, 61, 14, 2, 77, 18, 1};
    for (int i = 0; i < names.length; i++) {
      tasks.add(new Making.TaskRun(names[i], i < 2 ? "resumed" : "done", seconds[i]));
    }
    return new Making(
        List.of(
            new Making.Command(
                "The whole run",
                "./tidemark run nightly --lake s3a://research/lake --as-of 2018-06-01 --resume"),
            new Making.Command(
                "Only the champion, to the same bytes",
                "./tidemark train --lake s3a://research/lake --manifest xgboost-0007 --seed 42")),
        List.of(
            new Making.TableVersion("market.bars", 214, 3_960_000),
            new Making.TableVersion("features.bars40", 198, 3_959_640),
            new Making.TableVersion("features.labels", 198, 3_959_610),
            new Making.TableVersion("models.oof_predictions", 61, 2_419_200)),
        tasks,
        List.of(
            new Making.Fact("feature set", "bars40"),
            new Making.Fact(
                "feature set hash",
                "sha256:41c0a9e2b7d8f35566aa19be02f4c7d1e8b9a0c3d2e1f405162738495a6b7c8d"),
            new Making.Fact("seed", "42"),
            new Making.Fact("commit", "d8508c9a0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
            new Making.Fact("JVM", "OpenJDK 64-Bit Server VM 17.0.16+8"),
            new Making.Fact("operating system", "Linux 6.1 amd64"),
            new Making.Fact("CPU", "2 cores, x86-64 with AVX2")));
  }
}
