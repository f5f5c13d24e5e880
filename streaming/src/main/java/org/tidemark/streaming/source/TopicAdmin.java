package org.tidemark.streaming.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Questions about a topic to its broker. */
public final class TopicAdmin {
  private static final long PATIENCE_SECONDS = 20;

  private TopicAdmin() {}

  /** What somebody wants to know. */
  public interface Question<T> {
    /** Asks; {@link #answer} waits for what the client promises. */
    T ask(Admin admin) throws ExecutionException, InterruptedException, TimeoutException;
  }

  /**
   * Asks the broker.
   *
   * @param client options of a client, the servers among them
   * @throws IllegalStateException if there is no such topic, or no answer
   */
  public static <T> T ask(String topic, Map<String, String> client, Question<T> question) {
    try (Admin admin = Admin.create(new HashMap<>(client))) {
      return question.ask(admin);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new IllegalStateException(
            "topic " + topic + " does not exist; create it with the partitions it is to keep", e);
      }
      throw new IllegalStateException(
          "the broker did not describe topic " + topic + ": " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no answer from "
              + client.get("bootstrap.servers")
              + " within "
              + PATIENCE_SECONDS
              + " s; is the broker up, and its address right?",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for topic " + topic, e);
    }
  }

  /** What was promised, or a timeout after twenty seconds. */
  public static <T> T answer(KafkaFuture<T> promised)
      throws ExecutionException, InterruptedException, TimeoutException {
    return promised.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Partitions and id of a topic. */
  public static TopicDescription describe(Admin admin, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
  }
}
