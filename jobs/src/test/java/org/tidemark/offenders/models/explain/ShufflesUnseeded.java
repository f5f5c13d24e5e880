package org.tidemark.offenders.models.explain;

import java.util.Collections;
import java.util.List;

/** Cannot be repeated, and does not look like it. */
final class ShufflesUnseeded {
  void mix(List<String> cards) {
    Collections.shuffle(cards);
  }
}
