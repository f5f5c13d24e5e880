package org.tidemark.jobs.train;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.learn.LogisticLearner;
import org.tidemark.models.learn.Rounds;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostParameters;

/** The learners that a run's settings name; the last one is the baseline to beat. */
public final class LearnerChoice {
  /** Setting that says whether and when a fit stops before its last round. */
  public static final String EARLY_STOPPING = "xgboost.early.stopping";

  /** Setting of the share of training rows that is watched then. */
  public static final String MONITOR_SHARE = "xgboost.monitor.share";

  private LearnerChoice() {}

  /** In the order of the setting. */
  public static List<WindowLearner> of(NightlyConfig config) {
    List<WindowLearner> learners = new ArrayList<>();
    for (String name : config.list("learners")) {
      learners.add(named(name, config));
    }
    return learners;
  }

  /** One learner with the run's settings. */
  public static WindowLearner named(String name, NightlyConfig config) {
    return switch (name) {
      case "xgboost" ->
          new WindowLearner.InTask(new XgboostLearner(xgboost(config), rounds(config)));
      case "logistic" -> new WindowLearner.OnCluster(LogisticLearner.standard());
      default ->
          throw new IllegalArgumentException(
              "unknown learner '" + name + "'; known: xgboost, logistic");
    };
  }

  private static Rounds rounds(NightlyConfig config) {
    Rounds rounds =
        Rounds.parse(
            config.text(EARLY_STOPPING), config.number(MONITOR_SHARE), config.tradingRule());
    rounds.check(TrainingFrame.target(Labeler.parse(config.text("label"))));
    return rounds;
  }

  private static XgboostParameters xgboost(NightlyConfig config) {
    XgboostParameters standard = XgboostParameters.standard();
    return new XgboostParameters(
        config.whole("xgboost.trees"),
        config.whole("xgboost.depth"),
        config.number("xgboost.eta"),
        standard.ridge(),
        config.number("xgboost.min.child.weight"),
        standard.minimumGain(),
        config.number("xgboost.row.share"),
        config.number("xgboost.column.share"),
        standard.bins(),
        standard.threads());
  }
}
