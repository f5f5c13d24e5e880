package org.tidemark.lakehouse.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of a file with one JSON object a line. A field inside an object is named by its path, {@code
 * data.p}, an element of an array by its position, {@code bids.0.1}. Numbers keep their text.
 */
final class JsonRows implements NamedRecords, FieldRow {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final LineReader lines;
  private final Map<String, String> fields = new HashMap<>();
  private long blanks;

  JsonRows(SourceFile file) throws IOException {
    this.lines = new LineReader(file.open());
  }

  @Override
  public boolean advance() throws IOException {
    while (lines.next()) {
      if (!lines.isBlank()) {
        if (lines.number() - blanks == 1 && lines.chars()[0] == '[') {
          throw new IngestException(
              "the file is one JSON array; write one object a line, for example with jq -c '.[]'");
        }
        return true;
      }
      blanks++;
    }
    return false;
  }

  @Override
  public FieldRow row() throws RejectedRow {
    if (lines.isOverlong()) {
      throw new RejectedRow(
          Reason.LINE_TOO_LONG, "the line is longer than " + LineReader.MAX_LINE + " characters");
    }
    fields.clear();
    try (JsonParser parser = JSON.createParser(lines.chars(), 0, lines.length())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new RejectedRow(Reason.BAD_JSON, "the line is not a JSON object");
      }
      read(parser);
      if (parser.nextToken() != null) {
        throw new RejectedRow(Reason.BAD_JSON, "more text after the JSON object");
      }
    } catch (JsonProcessingException e) {
      throw new RejectedRow(Reason.BAD_JSON, e.getOriginalMessage());
    } catch (IOException e) {
      throw new RejectedRow(Reason.BAD_JSON, String.valueOf(e.getMessage()));
    }
    return this;
  }

  /** One object or array that is open, and where in it the parser stands. */
  private static final class Level {
    final String prefix;
    int next;

    Level(String prefix) {
      this.prefix = prefix;
    }
  }

  private void read(JsonParser parser) throws IOException {
    Deque<Level> open = new ArrayDeque<>();
    open.push(new Level(""));
    while (!open.isEmpty()) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.FIELD_NAME) {
        continue;
      }
      if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
        open.pop();
        continue;
      }
      Level level = open.peek();
      boolean inArray =
          (token.isStructStart()
                  ? parser.getParsingContext().getParent()
                  : parser.getParsingContext())
              .inArray();
      String path = level.prefix + (inArray ? level.next++ : parser.currentName());
      if (token.isStructStart()) {
        open.push(new Level(path + "."));
      } else if (token != JsonToken.VALUE_NULL) {
        fields.put(path, parser.getText());
      }
    }
  }

  @Override
  public Optional<String> text(String column) {
    return Optional.ofNullable(fields.get(column));
  }

  @Override
  public long line() {
    return lines.number();
  }

  @Override
  public String raw() {
    return lines.text(Rejected.MAX_RAW);
  }

  @Override
  public long headers() {
    return 0;
  }

  @Override
  public long blanks() {
    return blanks;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
