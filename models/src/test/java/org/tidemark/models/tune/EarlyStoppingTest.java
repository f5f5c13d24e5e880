package org.tidemark.models.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.models.evaluate.Metric;

/** Early stopping and phases worked out by hand. */
class EarlyStoppingTest {
  private static final double NONE = Double.NaN;

  private static Curve run(String rule, double... watched) {
    Curve curve = EarlyStopping.parse(rule).start();
    for (double value : watched) {
      assertThat(curve.stops()).as("before %s", value).isFalse();
      curve = curve.after(value, NONE);
    }
    return curve;
  }

  @Test
  void gainsMustAddUp() {
    String rule = "patience=2,min_delta=0.1";
    assertThat(run(rule, 1, 1.05).best()).hasValue(0);
    Curve curve = run(rule, 1, 1.05, 1.15, 1.2, 1.2);
    assertThat(curve.best()).hasValue(2);
    assertThat(curve.stops()).isTrue();
    // a log loss falls
    assertThat(run("patience=2,min_delta=0.1,monitor=val_log_loss", 1, 0.95, 0.85).best())
        .hasValue(2);
  }

  @Test
  void whatIsNotDefinedIsNoGain() {
    assertThat(run("patience=3", NONE, NONE).best()).isEmpty();
    assertThat(run("patience=3", NONE, NONE, NONE).stops()).isTrue();
    assertThat(run("patience=3", NONE, -5, NONE).best()).hasValue(1);
    assertThat(run("patience=3", -5, NONE, NONE, NONE).stops()).isTrue();
  }

  /** Patience 10, so phases look back over 2 steps. */
  @Test
  void phasesFollowTheCurves() {
    Curve curve = EarlyStopping.parse("patience=10,min_delta=0.01").start();
    double[][] steps = {
      {0.1, 0.1},
      {0.2, 0.2},
      {0.3, 0.3},
      {0.3, 0.4},
      {0.3, 0.5},
      {0.3, 0.6},
      {0.2, 0.7},
      {0.1, 0.7},
      {0.1, 0.7},
      {0.4, 0.7}
    };
    Phase[] phases = {
      Phase.WARMING, Phase.WARMING, Phase.IMPROVING, Phase.IMPROVING, Phase.IMPROVING,
      Phase.PLATEAU, Phase.OVERFITTING, Phase.OVERFITTING, Phase.PLATEAU, Phase.IMPROVING
    };
    for (int i = 0; i < steps.length; i++) {
      curve = curve.after(steps[i][0], steps[i][1]);
      assertThat(curve.phase()).as("step %d", i).isEqualTo(phases[i]);
      assertThat(curve.stops()).isFalse();
    }
    assertThat(curve.best()).hasValue(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "patience=50,min_delta=0.01,monitor=val_sharpe; patience=50,min_delta=0.01,monitor=val_sharpe",
        "patience=7; patience=7,min_delta=0.01,monitor=val_sharpe",
        "monitor=val_log_loss,min_delta=0; patience=50,min_delta=0,monitor=val_log_loss"
      })
  void textsReadBack(String text, String canonical) {
    EarlyStopping rule = EarlyStopping.parse(text);
    assertThat(rule.id()).isEqualTo(canonical);
    assertThat(EarlyStopping.parse(canonical)).isEqualTo(rule);
  }

  @Test
  void nothingSaidIsTheStandard() {
    assertThat(EarlyStopping.parse("")).isEqualTo(EarlyStopping.STANDARD);
    assertThat(EarlyStopping.STANDARD.metric()).isEqualTo(Metric.SHARPE);
    assertThat(EarlyStopping.STANDARD.goal()).isEqualTo(Goal.MAXIMISE);
    assertThat(EarlyStopping.STANDARD.window()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "patience=0", "patience=x", "min_delta=-1", "min_delta=NaN", "monitor=sharpe",
        "monitor=val_turnover", "monitor=val_luck", "patience=5,patience=6", "wait=5", ","
      })
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> EarlyStopping.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
