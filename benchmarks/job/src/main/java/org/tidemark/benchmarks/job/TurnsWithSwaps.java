package org.tidemark.benchmarks.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;
import org.tidemark.features.FeatureSet;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.streaming.realtime.RealTimeScorer;

/**
 * Promotions under a real-time query: after each turn one commit of the registry, of which every
 * second names a version that nothing has scored with yet and the others the version that serves
 * already, so that turns with and without a new model differ in the model alone. What is committed
 * after a turn is taken up at the end of the next.
 */
final class TurnsWithSwaps {
  /** Around the end of a turn: this much before it, as it is heard of later than it happens. */
  private static final long BEFORE_NANOS = 2_000_000_000L;

  private static final long AFTER_NANOS = 8_000_000_000L;

  private final TableStore store;
  private final FeatureSet set;
  private final OnnxArtifact first;
  private final List<OnnxArtifact> others = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();

  /** The end of a turn, and whether the one after it scores with another version. */
  private record Turn(long ended, boolean swapped) {}

  /**
   * @param most swaps there can be
   */
  TurnsWithSwaps(TableStore store, FeatureSet set, int trees, OnnxArtifact first, int most)
      throws IOException {
    this.store = store;
    this.set = set;
    this.first = first;
    for (int i = 0; i < most; i++) {
      others.add(TreesChampion.other(store, set, trees, 100 + i));
    }
  }

  /** Watches the turns and promotes, until it is over. */
  void follow(RealTimeScorer scorer, AtomicBoolean over) throws InterruptedException {
    while (!over.get()) {
      if (scorer.turns() > turns.size()) {
        // Committed after the turn before: with an odd number of turns behind it, another version.
        turns.add(new Turn(System.nanoTime(), turns.size() % 2 == 1));
        int next = turns.size();
        TreesChampion.promote(store, set, version(next), others.get((next - 1) / 2));
      }
      Thread.sleep(5);
    }
  }

  /** The version at the beginning, before {@link #follow}. */
  void begin() {
    TreesChampion.promote(store, set, "v1", first);
  }

  /**
   * Latencies around the ends of turns and over whole turns, and whether each new version came when
   * its turn began; if one did not, its turn is not what it is taken for.
   *
   * @param firstScores of each version, when it was seen
   */
  String report(TickLoad load, Map<String, Long> firstScores) {
    StringBuilder table = new StringBuilder();
    for (int i = 1; i < turns.size(); i += 2) {
      String version = version(i);
      table.append(
          firstScores.containsKey(version)
              ? String.format(
                  Locale.ROOT,
                  "first score of %s: %.2f s after the turn before it was heard to end%n",
                  version,
                  (firstScores.get(version) - turns.get(i).ended()) / 1e9)
              : String.format("no score of %s%n", version));
    }
    table.append("| ticks sent | seen | p50 | p99 | max |\n|---|---|---|---|---|");
    for (boolean swap : List.of(false, true)) {
      String what = swap ? "a new model" : "the same model";
      table.append(row("around the end of a turn, then " + what, load, at -> near(at, swap)));
      table.append(row("in turns with " + what, load, at -> within(at, swap)));
    }
    return table.toString();
  }

  /** The version promoted after the turn before this one. */
  private static String version(int turn) {
    return "v" + (1 + (turn + 1) / 2);
  }

  private boolean near(long at, boolean swap) {
    return turns.stream()
        .anyMatch(
            turn ->
                turn.swapped() == swap
                    && at >= turn.ended() - BEFORE_NANOS
                    && at < turn.ended() + AFTER_NANOS);
  }

  /** From shortly before the end of a turn to shortly before the end of the next. */
  private boolean within(long at, boolean swap) {
    for (int i = 0; i < turns.size() - 1; i++) {
      if (at >= turns.get(i).ended() - BEFORE_NANOS
          && at < turns.get(i + 1).ended() - BEFORE_NANOS) {
        return turns.get(i).swapped() == swap;
      }
    }
    return false;
  }

  private static String row(String what, TickLoad load, LongPredicate when) {
    double[] millis = load.sentWhen(when);
    int n = millis.length;
    return n == 0
        ? "\n| " + what + " | 0 | | | |"
        : String.format(
            Locale.ROOT,
            "%n| %s | %,d | %.2f | %.2f | %.1f |",
            what,
            n,
            millis[n / 2],
            millis[(int) (n * 0.99)],
            millis[n - 1]);
  }
}
