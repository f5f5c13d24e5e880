package org.tidemark.jobs.validate;

import java.util.List;
import java.util.Optional;
import org.tidemark.models.FormedModel;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.learn.Growth;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.Split;

/**
 * One learner on one fold.
 *
 * @param trained rows fitted on
 * @param model what was fitted
 * @param growth how the fit went, where it was to stop early
 * @param inSample its metrics on rows that it was fitted on
 */
record FoldWork(
    Split split,
    WindowLearner learner,
    long trained,
    FormedModel model,
    Optional<Growth> growth,
    List<MetricValue> inSample) {}
