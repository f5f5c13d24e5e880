package org.tidemark.models.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One evaluation per group of rows: per fold, instrument, regime or month.
 *
 * <p>Each group is evaluated as if it were all there is: its decisions are those its own rows lead
 * to, its capital is shared by its own instruments, and figures that its rows do not define (one
 * class, no trade) are NaN. So trading figures of groups do not add up to those of all rows.
 */
public final class Breakdown {
  /** Whole numbers by value, other names by text. */
  private static final Comparator<String> BY_NAME =
      Comparator.comparing(Breakdown::padded).thenComparing(Comparator.naturalOrder());

  private Breakdown() {}

  /** Evaluations by group, groups in order of their names, numbers by value. */
  public static Map<String, Evaluation> of(
      Predictions predictions, Grouping grouping, TradingRule rule, Confidence confidence) {
    Map<String, List<Integer>> rows = new TreeMap<>(BY_NAME);
    for (int i = 0; i < predictions.rows(); i++) {
      rows.computeIfAbsent(grouping.group(predictions, i), k -> new ArrayList<>()).add(i);
    }
    Map<String, Evaluation> out = new LinkedHashMap<>();
    rows.forEach(
        (group, at) -> {
          int[] chosen = at.stream().mapToInt(Integer::intValue).toArray();
          out.put(group, Evaluation.of(predictions.only(chosen), rule, confidence));
        });
    return out;
  }

  private static String padded(String name) {
    return name.matches("\\d{1,10}") ? "0".repeat(10 - name.length()) + name : name;
  }
}
