package org.tidemark.features.causality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The recorded input, made different in one respect. */
final class Worlds<E> {
  private final List<Fact<E>> log;
  private final Alteration<E> alteration;
  private final long seed;

  Worlds(List<Fact<E>> log, Alteration<E> alteration, long seed) {
    this.log = log;
    this.alteration = alteration;
    this.seed = seed;
  }

  /** Without what lies after the cut. */
  List<Fact<E>> truncated(long cutNanos) {
    return log.stream().filter(f -> !f.isAfter(cutNanos)).toList();
  }

  /** Every fact after the cut is changed or, one in four, gone; and there are new ones. */
  List<Fact<E>> perturbed(long cutNanos) {
    SplittableRandom random = new SplittableRandom(seed ^ cutNanos);
    Map<String, Fact<E>> before = new HashMap<>();
    List<Fact<E>> world = new ArrayList<>(log.size());
    for (Fact<E> fact : log) {
      if (!fact.isAfter(cutNanos)) {
        world.add(fact);
      } else {
        Optional.ofNullable(before.get(fact.instrument()))
            .filter(b -> random.nextInt(4) == 0)
            .flatMap(b -> alteration.between(b, fact, cutNanos, random))
            .ifPresent(world::add);
        if (random.nextInt(4) != 0) {
          world.add(alteration.changed(fact, random));
        }
      }
      before.put(fact.instrument(), fact);
    }
    return world;
  }

  /** What is stamped by the cut but published after it is changed or, every second one, gone. */
  List<Fact<E>> unpublished(long cutNanos) {
    SplittableRandom random = new SplittableRandom(seed ^ ~cutNanos);
    List<Fact<E>> world = new ArrayList<>(log.size());
    for (Fact<E> fact : log) {
      if (!fact.isUnpublishedAt(cutNanos)) {
        world.add(fact);
      } else if (random.nextBoolean()) {
        world.add(alteration.changed(fact, random));
      }
    }
    return world;
  }

  /** Everything changed: what does not move now depends on none of it. */
  List<Fact<E>> changed() {
    SplittableRandom random = new SplittableRandom(seed);
    return log.stream().map(f -> alteration.changed(f, random)).toList();
  }

  /** The last instant at which anything became known. */
  static <E> long end(List<Fact<E>> log) {
    return log.stream().mapToLong(Fact::knownAtNanos).max().orElse(0);
  }
}
