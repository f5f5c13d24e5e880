package org.tidemark.jobs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.Environment;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.ensemble.BaggedLearner;
import org.tidemark.models.learn.Checkpoints;
import org.tidemark.models.learn.DistributedXgboost;
import org.tidemark.models.learn.LogisticLearner;
import org.tidemark.models.learn.MomentumNnLearner;
import org.tidemark.models.learn.Monotone;
import org.tidemark.models.learn.NetParameters;
import org.tidemark.models.learn.QuantileLearner;
import org.tidemark.models.learn.RegressionLoss;
import org.tidemark.models.learn.Rounds;
import org.tidemark.models.learn.TreeOrder;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostMode;
import org.tidemark.models.learn.XgboostParameters;

/** The learners that a run's settings name; the last one is the baseline to beat. */
public final class LearnerChoice {
  /** Setting that says whether and when a fit stops before its last round. */
  public static final String EARLY_STOPPING = "xgboost.early.stopping";

  /** Setting of the share of training rows that is watched then. */
  public static final String MONITOR_SHARE = "xgboost.monitor.share";

  private static final List<String> NAMES =
      List.of(
          "xgboost",
          "bagging",
          "logistic",
          "elastic-net",
          "random-forest",
          "gbt",
          "gaussian-mixture",
          "momentum-nn",
          "quantile-LEVEL");

  /** Ends the name of a setting that says whether and when a fit stops early. */
  public static final String STOPPING = ".early.stopping";

  /** Ends the name of a setting of the share of training rows that is watched then. */
  public static final String SHARE = ".monitor.share";

  private LearnerChoice() {}

  /** Setting that says whether and when a fit of a learner that can watch itself stops early. */
  public static String earlyStopping(String learner) {
    return learner + STOPPING;
  }

  /** Setting of the share of training rows that is watched then. */
  static String monitorShare(String learner) {
    return learner + SHARE;
  }

  /** In the order of the setting, to fit on rows of a frame. */
  public static List<WindowLearner> of(NightlyConfig config, TrainingFrame frame) {
    return all(config, values(frame));
  }

  /** In the order of the setting, to read models that are fitted; good for few rows only. */
  public static List<WindowLearner> of(NightlyConfig config) {
    return all(config, 1);
  }

  /** One learner with the run's settings, to fit on rows of a frame. */
  public static WindowLearner named(String name, NightlyConfig config, TrainingFrame frame) {
    return named(name, config, values(frame));
  }

  /** One learner with the run's settings, to read models that are fitted, or to fit few rows. */
  public static WindowLearner named(String name, NightlyConfig config) {
    return named(name, config, 1);
  }

  private static List<WindowLearner> all(NightlyConfig config, long values) {
    QuantilePair.checkLearners(config);
    List<WindowLearner> learners = new ArrayList<>();
    for (String name : config.list("learners")) {
      learners.add(named(name, config, values));
    }
    return learners;
  }

  private static WindowLearner named(String name, NightlyConfig config, long values) {
    Optional<RegressionLoss.Quantile> quantile = QuantileLearner.loss(name);
    if (quantile.isPresent()) {
      // All rounds: early stopping watches a mean, and is the setting of learner xgboost.
      return new WindowLearner.InTask(
          new QuantileLearner(
              new XgboostLearner(
                  xgboost(config, quantile.get()),
                  new Rounds.All(),
                  DeviceChoice.of(config, 1).device())));
    }
    return switch (name) {
      case "xgboost" -> {
        Rounds rounds = rounds(name, config);
        WorkerCount count = WorkerCount.of(config, values);
        if (count.workers() == 1) {
          yield new WindowLearner.InTask(
              new XgboostLearner(xgboost(config), rounds, DeviceChoice.of(config, 1).device()));
        }
        DeviceChoice.of(config, count.workers());
        if (rounds instanceof Rounds.Watched) {
          throw new IllegalArgumentException(
              "setting "
                  + EARLY_STOPPING
                  + " = '"
                  + config.text(EARLY_STOPPING)
                  + "' watches the rows of one task, but "
                  + count.workers()
                  + " workers fit together ("
                  + count.why()
                  + "); set it to off, or xgboost.workers=1");
        }
        yield new WindowLearner.OnWorkers(new DistributedXgboost(xgboost(config), count.workers()));
      }
      case "bagging" ->
          new WindowLearner.InTask(
              new BaggedLearner(
                  new XgboostLearner(
                      xgboost(config),
                      rounds("xgboost", config),
                      DeviceChoice.of(config, 1).device()),
                  config.whole("bagging.members"),
                  config.number("bagging.block")));
      case "logistic" -> new WindowLearner.OnCluster(LogisticLearner.standard());
      case "elastic-net", "random-forest", "gbt", "gaussian-mixture" ->
          new WindowLearner.OnCluster(MllibChoice.named(name, config));
      case "momentum-nn" -> new WindowLearner.InTask(momentumNn(name, config));
      default ->
          throw new IllegalArgumentException(
              "unknown learner '" + name + "'; known: " + String.join(", ", NAMES));
    };
  }

