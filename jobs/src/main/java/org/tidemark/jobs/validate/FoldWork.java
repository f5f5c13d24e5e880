package org.tidemark.jobs.validate;

import org.tidemark.models.FormedModel;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.Split;

/**
 * One learner on one fold.
 *
 * @param trained rows fitted on
 * @param model what was fitted
 */
public record FoldWork(Split split, WindowLearner learner, long trained, FormedModel model) {}
