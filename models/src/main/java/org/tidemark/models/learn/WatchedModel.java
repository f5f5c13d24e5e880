package org.tidemark.models.learn;

import java.util.Optional;
import org.tidemark.models.FormedModel;

/** A model of a learner that can watch its own fit. */
public interface WatchedModel extends FormedModel {
  /** How the fit that made it went, if it was to watch itself; its bytes alone do not tell. */
  Optional<Growth> growth();
}