  private static MomentumNnLearner momentumNn(String name, NightlyConfig config) {
    return new MomentumNnLearner(
        new NetParameters(
            config.whole("momentum-nn.epochs"),
            config.whole("momentum-nn.batch"),
            config.number("momentum-nn.rate")),
        rounds(name, config),
        Checkpoints.parse(config.text("momentum-nn.checkpoints"), Environment.codeVersion()));
  }

  private static Rounds rounds(String learner, NightlyConfig config) {
    Rounds rounds =
        Rounds.parse(
            config.text(earlyStopping(learner)),
            config.number(monitorShare(learner)),
            config.tradingRule());
    rounds.check(TrainingFrame.target(Labeler.parse(config.text("label"))));
    return rounds;
  }

  private static long values(TrainingFrame frame) {
    return Math.multiplyExact(frame.count(), (long) frame.columns().features().size());
  }

  /** Why a learner's fits on rows of a frame have the number of workers that they have. */
  static String why(WindowLearner learner, NightlyConfig config, TrainingFrame frame) {
    if (learner.name().equals("bagging")) {
      return "its models are fitted one after the other; on " + DeviceChoice.of(config, 1).words();
    }
    if (learner.name().startsWith(QuantileLearner.PREFIX)) {
      return "it fits in one task; on " + DeviceChoice.of(config, 1).words();
    }
    if (learner instanceof WindowLearner.OnCluster || learner.name().equals("momentum-nn")) {
      return "it has no other way";
    }
    String why = WorkerCount.of(config, values(frame)).why();
    return learner.name().equals("xgboost") ? why + "; on " + device(config, frame) : why;
  }

  /** Where XGBoost fits rows of a frame, in words. */
  static String device(NightlyConfig config, TrainingFrame frame) {
    return DeviceChoice.of(config, WorkerCount.of(config, values(frame)).workers()).words();
  }

  /** The device of a model of a run, in words; empty where XGBoost has no part in it. */
  static Optional<String> deviceOf(String model, NightlyConfig config, TrainingFrame frame) {
    List<String> parts = model.equals(RunEnsemble.NAME) ? config.list("learners") : List.of(model);
    if (parts.contains("xgboost")) {
      return Optional.of(device(config, frame));
    }
    return parts.contains("bagging")
            || parts.stream().anyMatch(name -> name.startsWith(QuantileLearner.PREFIX))
        ? Optional.of(DeviceChoice.of(config, 1).words())
        : Optional.empty();
  }

  private static XgboostParameters xgboost(NightlyConfig config) {
    return xgboost(config, RegressionLoss.parse(config.text("xgboost.loss")));
  }

  private static XgboostParameters xgboost(NightlyConfig config, RegressionLoss loss) {
    XgboostParameters standard = XgboostParameters.standard();
    XgboostMode mode =
        new XgboostMode(
            TreeOrder.parse(config.text("xgboost.order")),
            loss,
            Monotone.parse(config.text("xgboost.monotone")));
    mode.check(TrainingFrame.target(Labeler.parse(config.text("label"))));
    boolean forest = mode.order() == TreeOrder.RANDOM_FOREST;
    return new XgboostParameters(
        new XgboostParameters.Trees(
            config.whole("xgboost.trees"),
            config.whole("xgboost.depth"),
            forest ? 1 : config.number("xgboost.eta")),
        new XgboostParameters.Leaves(
            forest ? XgboostParameters.FOREST_RIDGE : standard.leaves().ridge(),
            config.number("xgboost.min.child.weight"),
            standard.leaves().minimumGain()),
        new XgboostParameters.Draw(
            config.number("xgboost.row.share"), config.number("xgboost.column.share")),
        standard.bins(),
        standard.threads(),
        mode);
  }
}
