package org.tidemark.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidemark.jobs.Environment;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.ensemble.BaggedLearner;
import org.tidemark.models.learn.Checkpoints;
import org.tidemark.models.learn.MomentumNnLearner;
import org.tidemark.models.learn.NetParameters;
import org.tidemark.models.learn.RegressionLoss;
import org.tidemark.models.learn.Rounds;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostMode;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.tune.EarlyStopping;

/** The settings that every fit of validation, training and study obeys. */
class LearnerChoiceTest {
  private static XgboostLearner xgboost(String... pairs) {
    NightlyConfig config = NightlyConfig.of(Map.of());
    for (int i = 0; i < pairs.length; i += 2) {
      config = config.with(Map.of(pairs[i], pairs[i + 1]));
    }
    return (XgboostLearner)
        ((WindowLearner.InTask) LearnerChoice.named("xgboost", config)).learner();
  }

  @Test
  void aFitStopsEarlyWhereTheSettingsSaySo() {
    assertThat(xgboost().rounds()).isEqualTo(new Rounds.All());
    assertThat(xgboost().parametersJson()).doesNotContain("early_stopping");

    Rounds.Watched standard =
        (Rounds.Watched) xgboost("xgboost.early.stopping", "", "cost.bps", "3").rounds();
    assertThat(standard.rule()).isEqualTo(EarlyStopping.STANDARD);
    assertThat(standard.share()).isEqualTo(0.2);
    assertThat(standard.trading().costBasisPoints()).isEqualTo(3);
    assertThat(xgboost("xgboost.early.stopping", "patience=9").parametersJson())
        .contains("\"early_stopping\":\"patience=9,min_delta=0.01,monitor=val_sharpe\"");
  }

  @Test
  void whatNoFitCouldObeyIsRefusedBeforeOneBegins() {
    assertThatThrownBy(
            () -> xgboost("xgboost.early.stopping", "patience=9", "xgboost.monitor.share", "0.9"))
        .hasMessageContaining("monitor share = 0.9 must be above 0 and at most 0.5");
    assertThatThrownBy(() -> xgboost("xgboost.early.stopping", "on"))
        .hasMessageContaining("early stopping");
    assertThatThrownBy(
            () -> xgboost("xgboost.early.stopping", "monitor=val_auc", "label", "fixed-15m-value"))
        .hasMessageContaining("monitor 'val_auc' does not apply to target Regression")
        .hasMessageContaining("val_rmse");
  }

  @Test
  void baggingWrapsXgboostAsItIsSet() {
    NightlyConfig config =
        NightlyConfig.of(
            Map.of("bagging.members", "4", "bagging.block", "30", "xgboost.depth", "3"));
    BaggedLearner bagging =
        (BaggedLearner) ((WindowLearner.InTask) LearnerChoice.named("bagging", config)).learner();
    assertThat(bagging.members()).isEqualTo(4);
    assertThat(bagging.block()).isEqualTo(30);
    assertThat(((XgboostLearner) bagging.member()).parameters().trees().depth()).isEqualTo(3);
    assertThatThrownBy(
            () -> LearnerChoice.named("bagging", config.with(Map.of("bagging.members", "1"))))
        .hasMessageContaining("bagging members = 1 must be 2 to 40");
  }

  @Test
  void anEnsembleStandsBeforeTheBaseline() {
    assertThat(RunEnsemble.models(NightlyConfig.of(Map.of())))
        .containsExactly("xgboost", "logistic");
    assertThat(RunEnsemble.models(NightlyConfig.of(Map.of("ensemble", "soft"))))
        .containsExactly("xgboost", "ensemble", "logistic");
    assertThatThrownBy(
            () ->
                RunEnsemble.method(
                    NightlyConfig.of(Map.of("ensemble", "soft", "learners", "xgboost"))))
        .hasMessageContaining("two or more learners");
    assertThatThrownBy(() -> RunEnsemble.method(NightlyConfig.of(Map.of("ensemble", "on"))))
        .hasMessageContaining("known: off, weighted, soft, vote, stacking, regime");
  }

  @Test
  void learnersOfMllibHaveTheSettingsOfTheRun() {
    NightlyConfig config =
        NightlyConfig.of(Map.of())
            .with(
                Map.of(
                    "elastic-net.penalty", "0.25",
                    "random-forest.trees", "12",
                    "gbt.rate", "0.5",
                    "gaussian-mixture.iterations", "9"));
    Map.of(
            "elastic-net", "\"penalty\":0.25",
            "random-forest", "\"trees\":12",
            "gbt", "\"rate\":0.5",
            "gaussian-mixture", "\"iterations\":9")
        .forEach(
            (name, text) -> {
              WindowLearner learner = LearnerChoice.named(name, config);
              assertThat(learner.name()).isEqualTo(name);
              assertThat(learner.parametersJson()).contains(text);
            });
    assertThatThrownBy(() -> LearnerChoice.named("forest", config))
        .hasMessageContaining("unknown learner 'forest'")
        .hasMessageContaining("random-forest");
  }

  @Test
  void aNetIsFittedAsItsSettingsSay() {
    NightlyConfig config =
        NightlyConfig.of(
            Map.of(
                "label", "three-15m-5bp",
                "momentum-nn.epochs", "4",
                "momentum-nn.batch", "32",
                "momentum-nn.rate", "0.01",
                "momentum-nn.monitor.share", "0.3",
                "momentum-nn.checkpoints", "some/folder"));
    MomentumNnLearner net = net(config);
    assertThat(net.parameters()).isEqualTo(new NetParameters(4, 32, 0.01));
    Rounds.Watched watched = (Rounds.Watched) net.rounds();
    assertThat(watched.rule().id()).isEqualTo("patience=3,min_delta=0.0001,monitor=val_log_loss");
    assertThat(watched.share()).isEqualTo(0.3);
    assertThat(net.checkpoints())
        .isEqualTo(new Checkpoints.Folder("some/folder", Environment.codeVersion()));
    assertThat(net(config.with(Map.of("momentum-nn.early.stopping", "off"))).rounds())
        .isEqualTo(new Rounds.All());
    assertThatThrownBy(() -> net(config.with(Map.of("momentum-nn.rate", "2"))))
        .hasMessageContaining("rate = 2.0 must be above 0");
  }

  private static MomentumNnLearner net(NightlyConfig config) {
    return (MomentumNnLearner)
        ((WindowLearner.InTask) LearnerChoice.named("momentum-nn", config)).learner();
  }

  @Test
  void theModeIsThatOfTheSettings() {
    assertThat(xgboost().parameters().mode()).isEqualTo(XgboostMode.STANDARD);

    XgboostParameters quantile =
        xgboost("xgboost.loss", "quantile:0.9", "label", "fixed-15m-value").parameters();
    assertThat(quantile.mode().loss()).isEqualTo(new RegressionLoss.Quantile(0.9));
    XgboostParameters forest =
        xgboost("xgboost.order", "random-forest", "xgboost.row.share", "0.7").parameters();
    assertThat(forest.trees().rate()).isEqualTo(1);
    assertThat(forest.leaves().ridge()).isEqualTo(XgboostParameters.FOREST_RIDGE);
    assertThat(xgboost("xgboost.monotone", "rsi_14:+").parametersJson())
        .endsWith(",\"monotone\":\"rsi_14:+\"}");

    assertThatThrownBy(() -> xgboost("xgboost.loss", "absolute"))
        .hasMessageContaining("target is Binary");
  }
}
