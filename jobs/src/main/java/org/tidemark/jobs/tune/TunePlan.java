package org.tidemark.jobs.tune;

import java.time.Instant;
import java.util.List;
import org.tidemark.jobs.fold.FoldCounts;
import org.tidemark.models.tune.Study;
import org.tidemark.models.tune.Trial;

/**
 * What a study would do.
 *
 * @param rows number of the rows it sees
 * @param seen which these are, in words
 * @param from event time of the first
 * @param to event time of the last
 * @param labelsTo last instant that a label of them uses
 * @param advice what a validation of the best settings may be believed for
 * @param folds rows of each fold
 * @param places where each learner of the settings is fitted, and why
 * @param open trials that would be run next
 * @param done fits that are in the lake already
 * @param most all fits, if no further trial stops early
 */
public record TunePlan(
    Study study,
    String metric,
    long rows,
    String seen,
    Instant from,
    Instant to,
    Instant labelsTo,
    String advice,
    List<FoldCounts> folds,
    List<String> places,
    List<Trial> open,
    int done,
    int most) {}
