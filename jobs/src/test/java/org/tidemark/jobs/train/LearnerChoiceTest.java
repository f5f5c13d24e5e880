package org.tidemark.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidemark.jobs.NightlyConfig;
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
  void theModeIsThatOfTheSettings() {
    assertThat(xgboost().parameters().mode()).isEqualTo(XgboostMode.STANDARD);

    XgboostParameters quantile =
        xgboost("xgboost.loss", "quantile:0.9", "label", "fixed-15m-value").parameters();
    assertThat(quantile.mode().loss()).isEqualTo(new RegressionLoss.Quantile(0.9));
    XgboostParameters forest =
        xgboost("xgboost.order", "random-forest", "xgboost.row.share", "0.7").parameters();
    assertThat(forest.rate()).isEqualTo(1);
    assertThat(forest.ridge()).isEqualTo(XgboostParameters.FOREST_RIDGE);
    assertThat(xgboost("xgboost.monotone", "rsi_14:+").parametersJson())
        .endsWith(",\"monotone\":\"rsi_14:+\"}");

    assertThatThrownBy(() -> xgboost("xgboost.loss", "absolute"))
        .hasMessageContaining("target is Binary");
  }
}
