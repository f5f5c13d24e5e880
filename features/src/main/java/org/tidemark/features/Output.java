package org.tidemark.features;

import java.io.Serializable;

/**
 * One column that a feature writes.
 *
 * @param name column name, lower snake case
 * @param unit for example {@code fraction}, {@code percent}, {@code z-score}, {@code ratio}
 * @param meaning one line
 */
public record Output(String name, String unit, String meaning) implements Serializable {}
