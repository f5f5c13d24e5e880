package org.tidemark.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Runs a property over seeded random lists and shrinks a failing list before reporting it. Seeds
 * are fixed; {@code -Dtidemark.seed=N} runs one seed alone.
 */
public final class Seeds {
  private Seeds() {}

  /** Calls {@code property} with {@code count} seeded generators; names the seed on failure. */
  public static void forEach(int count, BiConsumer<Long, SplittableRandom> property) {
    Long only = Long.getLong("tidemark.seed");
    for (long seed = only == null ? 1 : only; seed <= (only == null ? count : only); seed++) {
      try {
        property.accept(seed, new SplittableRandom(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + " (-Dtidemark.seed=" + seed + "): " + e.getMessage(), e);
      }
    }
  }

  /**
   * Checks a property of generated lists; on failure removes as many elements as possible while it
   * still fails, then reports the short list.
   */
  public static <T> void forLists(
      int count,
      Function<SplittableRandom, List<T>> generator,
      java.util.function.Consumer<List<T>> property) {
    forEach(
        count,
        (seed, random) -> {
          List<T> list = generator.apply(random);
          if (failure(list, property) != null) {
            List<T> small = shrink(list, property);
            Throwable cause = failure(small, property);
            throw new AssertionError(
                "fails on " + small.size() + " elements " + small + ": " + cause.getMessage(),
                cause);
          }
        });
  }

  private static <T> List<T> shrink(List<T> list, java.util.function.Consumer<List<T>> property) {
    List<T> best = list;
    for (int chunk = Math.max(1, list.size() / 2); chunk >= 1; chunk /= 2) {
      for (int at = 0; at + chunk <= best.size(); ) {
        List<T> without = new ArrayList<>(best.subList(0, at));
        without.addAll(best.subList(at + chunk, best.size()));
        if (failure(without, property) != null) {
          best = without;
        } else {
          at += chunk;
        }
      }
    }
    return best;
  }

  private static <T> Throwable failure(
      List<T> list, java.util.function.Consumer<List<T>> property) {
    try {
      property.accept(list);
      return null;
    } catch (AssertionError | RuntimeException e) {
      return e;
    }
  }
}
