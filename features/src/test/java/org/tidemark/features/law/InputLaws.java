package org.tidemark.features.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.features.Feature;
import org.tidemark.market.EventKind;
import org.tidemark.market.MarketEvent;

/** Laws about the kinds of event that a feature says it reads. */
final class InputLaws {
  private InputLaws() {}

  static <S> void undeclared(Feature<S> feature) {
    S state = feature.initial();
    new RandomLogs(feature)
        .log(new SplittableRandom(1), 150)
        .forEach(e -> Folds.feed(feature, state, e));
    byte[] before = Folds.bytes(feature, state);
    for (MarketEvent event : Logs.oneOfEachKindButBars()) {
      if (!feature.inputs().contains(EventKind.of(event))) {
        feature.update(state, event);
        assertThat(Folds.bytes(feature, state)).as("%s", event).isEqualTo(before);
      }
    }
  }

  static void declared(Feature<?> feature) {
    for (EventKind kind : feature.inputs()) {
      assertThat(matters(feature, kind)).as("%s matters", kind).isTrue();
    }
  }

  private static boolean matters(Feature<?> feature, EventKind kind) {
    for (long seed = 1; seed <= 20; seed++) {
      List<MarketEvent> log = new RandomLogs(feature).log(new SplittableRandom(seed), 100);
      List<MarketEvent> without = log.stream().filter(e -> EventKind.of(e) != kind).toList();
      if (!Arrays.equals(Folds.saved(feature, log), Folds.saved(feature, without))) {
        return true;
      }
    }
    return false;
  }
}
