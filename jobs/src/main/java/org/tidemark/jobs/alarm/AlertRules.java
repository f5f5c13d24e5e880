package org.tidemark.jobs.alarm;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** The rules of a lake, as {@code models.alert_rules} has them: rows may be changed and added. */
public record AlertRules(List<AlertRule> rules) {
  /** Live accuracy below what validation promised, in percentage points. */
  public static final String ACCURACY_DROP = "accuracy-drop";

  /** Highest population stability index of the features. */
  public static final String FEATURE_PSI = "feature-psi";

  /** Population stability index of the scores. */
  public static final String SCORE_PSI = "score-psi";

  /** 99th percentile of the time of a stage, in milliseconds. */
  public static final String LATENCY = "latency";

  public AlertRules {
    rules = List.copyOf(rules);
  }

  /** Reads them. */
  public static AlertRules of(TableStore store) {
    return new AlertRules(
        store
            .read(Tables.ALERT_RULES)
            .select("rule", "subject", "warning_above", "critical_above", "fewest", "retrain")
            .orderBy("rule", "subject")
            .collectAsList()
            .stream()
            .map(AlertRules::rule)
            .toList());
  }

  private static AlertRule rule(Row row) {
    return new AlertRule(
        row.getString(0),
        row.getString(1),
        row.getDouble(2),
        row.getDouble(3),
        row.getLong(4),
        row.getBoolean(5));
  }

  /** The rule of a condition: that of its very subject before that of all subjects. */
  public Optional<AlertRule> of(Condition condition) {
    return rules.stream()
        .filter(rule -> rule.covers(condition))
        .min((a, b) -> Boolean.compare(any(a), any(b)));
  }

  private static boolean any(AlertRule rule) {
    return rule.subject().equals(AlertRule.ANY);
  }
}
