package org.tidemark.jobs.compare;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.models.Target;
import org.tidemark.models.compare.Contestant;
import org.tidemark.models.compare.PairTest;
import org.tidemark.models.compare.RoundRobin;
import org.tidemark.models.evaluate.Confidence;
import org.tidemark.models.evaluate.Loss;
import org.tidemark.models.evaluate.Metric;

/** Compares contestants pair by pair, as {@code models.model_comparisons} keeps it. */
public final class PairRows {
  /** Whom a learner is compared with. */
  public enum Against {
    /** Another learner of the run. */
    LEARNER,
    /** The version that serves. */
    CHAMPION;

    /** The word that the table stores. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final NightlyArgs args;
  private final Target target;

  /** For a run whose learners predict a target. */
  public PairRows(NightlyArgs args, Target target) {
    this.args = args;
    this.target = target;
  }

  /**
   * One row per pair and test.
   *
   * @param contestants of the same rows
   * @param ranked by name, at least each contestant that stands first in a pair
   */
  public List<Row> of(List<Contestant> contestants, Map<String, Ranked> ranked, Against against) {
    return of(against, tests(contestants), ranked);
  }

  /** The same of tests that are made. */
  public List<Row> of(Against against, List<PairTest> tests, Map<String, Ranked> ranked) {
    return tests.stream().map(test -> row(test, ranked.get(test.first()), against)).toList();
  }

  /** The tests of all pairs, without their rows. */
  public List<PairTest> tests(List<Contestant> contestants) {
    Loss loss = RunQuantile.loss(args.config(), target);
    return new RoundRobin(loss, Confidence.STANDARD).of(contestants);
  }

  /** A test as it was written, from a row that has the columns of the table. */
  public static PairTest read(Row row) {
    return new PairTest(
        row.getAs("learner"),
        row.getAs("rival"),
        PairTest.Kind.of(row.getAs("test")),
        Math.toIntExact(row.<Long>getAs("observations")),
        number(row, "value"),
        number(row, "rival_value"),
        number(row, "ci_low"),
        number(row, "ci_high"),
        number(row, "cohens_d"),
        number(row, "cliffs_delta"),
        number(row, "p_value"),
        number(row, "p_holm"),
        number(row, "p_bh"));
  }

  private static double number(Row row, String column) {
    Double value = row.getAs(column);
    return value == null ? Double.NaN : value;
  }

  private Row row(PairTest test, Ranked first, Against against) {
    return RowFactory.create(
        args.runId(),
        first.learner(),
        args.config().text("model"),
        first.version().orElse(null),
        null, // area, loss and Sharpe ratio stand in the learner's own row
        null,
        null,
        first.composite(),
        first.rank(),
        test.outcome() == PairTest.Outcome.FIRST,
        reason(test),
        test.second(),
        against.id(),
        test.kind().id(),
        measure(test),
        (long) test.observations(),
        defined(test.firstMean()),
        defined(test.secondMean()),
        defined(test.difference()),
        defined(test.low()),
        defined(test.high()),
        defined(test.cohensD()),
        defined(test.cliffsDelta()),
        defined(test.pValue()),
        defined(test.holm()),
        defined(test.benjaminiHochberg()),
        outcome(test));
  }

  private String measure(PairTest test) {
    if (!test.kind().ofLosses()) {
      return "return";
    }
    return switch (RunQuantile.loss(args.config(), target).kind()) {
      case PINBALL -> Metric.PINBALL_LOSS.id();
      case SQUARED -> "squared_error";
      default -> Metric.LOG_LOSS.id();
    };
  }

  private static String outcome(PairTest test) {
    return switch (test.outcome()) {
      case FIRST -> test.first();
      case SECOND -> test.second();
      case NO_DIFFERENCE -> "no difference";
      case NOT_TESTED -> "not tested";
    };
  }

  private String reason(PairTest test) {
    String over = test.kind().ofLosses() ? "stretches of one label length" : "periods";
    if (test.outcome() == PairTest.Outcome.NOT_TESTED) {
      return "not tested: %d %s are too few, or nothing varies in them"
          .formatted(test.observations(), over);
    }
    return String.format(
        Locale.ROOT,
        "%s: mean %s %.6f against %.6f of %s in %d %s, p = %.4f after Holm",
        outcome(test),
        measure(test),
        test.firstMean(),
        test.secondMean(),
        test.second(),
        test.observations(),
        over,
        test.holm());
  }

  /** As a table stores it: absent where it is not defined. */
  public static Double defined(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
