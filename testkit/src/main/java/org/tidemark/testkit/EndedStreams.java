package org.tidemark.testkit;

import org.apache.spark.sql.execution.streaming.state.StateStore;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves no query and no state store behind a test: their upkeep goes on in the background, and
 * would write into the test's folder while that is being deleted.
 */
public final class EndedStreams implements AfterEachCallback, AfterAllCallback {
  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (StreamingQuery query : TestSpark.session().streams().active()) {
      query.stop();
    }
    StateStore.stop();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    afterEach(context);
  }
}
