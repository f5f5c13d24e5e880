package org.tidemark.streaming.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The versions that score a micro-batch.
 *
 * @param champion absent when there is none: then nothing is scored
 * @param challenger who serves a share of the bars, if anyone
 * @param shadows who score and do not serve
 */
record LineUp(
    Optional<ModelVersion> champion, Optional<Challenger> challenger, List<ModelVersion> shadows) {
  /**
   * A version and the share of bars that it serves.
   *
   * @param share above 0, below 1
   */
  record Challenger(ModelVersion version, double share) {
    Challenger {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException("share " + share + " must be above 0 and below 1");
      }
    }
  }

  LineUp {
    shadows = List.copyOf(shadows);
    if (champion.isEmpty() && (challenger.isPresent() || !shadows.isEmpty())) {
      throw new IllegalArgumentException("nobody scores beside a champion that is not there");
    }
  }

  /** Nobody scores. */
  static LineUp nobody() {
    return alone(Optional.empty());
  }

  /** The champion alone, if there is one. */
  static LineUp alone(Optional<ModelVersion> champion) {
    return new LineUp(champion, Optional.empty(), List.of());
  }

  /** All versions. */
  List<ModelVersion> all() {
    List<ModelVersion> all = new ArrayList<>();
    champion.ifPresent(all::add);
    challenger.ifPresent(c -> all.add(c.version()));
    all.addAll(shadows);
    return all;
  }
}
