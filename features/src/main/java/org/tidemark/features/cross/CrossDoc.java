package org.tidemark.features.cross;

import java.io.Serializable;

/**
 * The definition of a cross-instrument feature in words; {@code docs/spec/features.md} is generated
 * from it.
 *
 * @param formula what is computed; {@code r[k]} and {@code m[k]} are own and market return k bars
 *     ago
 * @param edge the value where the formula divides by zero, or "none"
 * @param source who defines it
 * @param example prices and the value that they give, checked by a test
 */
public record CrossDoc(String formula, String edge, String source, CrossExample example)
    implements Serializable {}
