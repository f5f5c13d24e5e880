package org.tidemark.offenders.models.explain;

import java.util.Random;

/** Cannot be repeated. */
final class Unseeded {
  final Random random = new Random();
}
