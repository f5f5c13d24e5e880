package org.tidemark.models.learn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Serializable;
import org.tidemark.models.tune.Curve;
import org.tidemark.models.tune.Phase;

/** How a fit went that was to watch itself: {@link Rounds.Watched}. */
public sealed interface Growth extends Serializable {
  /** Boosting rounds, or epochs of a net, that were computed. */
  int grown();

  /** Those in the model. */
  int kept();

  /** Rows that the kept rounds learned from. */
  long fitted();

  /** Rows that were watched. */
  long monitored();

  /**
   * It was watched and keeps the best round.
   *
   * @param best the metric after that round, on the watched rows
   * @param phase in which the fit was when it ended
   */
  record Seen(int grown, int kept, long fitted, long monitored, double best, Phase phase)
      implements Growth {
    private static final long serialVersionUID = 1L;

    static Seen of(Curve curve, long fitted, long monitored) {
      int best = curve.best().orElseThrow();
      return new Seen(
          curve.watched().size(),
          best + 1,
          fitted,
          monitored,
          curve.watched().get(best),
          curve.phase());
    }
  }

  /**
   * It could not be watched: it keeps all rounds and learned from all rows, as without early
   * stopping.
   *
   * @param reason what was missing, for people
   */
  record Unseen(int kept, long fitted, String reason) implements Growth {
    private static final long serialVersionUID = 1L;

    @Override
    public int grown() {
      return kept;
    }

    @Override
    public long monitored() {
      return 0;
    }
  }

  /** One JSON object that {@link #parse} reads back. */
  default byte[] json() {
    ObjectMapper json = new ObjectMapper();
    ObjectNode node = json.createObjectNode();
    node.put("grown", grown()).put("kept", kept());
    node.put("fitted", fitted()).put("monitored", monitored());
    if (this instanceof Seen seen) {
      node.put("best", seen.best()).put("phase", seen.phase().name());
    } else if (this instanceof Unseen unseen) {
      node.put("reason", unseen.reason());
    }
    try {
      return json.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new IllegalStateException("numbers and text could not be written as JSON", e);
    }
  }

  /** Reads {@link #json}. */
  static Growth parse(byte[] json) {
    try {
      JsonNode node = new ObjectMapper().readTree(json);
      if (node.has("reason")) {
        return new Unseen(
            node.path("kept").asInt(), node.path("fitted").asLong(), node.path("reason").asText());
      }
      return new Seen(
          node.path("grown").asInt(),
          node.path("kept").asInt(),
          node.path("fitted").asLong(),
          node.path("monitored").asLong(),
          node.path("best").asDouble(),
          Phase.valueOf(node.path("phase").asText()));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "not what a fit writes of its rounds: " + e.getMessage(), e);
    }
  }
}
