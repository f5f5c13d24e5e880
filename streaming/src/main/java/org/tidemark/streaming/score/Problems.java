package org.tidemark.streaming.score;

/** Hears of what is not as it should be while it is decided who scores. */
public interface Problems {
  /**
   * A version that may not serve and is passed over, or a registry that cannot be read.
   *
   * @param rule stable name of the kind of problem
   * @param subject version or model that it is about
   * @param message one sentence
   */
  void tell(String rule, String subject, String message);
}
