package org.tidemark.jobs.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.lakehouse.Migration;
import org.tidemark.lakehouse.Tables;

/** The rules that a lake begins with say at X14's limits what X14 says. */
class AlertRuleTest {
  private static final AlertRules SEED =
      new AlertRules(
          Tables.ALERT_RULES.migrations().stream()
              .filter(Migration.Seed.class::isInstance)
              .flatMap(seed -> ((Migration.Seed) seed).rows().stream())
              .map(AlertRuleTest::rule)
              .toList());

  private static AlertRule rule(List<Object> row) {
    return new AlertRule(
        (String) row.get(0),
        (String) row.get(1),
        (Double) row.get(2),
        (Double) row.get(3),
        (Long) row.get(4),
        (Boolean) row.get(5));
  }

  private static String judge(String rule, String subject, double value) {
    AlertRule of = SEED.of(new Condition(rule, subject, value, 1_000, "m")).orElseThrow();
    AlertRule.Judgement judgement = of.judge(value, 1_000);
    return judgement instanceof AlertRule.Judgement.Bad bad
        ? bad.severity().id()
        : judgement.getClass().getSimpleName();
  }

  @Test
  void aLimitItselfIsAllowedAndMoreIsNot() {
    assertThat(judge(AlertRules.ACCURACY_DROP, "v", 5.0)).isEqualTo("Well");
    assertThat(judge(AlertRules.ACCURACY_DROP, "v", 5.1)).isEqualTo("warning");
    assertThat(judge(AlertRules.ACCURACY_DROP, "v", 10.0)).isEqualTo("warning");
    assertThat(judge(AlertRules.ACCURACY_DROP, "v", 10.1)).isEqualTo("critical");
    assertThat(judge(AlertRules.FEATURE_PSI, "v", 0.30)).isEqualTo("Well");
    assertThat(judge(AlertRules.FEATURE_PSI, "v", 0.31)).isEqualTo("warning");
    assertThat(judge(AlertRules.SCORE_PSI, "v", 0.30)).isEqualTo("Well");
    assertThat(judge(AlertRules.SCORE_PSI, "v", 0.31)).isEqualTo("warning");
    assertThat(judge(AlertRules.LATENCY, "model", 20)).isEqualTo("Well");
    assertThat(judge(AlertRules.LATENCY, "model", 20.1)).isEqualTo("warning");
  }

  @Test
  void nothingIsDecidedOnFewObservationsOrNoValue() {
    AlertRule rule = new AlertRule("r", "*", 1, 2, 10, false);
    assertThat(rule.judge(3, 9)).isEqualTo(new AlertRule.Judgement.Unknown());
    assertThat(rule.judge(Double.NaN, 10)).isEqualTo(new AlertRule.Judgement.Unknown());
    assertThat(rule.judge(3, 10)).isEqualTo(new AlertRule.Judgement.Bad(Severity.CRITICAL, 2));
    assertThat(new AlertRule("r", "*", Double.NaN, 2, 1, false).judge(2, 1))
        .isEqualTo(new AlertRule.Judgement.Well());
  }

  @Test
  void theRuleOfTheVerySubjectComesFirst() {
    AlertRule all = new AlertRule("latency", "*", 1, 2, 10, false);
    AlertRule one = new AlertRule("latency", "addBatch", 100, 200, 10, false);
    AlertRules rules = new AlertRules(List.of(all, one));
    assertThat(rules.of(new Condition("latency", "addBatch", 1, 1, ""))).contains(one);
    assertThat(rules.of(new Condition("latency", "model", 1, 1, ""))).contains(all);
    assertThat(rules.of(new Condition("other", "model", 1, 1, ""))).isEmpty();
    assertThat(SEED.of(new Condition("latency", "addBatch", 1, 1, "")))
        .as("a micro-batch of 20 ms is not expected")
        .isEmpty();
  }

  @Test
  void limitsThatFallAreRefused() {
    assertThatThrownBy(() -> new AlertRule("r", "*", 3, 2, 1, false))
        .hasMessageContaining("warning_above 3.0 must not exceed critical_above 2.0");
    assertThatThrownBy(() -> new AlertRule("r", "*", 1, 2, 0, false))
        .hasMessageContaining("fewest = 0 must be 1 or more");
  }

  @Test
  void aSinkIsANameAndAnAddress() {
    assertThat(AlertSink.of("log=file:/tmp/a.jsonl")).isInstanceOf(FileSink.class);
    assertThat(AlertSink.of("chat=https://host/secret").name()).isEqualTo("chat");
    for (String wrong :
        List.of("file:/tmp/a", "X=file:/tmp/a", "a=ftp://h/", "a=file:", "a=http")) {
      assertThatThrownBy(() -> AlertSink.of(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
