package org.tidemark.models.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tidemark.models.evaluate.Metric;

/**
 * The rule by which a challenger becomes champion; all parts must hold.
 *
 * <ol>
 *   <li>Its certificate holds: rows were compared and none disagreed.
 *   <li>Its canary passed: a process of its own loaded the file and scored rows as the model does.
 *   <li>Out of sample it is better than the baseline, and than the champion if there is one, in
 *       every metric that counts, each by more than the margin: AUC and log loss for a classifier,
 *       RMSE for a regression, pinball loss for one of a quantile.
 *   <li>A classifier's AUC interval lies above {@code aucFloor}, so skill is not luck.
 * </ol>
 *
 * A metric that is missing or not defined never helps a challenger.
 *
 * @param aucFloor what the lower end of the AUC interval must exceed
 * @param aucMargin by how much AUC must exceed the rival's, 0 or more
 * @param lossMargin by how much log loss, RMSE or pinball loss must be below the rival's, 0 or more
 */
public record PromotionGate(double aucFloor, double aucMargin, double lossMargin) {
  /** Above 0.5, and better by any amount. */
  public static final PromotionGate STANDARD = new PromotionGate(0.5, 0, 0);

  private static final List<Metric> OF_CLASSES = List.of(Metric.AUC, Metric.LOG_LOSS);

  public PromotionGate {
    if (!(aucFloor >= 0 && aucFloor < 1)) {
      throw new IllegalArgumentException("AUC floor " + aucFloor + " must be from 0 to below 1");
    }
    if (!(aucMargin >= 0 && lossMargin >= 0)) {
      throw new IllegalArgumentException(
          "margins " + aucMargin + " and " + lossMargin + " must be 0 or more");
    }
  }

  /**
   * Decides; all metrics must come from the same rows.
   *
   * @param champion the serving model's metrics, empty while there is none
   */
  public PromotionDecision decide(
      Candidate challenger,
      Candidate baseline,
      CertificateVerdict certificate,
      CanaryVerdict canary,
      Optional<Candidate> champion) {
    List<String> met = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    certificate(certificate, met, failed);
    canary
        .failure()
        .ifPresentOrElse(
            reason -> failed.add("The canary failed: " + reason + "."),
            () -> met.add("The canary passed."));
    List<Candidate> rivals = new ArrayList<>(List.of(baseline));
    champion.ifPresent(rivals::add);
    boolean regression =
        challenger.value(Metric.RMSE).isPresent() && challenger.value(Metric.AUC).isEmpty();
    for (Candidate rival : rivals) {
      for (Metric metric : regression ? ofEstimates(challenger) : OF_CLASSES) {
        compare(metric, challenger, rival, met, failed);
      }
    }
    if (!regression) {
      floor(challenger, met, failed);
    }
    if (champion.isEmpty()) {
      met.add("There is no champion yet.");
    }
    return failed.isEmpty()
        ? new PromotionDecision.Promote(met)
        : new PromotionDecision.Keep(failed);
  }

  /** A quantile has no business near the mean, which RMSE would have it be. */
  private static List<Metric> ofEstimates(Candidate challenger) {
    return List.of(
        challenger.value(Metric.PINBALL_LOSS).isPresent() ? Metric.PINBALL_LOSS : Metric.RMSE);
  }

  private static void certificate(
      CertificateVerdict certificate, List<String> met, List<String> failed) {
    if (certificate.holds()) {
      met.add("The certificate holds on " + certificate.rowsCompared() + " rows.");
    } else if (certificate.rowsCompared() == 0) {
      failed.add("The certificate does not hold: no row was compared.");
    } else {
      failed.add(
          "The certificate does not hold: "
              + certificate.mismatches()
              + " of "
              + certificate.rowsCompared()
              + " rows disagree.");
    }
  }

  private void compare(
      Metric metric, Candidate challenger, Candidate rival, List<String> met, List<String> failed) {
    OptionalDouble own = challenger.value(metric);
    OptionalDouble other = rival.value(metric);
    if (own.isEmpty() || other.isEmpty()) {
      String who = own.isEmpty() ? challenger.name() : rival.name();
      failed.add("The " + metric.id() + " of " + who + " is not known.");
      return;
    }
    boolean higher = metric.better() == Metric.Better.HIGHER;
    double margin = higher ? aucMargin : lossMargin;
    double gain =
        higher ? own.getAsDouble() - other.getAsDouble() : other.getAsDouble() - own.getAsDouble();
    String figures =
        format(own.getAsDouble())
            + " against "
            + format(other.getAsDouble())
            + " of "
            + rival.name()
            + (margin > 0 ? " (margin " + format(margin) + ")" : "")
            + ".";
    if (gain > margin) {
      met.add(challenger.name() + " has the better " + metric.id() + ": " + figures);
    } else {
      failed.add(challenger.name() + " does not have the better " + metric.id() + ": " + figures);
    }
  }

  private void floor(Candidate challenger, List<String> met, List<String> failed) {
    OptionalDouble low = challenger.low(Metric.AUC);
    if (low.isEmpty()) {
      failed.add("The auc of " + challenger.name() + " has no interval: too few rows.");
    } else if (low.getAsDouble() > aucFloor) {
      met.add(
          "The auc interval begins at " + format(low.getAsDouble()) + ", above " + aucFloor + ".");
    } else {
      failed.add(
          "The auc interval begins at "
              + format(low.getAsDouble())
              + ", not above "
              + aucFloor
              + ": skill cannot be told from luck.");
    }
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
