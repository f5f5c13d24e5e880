package org.tidemark.streaming.realtime;

import java.io.Serializable;

/**
 * What a state is the state of. Two states with equal keys at the same offset have the same bytes.
 *
 * @param query name of the query
 * @param definition identity of the features and of all else that decides the outputs
 * @param topicId the broker's id of the topic, which a topic made anew does not share
 * @param partition from 0
 * @param origin offset of the first record that the state has seen
 */
record StateKey(String query, String definition, String topicId, int partition, long origin)
    implements Serializable {
  StateKey {
    if (partition < 0 || origin < 0) {
      throw new IllegalArgumentException(
          "partition " + partition + " and origin " + origin + " must be 0 or more");
    }
  }
}
