package org.tidemark.models.learn;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Cuts the JSON text of an XGBoost model behind its first trees: to the byte the text of a fit that
 * ended there, with nothing left of later rounds.
 *
 * <p>A booster writes {@code num_trees}, then {@code iteration_indptr} (the number of trees before
 * each round, and all), {@code tree_info} (the output of each tree) and {@code trees}.
 */
final class FirstTrees {
  private static final JsonFactory JSON = new JsonFactory();

  private final byte[] json;
  private final int trees;
  private final JsonParser parser;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int copied;

  private FirstTrees(byte[] json, int trees) throws IOException {
    this.json = json;
    this.trees = trees;
    this.parser = JSON.createParser(json);
  }

  /** The same model with fewer trees; those of whole rounds. */
  static byte[] of(byte[] json, int trees) {
    try {
      return new FirstTrees(json, trees).cut();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "not the JSON text of an XGBoost model: " + e.getMessage(), e);
    }
  }

  private byte[] cut() throws IOException {
    while (parser.nextToken() != null) {
      if (parser.currentToken() != JsonToken.FIELD_NAME) {
        continue;
      }
      switch (parser.currentName()) {
        case "num_trees" -> {
          parser.nextToken();
          copyTo(start());
          out.writeBytes(("\"" + trees + "\"").getBytes(StandardCharsets.UTF_8));
          copied = start() + parser.getTextLength() + 2;
        }
        case "iteration_indptr" -> cutWhere(true);
        case "tree_info", "trees" -> cutWhere(false);
        default -> {
          // kept as it is
        }
      }
    }
    copyTo(json.length);
    return out.toByteArray();
  }

  /**
   * Leaves elements of an array away.
   *
   * @param byValue whether those above the number of trees, else those behind it
   */
  private void cutWhere(boolean byValue) throws IOException {
    parser.nextToken();
    int end = start() + 1;
    for (int at = 0; parser.nextToken() != JsonToken.END_ARRAY; at++) {
      boolean kept = byValue ? parser.getIntValue() <= trees : at < trees;
      parser.skipChildren();
      if (kept) {
        end =
            start() + (parser.currentToken() == JsonToken.END_OBJECT ? 1 : parser.getTextLength());
      }
    }
    copyTo(end);
    copied = start();
  }

  private int start() {
    return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
  }

  private void copyTo(int end) {
    out.write(json, copied, end - copied);
    copied = end;
  }
}
