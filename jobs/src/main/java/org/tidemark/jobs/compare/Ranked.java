package org.tidemark.jobs.compare;

import java.util.Optional;

/**
 * A learner of a run and where it stands among the others.
 *
 * @param version of its model, where it has one
 * @param composite what it was ranked by, higher is better
 * @param rank 1 is best
 */
public record Ranked(String learner, Optional<String> version, double composite, int rank) {}
