package org.tidemark.streaming.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.tidemark.market.wire.Reason;

/** Messages that are lines of the wire format, in UTF-8. */
record JsonTicks() implements TickSchema {
  @Override
  public String id() {
    return "json";
  }

  @Override
  public Decoded decode(byte[] message) {
    try {
      return new Line(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(message))
              .toString());
    } catch (CharacterCodingException e) {
      return new Misfit(Reason.MALFORMED_JSON, "the bytes are not UTF-8; raw has them in base64");
    }
  }
}
