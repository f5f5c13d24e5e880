package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.tidemark.models.explain.Importance;

/**
 * Mean importance over folds, per learner, regime, method and feature; a fold without a row of the
 * regime does not count.
 */
final class Averages {
  /** What an average covers. */
  record Key(String learner, String regime, String method) {}

  private final Map<Key, Map<String, List<Double>>> scores = new LinkedHashMap<>();

  void add(String learner, String regime, Importance one) {
    scores
        .computeIfAbsent(new Key(learner, regime, one.method()), k -> new LinkedHashMap<>())
        .computeIfAbsent(one.feature(), k -> new ArrayList<>())
        .add(one.score());
  }

  void forEach(BiConsumer<Key, Importance> out) {
    scores.forEach((key, features) -> ranked(key, features).forEach(one -> out.accept(key, one)));
  }

  /** The most important feature of the first learner, by permutation where there is one. */
  String top() {
    return scores.entrySet().stream()
        .filter(e -> e.getKey().method().startsWith("permutation"))
        .findFirst()
        .map(e -> ranked(e.getKey(), e.getValue()).get(0).feature())
        .orElse("");
  }

  private static List<Importance> ranked(Key key, Map<String, List<Double>> features) {
    List<Importance> found = new ArrayList<>();
    features.forEach(
        (feature, values) ->
            found.add(
                new Importance(
                    feature,
                    key.method(),
                    values.stream().mapToDouble(Double::doubleValue).sum() / values.size(),
                    1)));
    found.sort(
        Comparator.comparingDouble(Importance::score)
            .reversed()
            .thenComparing(Importance::feature));
    List<Importance> ranked = new ArrayList<>();
    for (Importance one : found) {
      ranked.add(new Importance(one.feature(), one.method(), one.score(), ranked.size() + 1));
    }
    return ranked;
  }
}
