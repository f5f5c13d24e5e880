package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a result may be the luck of having tried often. */
final class LuckSection implements Section {
  /**
   * One figure.
   *
   * @param metric its name in the table of metrics
   * @param meaning one sentence
   */
  private record Told(String metric, String label, int decimals, String meaning) {}

  private static final List<Told> TOLD =
      List.of(
          new Told("trials", "Trials", 0, "All that was ever tried for this model, by its ledger."),
          new Told(
              "effective_trials",
              "Effective trials",
              1,
              "As how many independent ones they count; n/a unless all have equally many periods."),
          new Told(
              "probabilistic_sharpe",
              "Probabilistic Sharpe ratio",
              3,
              "Probability that the true Sharpe ratio is above 0, had this been the only trial."),
          new Told(
              "minimum_track_record",
              "Minimum track record",
              0,
              "Periods needed to be 95 % sure of that; n/a where the Sharpe ratio is not above 0."),
          new Told("", "Periods there are", 0, "Periods of out-of-sample returns behind it."),
          new Told(
              "expected_maximum_sharpe",
              "Sharpe ratio to beat",
              2,
              "Annual; what the best of so many trials reaches on average without any skill."),
          new Told(
              "deflated_sharpe",
              "Deflated Sharpe ratio",
              3,
              "Probability that the true Sharpe ratio is above 0, as the best of all trials; 0.95 or"
                  + " more counts as shown."),
          new Told(
              "haircut_sharpe",
              "Haircut Sharpe ratio",
              2,
              "Annual; what Holm's correction for all trials leaves of it."),
          new Told(
              "superior_ability_p",
              "Superior ability, p value",
              3,
              "Hansen's: how often the best of trials that are no better than doing nothing looks as"
                  + " good; 0.05 or less counts as shown."),
          new Told(
              "overfit_probability",
              "Probability of overfitting",
              3,
              "How often the best on one half of the time is no better than the median on the other;"
                  + " about 0.5 without skill."),
          new Told(
              "degradation_slope",
              "Degradation slope",
              2,
              "Sharpe ratio kept out of sample per unit in sample, over the same halves; 1 keeps"
                  + " all."));

  @Override
  public String id() {
    return "luck";
  }

  @Override
  public String heading() {
    return "Skill or luck";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    List<LedgerFigure> figures = model.scrutiny().ledger();
    if (figures.isEmpty()) {
      Section.empty(out, "No figures of luck: this run entered no trial in the ledger.");
      return;
    }
    out.element(
        "p",
        "Whoever tries often finds something. These figures hold a learner against every trial of its model"
            + (model.scrutiny().fans().isEmpty()
                ? "."
                : "; the returns are those of the first backtest path."),
        "class",
        "note");
    List<String> learners =
        palette.learners().stream()
            .filter(l -> figures.stream().anyMatch(f -> f.learner().equals(l)))
            .toList();
    Table table =
        new Table("Figures against all trials")
            .text("figure")
            .number(learners.toArray(String[]::new))
            .text("what it says");
    for (Told told : TOLD) {
      List<String> cells = new ArrayList<>(List.of(told.label()));
      for (String learner : learners) {
        cells.add(Numbers.fixed(value(figures, learner, told), told.decimals()));
      }
      cells.add(told.meaning());
      table.row(cells.toArray(String[]::new));
    }
    table.write(out);
    later(model.scrutiny(), out);
    Set<List<Double>> drawn = new HashSet<>();
    for (int i = 0; i < model.scrutiny().choices().size(); i++) {
      TrialChoices choices = model.scrutiny().choices().get(i);
      // Learners whose trials are compared with each other share one histogram.
      if (choices.logits().isEmpty()) {
        Section.empty(out, choices.learner() + ": no histogram of logits: " + why(choices) + ".");
      } else if (drawn.add(choices.logits())) {
        histogram(choices, i, out);
      }
    }
  }

  /** The table is of the night, the histogram of the ledger as it is now. */
  private static void later(Scrutiny scrutiny, Markup out) {
    scrutiny.choices().stream()
        .filter(
            c ->
                scrutiny.ledger().stream()
                    .anyMatch(
                        f ->
                            f.learner().equals(c.learner())
                                && f.metric().equals("trials")
                                && f.value() != c.trials()))
        .findFirst()
        .ifPresent(
            c ->
                out.element(
                    "p",
                    "The ledger has "
                        + c.trials()
                        + " trials by now; validate again to hold the figures above against all of them.",
                    "class",
                    "note"));
  }

  private static double value(List<LedgerFigure> figures, String learner, Told told) {
    boolean periods = told.metric().isEmpty();
    Optional<LedgerFigure> found =
        figures.stream()
            .filter(f -> f.learner().equals(learner))
            .filter(f -> f.metric().equals(periods ? "probabilistic_sharpe" : told.metric()))
            .findFirst();
    return found.map(f -> periods ? f.n() : f.value()).orElse(Double.NaN);
  }

  /** Why there is nothing to draw. */
  static String why(TrialChoices choices) {
    if (choices.trials() < 2) {
      return "there is one trial, and a choice needs two";
    }
    if (choices.periods() == 0) {
      return "its trial has no returns";
    }
    return choices.comparable() < 2
        ? "none of the other "
            + (choices.trials() - 1)
            + " trials has as many periods, "
            + choices.periods()
        : choices.periods() + " periods are too few to be halved in several ways";
  }

  private void histogram(TrialChoices choices, int index, Markup out) {
    double probability = choices.overfitProbability();
    String words =
        "In "
            + Numbers.percent(probability, 1)
            + " of "
            + Numbers.count(choices.logits().size())
            + " ways to halve "
            + Numbers.count(choices.periods())
            + " periods, the best of "
            + choices.comparable()
            + " trials on one half is no better than their median on the other.";
    out.open("figure")
        .open("figcaption")
        .element("strong", "Logits of the choice among trials")
        .text(" " + words)
        .close("figcaption");
    out.append(
            SvgHistogram.draw(
                id() + "-logits-" + index,
                "Logits of the choice among trials",
                words,
                choices.logits(),
                Numbers.percent(probability, 1) + " no better than the median",
                Numbers.percent(1 - probability, 1) + " better"))
        .close("figure");
    if (choices.comparable() < 10) {
      out.element(
          "p",
          "With " + choices.comparable() + " trials ranks are coarse: do not lean on this share.",
          "class",
          "note");
    }
  }
}
