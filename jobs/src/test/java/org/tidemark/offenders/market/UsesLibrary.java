package org.tidemark.offenders.market;

import org.assertj.core.api.Assertions;

/** Uses a library in a package of plain Java. */
final class UsesLibrary {
  void check() {
    Assertions.assertThat(true).isTrue();
  }
}
